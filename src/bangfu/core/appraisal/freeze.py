"""A round frozen for ever: the table, every input and every result as one canonical text.

The digest is SHA-256 over its UTF-8 bytes. Replaying reads table and inputs out of the text, scores
them again and compares bit for bit. Sentences are not frozen, only codes and figures: wording may
be corrected later, results may not. Amounts are texts without exponent or closing zeros.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from itertools import islice
from typing import Any

from bangfu.core.refusal import Refusal

from .arithmetic import canonical
from .reading import Meanings, as_text, read_as_kept
from .results import ItemLine, RoundResult, Sheet
from .scheme import Scheme
from .scoring import score_round
from .subjects import Change, Measured, Subject, Typed

FORMAT = 1
_AMOUNTS = (
    *("value", "numerator", "denominator"),
    *("last_value", "last_numerator", "last_denominator"),
)
_MOST_DIFFERENCES = 200


class RoundIncomplete(Refusal):
    """A round cannot be frozen while items wait or levels are open."""


class NotAFrozenRound(Refusal):
    """The text is no frozen round."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen round: its canonical bytes and their digest (64 hexadecimal digits)."""

    content: bytes
    digest: str

    def as_file(self) -> bytes:
        """Content and digest in one file, which ``unpacked`` reads."""
        return self.content + f"sha256:{self.digest}\n".encode()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a replay found otherwise: where, what was frozen, what came out now."""

    place: str
    frozen: str
    replayed: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found; ``identical`` where digest, text and every result agree."""

    digest: str
    digest_holds: bool
    differences: tuple[Difference, ...]

    @property
    def identical(self) -> bool:
        """Whether nothing differs."""
        return self.digest_holds and not self.differences


def freeze(scheme: Scheme, subjects: Iterable[Subject], result: RoundResult) -> Frozen:
    """A finished round as it is kept for ever.

    Raises ``RoundIncomplete`` where a sheet waits or a level is open.
    """
    known = sorted(subjects, key=lambda subject: subject.key)
    for subject, sheet in zip(known, result.sheets, strict=True):
        if not sheet.complete or subject.closed != scheme.level_codes:
            raise RoundIncomplete(
                zh=f"“{subject.key}”还有项目待评或考核层级未结束，本轮不能定稿。",
                en=f'"{subject.key}" has items that wait or levels that are open; the round cannot '
                "be frozen.",
            )
    content = _encoded(_plain_round(scheme, known, result))
    return Frozen(content, sha256(content).hexdigest())


def unpacked(file: bytes) -> Frozen:
    """Content and digest out of a file; raises ``NotAFrozenRound``."""
    content, mark, digest = file.rpartition(b"sha256:")
    if not mark or not content.endswith(b"\n") or not digest.endswith(b"\n"):
        raise _no_round("文件末尾没有摘要", "there is no digest at the end of the file")
    try:
        return Frozen(content, digest[:-1].decode("ascii"))
    except UnicodeDecodeError:
        raise _no_round("摘要不是十六进制数字", "the digest is not hexadecimal") from None


def replay(frozen: Frozen, *, inputs: Meanings | None = None) -> Replay:
    """Score a frozen round again and name what differs.

    Raises ``NotAFrozenRound`` where the text cannot be read, and whatever scoring refuses.
    """
    digest = sha256(frozen.content).hexdigest()
    scheme, subjects = contents(frozen)
    result = score_round(scheme, subjects, inputs=inputs)
    again = _plain_round(scheme, subjects, result)
    found: tuple[Difference, ...] = ()
    if _encoded(again) != frozen.content:
        # Read once more only where something differs: thousands of sheets twice in memory are slow.
        kept = _decoded(frozen.content)
        named = islice(_differences("", kept, again), _MOST_DIFFERENCES)
        # The same figures written in another way: by no means what was frozen.
        found = tuple(named) or (Difference("", "文本不是规范写法 not canonical", ""),)
    return Replay(digest, digest == frozen.digest, found)


def contents(frozen: Frozen) -> tuple[Scheme, tuple[Subject, ...]]:
    """The table and the subjects of a frozen round; raises ``NotAFrozenRound``."""
    kept = _decoded(frozen.content)
    return read_as_kept(kept["scheme"]), tuple(_subject(plain) for plain in kept["subjects"])


def _plain_round(
    scheme: Scheme, subjects: Iterable[Subject], result: RoundResult
) -> dict[str, Any]:
    ordered = sorted(subjects, key=lambda subject: subject.key)
    return {
        "format": FORMAT,
        "scheme": as_text(scheme),
        "subjects": [_plain_subject(subject) for subject in ordered],
        "sheets": [_plain_sheet(sheet) for sheet in result.sheets],
    }


def _encoded(plain: Mapping[str, Any]) -> bytes:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _decoded(content: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        raise _no_round("文本不是 JSON", "the text is not JSON") from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise _no_round(f"不是第{FORMAT}版格式", f"it is not of format {FORMAT}")
    if not (isinstance(plain.get("scheme"), str) and isinstance(plain.get("subjects"), list)):
        raise _no_round("缺少评分表或对象", "table or subjects are missing")
    return plain


def _no_round(zh: str, en: str) -> NotAFrozenRound:
    return NotAFrozenRound(zh=f"不是定稿的考核结果：{zh}。", en=f"this is no frozen round: {en}.")


def _plain_subject(subject: Subject) -> dict[str, Any]:
    return _without_nothing(
        {
            "key": subject.key,
            "group": subject.group,
            "measured": {code: _plain_measured(one) for code, one in subject.measured.items()},
            "typed": {
                code: _without_nothing(
                    {
                        "points": canonical(typed.points),
                        "reason": typed.reason,
                        "evidence": list(typed.evidence),
                    }
                )
                for code, typed in subject.typed.items()
            },
            "declared": dict(subject.declared),
            "facts": dict(subject.facts),
            "changes": [
                {
                    "level": change.level,
                    "item": change.item,
                    "points": canonical(change.points),
                    "reason": change.reason,
                }
                # A set: in which order changes of different items were typed does not matter.
                for change in sorted(subject.changes, key=lambda made: (made.level, made.item))
            ],
            "closed": list(subject.closed),
            "last_grade": subject.last_grade,
            "last_star": subject.last_star,
        }
    )


def _plain_measured(measured: Measured) -> dict[str, Any]:
    amounts = {name: getattr(measured, name) for name in _AMOUNTS}
    texts = {name: canonical(value) for name, value in amounts.items() if value is not None}
    return {**texts, "sources": list(measured.sources)} if measured.sources else texts


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "key": sheet.key,
        "items": [_plain_item(line) for line in sheet.items],
        "blocks": [
            [line.code]
            + [
                canonical(amount)
                for amount in (
                    *(line.starts_with, line.items, line.rescaled),
                    *(line.capped, line.points, line.contribution),
                )
            ]
            for line in sheet.blocks
        ],
        "capped": canonical(sheet.capped),
        "total": _text(sheet.total),
        "levels": [_text(total) for total in sheet.levels],
        "grade": sheet.grade,
        "star": sheet.star,
        "reasons": [reason.code for reason in sheet.reasons],
    }


def _plain_item(line: ItemLine) -> list[Any]:
    """Code, state, computed, each level, what counted, how a gap was filled."""
    computed = _text(line.computed)
    levels = [_text(points) for points in line.by_level]
    filled = str(line.filled) if line.filled else None
    return [line.code, str(line.state), computed, levels, _text(line.points), filled]


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else canonical(amount)


def _without_nothing(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if value not in (None, "", {}, [])}


def _subject(plain: Any) -> Subject:
    try:
        return Subject(
            key=_word(plain["key"]),
            group=_word(plain.get("group", "")),
            measured={code: _measured(one) for code, one in plain.get("measured", {}).items()},
            typed={
                code: Typed(
                    points=_amount(one["points"]),
                    reason=_word(one.get("reason", "")),
                    evidence=tuple(_word(named) for named in one.get("evidence", ())),
                )
                for code, one in plain.get("typed", {}).items()
            },
            declared={code: _word(why) for code, why in plain.get("declared", {}).items()},
            facts={code: _word(why) for code, why in plain.get("facts", {}).items()},
            changes=tuple(
                Change(
                    level=_word(one["level"]),
                    item=_word(one["item"]),
                    points=_amount(one["points"]),
                    reason=_word(one["reason"]),
                )
                for one in plain.get("changes", ())
            ),
            closed=tuple(_word(level) for level in plain.get("closed", ())),
            last_grade=_word(plain["last_grade"]) if "last_grade" in plain else None,
            last_star=_word(plain["last_star"]) if "last_star" in plain else None,
        )
    except (KeyError, TypeError, AttributeError, InvalidOperation):
        raise _no_round("有一个对象的数据不完整", "a subject is damaged") from None


def _measured(plain: Mapping[str, Any]) -> Measured:
    amounts = {name: _amount(plain[name]) for name in _AMOUNTS if name in plain}
    return Measured(**amounts, sources=tuple(_word(named) for named in plain.get("sources", ())))


def _amount(text: object) -> Decimal:
    amount = Decimal(_word(text))
    if not amount.is_finite():
        raise InvalidOperation
    return amount


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _differences(place: str, kept: Any, again: Any) -> Iterator[Difference]:
    """What differs, deepest first named: the path is keys and places from 1."""
    if isinstance(kept, dict) and isinstance(again, dict):
        for key in sorted({*kept, *again}):
            yield from _differences(f"{place}.{key}".lstrip("."), kept.get(key), again.get(key))
    elif isinstance(kept, list) and isinstance(again, list):
        for index in range(max(len(kept), len(again))):
            old = kept[index] if index < len(kept) else None
            new = again[index] if index < len(again) else None
            yield from _differences(f"{place}[{_named(index, old, new)}]", old, new)
    elif kept != again or type(kept) is not type(again):
        yield Difference(place, _told(kept), _told(again))


def _named(index: int, *sides: Any) -> str:
    """A row by its key or code where it has one, by its place otherwise."""
    for side in sides:
        if isinstance(side, dict) and isinstance(side.get("key"), str):
            return str(side["key"])
        if isinstance(side, list) and side and isinstance(side[0], str) and len(side) > 3:
            return side[0]
    return str(index + 1)


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

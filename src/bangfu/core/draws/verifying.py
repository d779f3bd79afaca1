"""Replaying a draw from its record. Shares nothing with the drawing: written from the protocol.

The standard library is all it needs. Each thing that does not hold is named in words, the first
causes first.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_FIELDS = {
    "format",
    "list",
    "list_digest",
    "commitment",
    "seed",
    "public_value",
    "result",
    "digest",
}
_LIST_FIELDS = {
    "title",
    "rule",
    "round",
    "public_event",
    "public_after",
    "committed_at",
    "seats",
    "strata",
    "subjects",
    "checkers",
    "excluded",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing about a record that does not hold; ``where`` names the part of it."""

    where: str
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in a language code such as ``zh-hans`` or ``en``; Chinese by default."""
        return self.en if language.startswith("en") else self.zh


def read(text: str) -> Any:
    """A record's text as a value; a name given twice in one place is no record at all.

    Raises ``ValueError``.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("a name stands twice")
        return found

    try:
        return json.loads(text, object_pairs_hook=once)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def verify(record: Any, *, published: str = "") -> list[Fault]:
    """Everything that does not hold in a record; nothing where it is what was drawn.

    ``published`` is the commitment as it was published before the draw. Who has seen that one needs
    to trust nobody; a record alone shows only that it agrees with itself.
    """
    try:
        return list(_faults(record, published))
    except (AttributeError, KeyError, LookupError, TypeError, ValueError, RecursionError):
        return [
            Fault(
                "record",
                "文件不是完整的抽查记录：缺少内容，或格式已被改动。",
                "This is no complete record of a draw: something is missing or was reshaped.",
            )
        ]


def _faults(record: Any, published: str) -> Iterator[Fault]:
    if set(record) != _FIELDS or set(record["list"]) != _LIST_FIELDS:
        raise ValueError
    listed, seed = record["list"], bytes.fromhex(record["seed"])
    if record["format"] != "bangfu-draw-1":
        yield Fault(
            "format", "记录格式不是 bangfu-draw-1。", "The format of the record is not known."
        )
    digest = _sha("list", _text(listed))
    if digest.hex() != record["list_digest"]:
        yield Fault(
            "list",
            "名单与名单摘要不符：名单（对象、分组、人员、回避或时间）被改动过。",
            "The list does not match its digest: subjects, strata, checkers, exclusions or times "
            "were altered.",
        )
    if _sha("commitment", digest + seed).hex() != record["commitment"]:
        yield Fault(
            "commitment",
            "名单和种子与事先公布的承诺不符：名单、种子或承诺被改动过。",
            "List and seed do not match the commitment: one of them was altered.",
        )
    if published and published.strip().lower() != record["commitment"]:
        yield Fault(
            "published",
            "记录中的承诺与事先公布的承诺不同：这不是当时公布的那次抽取。",
            "The commitment is not the one published: this is not the draw announced.",
        )
    yield from _outcome(record, listed, digest, seed)
    rest = {name: value for name, value in record.items() if name != "digest"}
    if _sha("record", _text(rest)).hex() != record["digest"]:
        yield Fault(
            "digest",
            "记录与其摘要不符：公布之后文件内容被改动过。",
            "The record does not match its digest: the file was altered.",
        )


def _outcome(record: Any, listed: Any, digest: bytes, seed: bytes) -> Iterator[Fault]:
    if len(seed) != 32:
        yield Fault("seed", "种子不是32字节。", "The seed does not have 32 bytes.")
    before = datetime.fromisoformat(listed["committed_at"])
    if before >= datetime.fromisoformat(listed["public_after"]):
        yield Fault(
            "public_after",
            "承诺时间不早于公共数的产生时间：承诺时公共数可能已经知道。",
            "The commitment does not come before the public value, which may have been known.",
        )
    for row in listed["strata"]:
        size = sum(one["stratum"] == row["key"] for one in listed["subjects"])
        if not 0 <= row["take"] <= size:
            yield Fault("strata", f"“{row['name']}”的抽取数不对。", "A stratum's size is wrong.")
    replayed = _Replay(listed, digest, seed, record["public_value"]).result()
    stated = {row["subject"]: row["checkers"] for row in record["result"]}
    names = {row["key"]: row["name"] for row in listed["subjects"]}
    if len(stated) != len(record["result"]) or list(stated) != sorted(stated):
        yield Fault(
            "result",
            "抽取结果有重复，或顺序被改动。",
            "The result has a subject twice, or its order was changed.",
        )
    for key in sorted(replayed.keys() - stated.keys()):
        yield Fault(
            "result",
            f"“{names[key]}”应抽中，结果中没有。",
            f"“{names[key]}” was drawn and is missing from the result.",
        )
    for key in sorted(stated.keys() - replayed.keys()):
        said = names.get(key, key)
        yield Fault(
            "result", f"“{said}”并未抽中，却列在结果中。", f"“{said}” was not drawn but is listed."
        )
    for key in sorted(stated.keys() & replayed.keys()):
        if stated[key] != replayed[key]:
            yield Fault(
                "result",
                f"“{names[key]}”的检查人员与抽取结果不符。",
                f"The checkers of “{names[key]}” are not those drawn.",
            )


class _Replay:
    """The draw once more, by the words of the protocol."""

    def __init__(self, listed: Any, digest: bytes, seed: bytes, value: str) -> None:
        self.listed = listed
        said = b"bangfu-draw-1 key\n" + digest + value.encode()
        self.key = hmac.new(seed, said, hashlib.sha256).digest()

    def result(self) -> dict[str, list[str]]:
        drawn = []
        for row in self.listed["strata"]:
            keys = [s["key"] for s in self.listed["subjects"] if s["stratum"] == row["key"]]
            drawn.extend(self.permuted(keys, "subjects " + row["key"])[: row["take"]])
        barred = {(row["subject"], row["checker"]) for row in self.listed["excluded"]}
        people = [row["key"] for row in self.listed["checkers"]]
        order = self.permuted(drawn, "order")
        choices = {
            key: [
                one for one in self.permuted(people, "checkers " + key) if (key, one) not in barred
            ]
            for key in order
        }
        return _shared_out(order, choices, self.listed["seats"])

    def permuted(self, keys: list[str], purpose: str) -> list[str]:
        """Fisher and Yates from the front, each place by an unbiased number."""
        left, done, stream = sorted(keys), [], self.numbers(purpose)
        while left:
            size = len(left)
            number = next(stream)
            while number >= 2**64 // size * size:
                number = next(stream)
            at = number % size
            # The one chosen changes places with the first of those left.
            left[0], left[at] = left[at], left[0]
            done.append(left.pop(0))
        return done

    def numbers(self, purpose: str) -> Iterator[int]:
        block = 0
        while True:
            said = (purpose + "\n" + str(block)).encode()
            made = hmac.new(self.key, said, hashlib.sha256).digest()
            for quarter in (made[0:8], made[8:16], made[16:24], made[24:32]):
                yield int.from_bytes(quarter, "big")
            block += 1


def _shared_out(
    order: list[str], choices: Mapping[str, list[str]], seats: int
) -> dict[str, list[str]]:
    """Paths of exchange, level by level."""
    given: dict[str, list[str]] = {key: [] for key in order}
    if any(len(may) < seats for may in choices.values()):
        raise ValueError
    rank = {key: place for place, key in enumerate(order)}
    holders: dict[str, list[str]] = {one: [] for may in choices.values() for one in may}
    level = 0
    while min((len(own) for own in given.values()), default=seats) < seats:
        level += 1
        # Nothing leads on from what a failed search saw, at this level.
        closed: set[str] = set()
        for key in order:
            while len(given[key]) < seats:
                seen = set(closed)
                path = _path(key, choices, given, holders, level, seen)
                if not path:
                    closed = seen
                    break
                for gains, checker, loses in path:
                    if loses:
                        given[loses].remove(checker)
                        holders[checker].remove(loses)
                    given[gains].append(checker)
                    holders[checker] = sorted([*holders[checker], gains], key=rank.__getitem__)
    return {key: sorted(given[key]) for key in sorted(given)}


def _path(
    subject: str,
    choices: Mapping[str, list[str]],
    given: Mapping[str, list[str]],
    holders: Mapping[str, list[str]],
    level: int,
    seen: set[str],
) -> list[tuple[str, str, str]]:
    """Who gains whom, and who gives them up; empty where nobody can be found."""
    for checker in choices[subject]:
        if checker in seen or checker in given[subject]:
            continue
        seen.add(checker)
        if len(holders[checker]) < level:
            return [(subject, checker, "")]
        for holder in holders[checker]:
            if rest := _path(holder, choices, given, holders, level, seen):
                return [*rest, (subject, checker, holder)]
    return []


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _sha(of: str, content: bytes) -> bytes:
    return hashlib.sha256(b"bangfu-draw-1 " + of.encode() + b"\n" + content).digest()

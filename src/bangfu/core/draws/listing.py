"""The list from which is drawn: who may be drawn, who may check, who may not check whom and why.

It is published before the draw as one text, which has one digest whatever order its rows were
given in. A list that could end in an assignment nobody may carry out is refused, with names.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from bangfu.core.refusal import Refusal

FORMAT = "bangfu-draw-1"
MOST_ROWS = 5_000
MOST_CHECKERS = 300
NAMED = 5


class Stratum(Struct, frozen=True, kw_only=True):
    """A part of the list from which ``take`` are drawn by themselves."""

    key: str
    name: str
    take: int


class Subject(Struct, frozen=True, kw_only=True):
    """Somebody or some place that may be drawn, within one stratum."""

    key: str
    name: str
    stratum: str


class Participant(Struct, frozen=True, kw_only=True):
    """Somebody who may be given a check to carry out."""

    key: str
    name: str


class Exclusion(Struct, frozen=True, kw_only=True):
    """A checker who may not check a subject, and why."""

    checker: str
    subject: str
    reason: str


class ListRefused(Refusal):
    """The list cannot be drawn from as it stands."""


class DrawList(Struct, frozen=True, kw_only=True):
    """Everything that is fixed before the draw.

    ``public_event`` names whose result is mixed in, ``public_after`` the moment before which that
    result cannot be known; ``committed_at`` lies before it. ``rule`` says how many are drawn.
    """

    title: str
    rule: str
    round: int
    public_event: str
    public_after: datetime
    committed_at: datetime
    seats: int
    strata: tuple[Stratum, ...]
    subjects: tuple[Subject, ...]
    checkers: tuple[Participant, ...]
    excluded: tuple[Exclusion, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The list as it is published: plain values, rows by key, moments in ISO 8601."""
        return {
            "title": self.title,
            "rule": self.rule,
            "round": self.round,
            "public_event": self.public_event,
            "public_after": self.public_after.isoformat(),
            "committed_at": self.committed_at.isoformat(),
            "seats": self.seats,
            "strata": _rows(self.strata),
            "subjects": _rows(self.subjects),
            "checkers": _rows(self.checkers),
            "excluded": _rows(self.excluded),
        }

    def digest(self) -> str:
        """SHA-256 of the published text, in hexadecimal."""
        text = canonical(self.plain())
        return hashlib.sha256(f"{FORMAT} list\n".encode() + text).hexdigest()

    def allowed(self) -> dict[str, list[str]]:
        """For each subject the keys of those who may check it, in order."""
        barred: dict[str, set[str]] = {}
        for row in self.excluded:
            barred.setdefault(row.subject, set()).add(row.checker)
        keys = sorted(checker.key for checker in self.checkers)
        return {
            subject.key: [key for key in keys if key not in barred.get(subject.key, ())]
            for subject in self.subjects
        }

    def refuse_unsound(self) -> None:
        """Raise ``ListRefused`` with the first thing that makes the list unfit for a draw."""
        for refused in self._faults():
            raise refused

    def _faults(self) -> Iterator[ListRefused]:
        yield from self._wrong_rows()
        yield from self._wrong_sizes()
        yield from self._nobody_to_check()
        if self.public_after <= self.committed_at:
            yield ListRefused(
                zh="公共数的产生时间应晚于承诺公布时间，请另选一期尚未产生的公共数。",
                en="The public value must come after the commitment; choose one still to come.",
            )
        if not self.public_event.strip():
            yield ListRefused(
                zh="请写明使用哪一项公共数，例如某期公开摇号的开奖号码。",
                en="Say which public value will be used.",
            )

    def _wrong_rows(self) -> Iterator[ListRefused]:
        if not self.subjects:
            yield ListRefused(
                zh="名单中没有抽查对象，请调整范围。", en="The list is empty; widen its scope."
            )
        if len(self.subjects) > MOST_ROWS:
            yield ListRefused(
                zh=f"名单有{len(self.subjects)}个对象，一次最多{MOST_ROWS}个，请分次抽取。",
                en=f"{len(self.subjects)} subjects are more than the {MOST_ROWS} of one draw.",
            )
        if len(self.checkers) > MOST_CHECKERS:
            yield ListRefused(
                zh=f"检查人员有{len(self.checkers)}名，一次最多{MOST_CHECKERS}名。",
                en=f"{len(self.checkers)} checkers are more than the {MOST_CHECKERS} of a draw.",
            )
        for rows in (self.strata, self.subjects, self.checkers):
            twice = [key for key, count in Counter(row.key for row in rows).items() if count > 1]
            if twice:
                said = "、".join(sorted(twice)[:NAMED])
                yield ListRefused(
                    zh=f"名单中编号重复：{said}。", en=f"Keys stand twice in the list: {said}."
                )
        strata = {row.key for row in self.strata}
        subjects = {row.key for row in self.subjects}
        checkers = {row.key for row in self.checkers}
        strange = [row.name for row in self.subjects if row.stratum not in strata]
        strange += [
            f"{row.checker} - {row.subject}"
            for row in self.excluded
            if row.subject not in subjects or row.checker not in checkers
        ]
        if strange:
            said = "、".join(strange[:NAMED])
            yield ListRefused(
                zh=f"名单前后不一致：{said}。", en=f"The list contradicts itself: {said}."
            )

    def _wrong_sizes(self) -> Iterator[ListRefused]:
        sizes = Counter(row.stratum for row in self.subjects)
        for row in self.strata:
            if not 0 <= row.take <= sizes[row.key]:
                yield ListRefused(
                    zh=f"“{row.name}”共{sizes[row.key]}个对象，不能抽取{row.take}个。",
                    en=f"“{row.name}” has {sizes[row.key]}; {row.take} cannot be drawn.",
                )
        if self.subjects and not any(row.take for row in self.strata):
            yield ListRefused(zh="每一组都抽取0个，请调整。", en="Nothing would be drawn.")
        if self.seats < 1:
            yield ListRefused(
                zh="每次检查至少1名检查人员。", en="A check is carried out by somebody."
            )

    def _nobody_to_check(self) -> Iterator[ListRefused]:
        names = {row.key: row.name for row in self.subjects}
        people = {row.key: row.name for row in self.checkers}
        barred: dict[str, list[Exclusion]] = {}
        for row in self.excluded:
            barred.setdefault(row.subject, []).append(row)
        short = [(key, may) for key, may in self.allowed().items() if len(may) < self.seats]
        if not short:
            return
        key, may = min(short)
        why = "；".join(
            f"{people[row.checker]}：{row.reason}" for row in sorted(barred.get(key, ()), key=_whom)
        )
        others = f"等{len(short)}个对象" if len(short) > 1 else ""
        yield ListRefused(
            zh=f"“{names[key]}”{others}每次检查需要{self.seats}人，可派{len(may)}人"
            + (f"（{why}）" if why else "")
            + "。请增加检查人员，或减少每次检查的人数。",
            en=f"“{names[key]}” ({len(short)} in all) needs {self.seats} checkers and only "
            f"{len(may)} may check it{': ' + why if why else ''}. Add checkers, or send fewer.",
        )


def canonical(value: object) -> bytes:
    """JSON with keys in order and no blanks, in UTF-8: one text for one value.

    >>> canonical({"b": 1, "a": "县"}).decode()
    '{"a":"县","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _whom(row: Exclusion) -> str:
    return row.checker


def _rows(rows: Iterable[Struct]) -> list[dict[str, Any]]:
    plain = [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]
    return sorted(plain, key=canonical)

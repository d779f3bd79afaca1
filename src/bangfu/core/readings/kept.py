"""What is kept of a reading while a clerk works on it: small, plain, and never read again."""

from collections.abc import Sequence

import msgspec

from bangfu.core.notices.facts import Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.reading import Reading
from bangfu.core.notices.resolving import sums_in
from bangfu.core.notices.second_reader import RULE as SECOND_READER

Place = tuple[int, int]
"""From where to where in the cleaned text, in characters."""


class KeptLine(msgspec.Struct, frozen=True, array_like=True):
    """A line that is not blank; ``reason`` says why a line of noise was left out."""

    start: int
    end: int
    label: str
    reason: str = ""


class KeptFact(msgspec.Struct, frozen=True, array_like=True):
    """A fact: its words, the sentence around it, and whether a second reader gave it."""

    kind: str
    value: str | int | float
    unit: str
    bound: str
    place: Place
    sentence: Place
    confidence: float
    second: bool = False


class KeptSentence(msgspec.Struct, frozen=True, array_like=True):
    """Something said in both languages of some facts, or of a place of the draft."""

    zh: str
    en: str
    facts: tuple[int, ...] = ()
    place: str = ""

    def in_language(self, language: str) -> str:
        """What is said in a language code such as ``zh-hans`` or ``en``."""
        return self.en if language.startswith("en") and self.en else self.zh


class KeptSum(msgspec.Struct, frozen=True, array_like=True):
    """A total and its parts, by the numbers of their facts."""

    total: int
    parts: tuple[int, ...]


class KeptRepair(msgspec.Struct, frozen=True, array_like=True):
    """A mechanical repair: by which rule, what stood there, what it became."""

    rule: str
    before: str
    after: str


class Kept(msgspec.Struct, frozen=True):
    """A reading as it is stored; ``text`` is cleaned and what all places count characters of."""

    kind: str
    encoding: str
    text: str
    lines: tuple[KeptLine, ...]
    facts: tuple[KeptFact, ...]
    conflicts: tuple[KeptSentence, ...]
    gaps: tuple[KeptSentence, ...]
    sums: tuple[KeptSum, ...]
    repairs: tuple[KeptRepair, ...]
    persons: tuple[str, ...]
    is_programme: bool

    def quote(self, fact: int) -> str:
        """The sentence a fact stands in."""
        start, end = self.facts[fact].sentence
        return self.text[start:end].strip()

    def as_json(self) -> str:
        """What is stored."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, stored: str) -> "Kept":
        """What was stored."""
        return msgspec.json.decode(stored, type=cls)


def kept(reading: Reading) -> Kept:
    """What is kept of a reading."""
    notice, draft = reading.notice, reading.draft
    return Kept(
        kind=reading.original.kind,
        encoding=reading.original.encoding,
        text=notice.text.text,
        lines=tuple(KeptLine(one.start, one.end, one.label, one.reason) for one in notice.lines),
        facts=tuple(_fact(notice, fact) for fact in reading.facts),
        conflicts=tuple(KeptSentence(c.zh, c.en, tuple(c.facts)) for c in draft.conflicts),
        gaps=tuple(KeptSentence(gap.zh, gap.en, (), gap.place) for gap in draft.gaps),
        sums=_sums(notice, reading.facts),
        repairs=tuple(KeptRepair(r.rule, r.before, r.after) for r in reading.repairs),
        persons=tuple(dict.fromkeys(str(f.value) for f in reading.facts if f.kind == "person")),
        is_programme=draft.is_programme,
    )


def _fact(notice: Notice, fact: Fact) -> KeptFact:
    return KeptFact(
        kind=fact.kind,
        value=fact.value,
        unit=fact.unit,
        bound=fact.bound,
        place=fact.place,
        sentence=_around(notice, fact),
        confidence=fact.confidence,
        second=fact.rule == SECOND_READER,
    )


def _around(notice: Notice, fact: Fact) -> Place:
    """The sentence of a fact; in head and foot, where there are none, its line."""
    if sentence := notice.sentence_at(fact.place[0]):
        return sentence.start, sentence.end
    line = next((one for one in notice.lines if one.start <= fact.place[0] < one.end), None)
    return (line.start, line.end) if line else fact.place


def _sums(notice: Notice, facts: Sequence[Fact]) -> tuple[KeptSum, ...]:
    return tuple(KeptSum(one.total, one.parts) for one in sums_in(notice, facts))

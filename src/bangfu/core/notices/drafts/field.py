"""A draft while it is being made: values at their places, each with the facts behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bangfu.core.notices.facts import DONE, PLANNED, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.resolving import Conflict


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the draft: where it stands in the definition, and the facts it came from.

    ``place`` is written as problems of definitions are, items of lists counted from 1:
    ``dispatch.posts[1].count``. ``facts`` are numbers of facts of the reading.
    """

    place: str
    label: str
    value: str | int | float
    facts: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a programme usually states and this notice does not."""

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A definition that loads, with what it came from, what it lacks and what disagrees."""

    definition: dict[str, Any]
    toml: str
    fields: tuple[Field, ...]
    gaps: tuple[Gap, ...]
    conflicts: tuple[Conflict, ...]
    is_programme: bool
    """False where the text only reports: a draft from it is mostly empty, and the page says so."""

    def as_json(self) -> dict[str, Any]:
        """The published form of a draft."""
        return {
            "is_programme": self.is_programme,
            "fields": [
                {
                    "place": f.place,
                    "label": f.label,
                    "value": f.value,
                    "facts": list(f.facts),
                    "confidence": f.confidence,
                }
                for f in self.fields
            ],
            "gaps": [{"place": gap.place, "zh": gap.zh, "en": gap.en} for gap in self.gaps],
            "conflicts": [{"zh": c.zh, "en": c.en, "facts": list(c.facts)} for c in self.conflicts],
            "definition": self.toml,
        }


@dataclass
class Builder:
    """Collects the values of a draft."""

    notice: Notice
    facts: Sequence[Fact]
    definition: dict[str, Any] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    """Codes of parties by the names they go by."""

    @property
    def is_programme(self) -> bool:
        """Whether the text states what is to be done, and not only what was."""
        if self.notice.head.kind in ("plan", "announcement", "agreement"):
            return True
        sent = [f for f in self.of("quantity", PLANNED) if f.unit in ("people", "person_times")]
        return self.notice.head.kind != "report" and bool(sent)

    def of(self, kind: str, modality: str = "") -> list[Fact]:
        """Facts of a kind in the order of the text, sure enough to be shown as offered."""
        return [
            fact
            for fact in self.facts
            if fact.kind == kind and fact.is_offered and modality in ("", fact.modality)
        ]

    def first(self, kind: str) -> Fact | None:
        """The first fact of a kind."""
        return next(iter(self.of(kind)), None)

    def numbered(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """The numbers of facts."""
        wanted = set(map(id, facts))
        return tuple(number for number, fact in enumerate(self.facts) if id(fact) in wanted)

    def code_for(self, name: str) -> str:
        """The code of the party a name means, also where it is a longer one's short form."""
        if name in self.codes:
            return self.codes[name]
        return next((code for known, code in self.codes.items() if known.endswith(name)), "")

    def say(self, place: str, label: str, value: str | int | float, *facts: Fact) -> None:
        """Link a value to the facts behind it."""
        confidence = min((fact.confidence for fact in facts), default=0.0)
        self.fields.append(Field(place, label, value, self.numbered(facts), confidence))

    def lack(self, place: str, zh: str, en: str) -> None:
        """Name something that is missing."""
        self.gaps.append(Gap(place, zh, en))

    def past(self) -> Iterator[Fact]:
        """Figures that were reached."""
        yield from self.of("quantity", DONE)


def text(zh: str) -> dict[str, str]:
    """A text of a definition in Chinese; English is the clerk's to add."""
    return {"zh": zh}

"""A fact of a notice: what it says, where, how sure the rule is that found it."""

from dataclasses import dataclass
from typing import Any

EXACT, MIN, MAX, APPROX = "exact", "min", "max", "approx"
PLANNED, DONE, CONTEXT = "planned", "done", "context"
OFFERED = 0.8
"""From this confidence on a value is offered as ticked; below, only shown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    ``start`` and ``end`` count characters of the original; ``place`` is the same in the cleaned
    text. ``value`` is normalised: a day in ISO 8601, a number without its 万, a code where there is
    a closed list. ``sentence`` is cleaned. ``bound`` is exact, min, max or approx; ``modality``
    planned, done or context.
    """

    kind: str
    value: str | int | float
    unit: str
    object: str
    bound: str
    modality: str
    sentence: str
    start: int
    end: int
    confidence: float
    rule: str
    place: tuple[int, int]
    under: str = ""

    @property
    def is_offered(self) -> bool:
        """Whether it is sure enough to be ticked beforehand."""
        return self.confidence >= OFFERED

    def as_json(self) -> dict[str, Any]:
        """The ten keys of the published form."""
        return {
            "kind": self.kind,
            "value": self.value,
            "unit": self.unit,
            "object": self.object,
            "bound": self.bound,
            "modality": self.modality,
            "sentence": self.sentence,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
        }

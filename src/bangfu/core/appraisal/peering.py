"""What is known of the peers of a group: means of inputs, and of points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .arithmetic import exact
from .subjects import Measured, Subject


@dataclass(slots=True)
class Groups:
    """Means over all subjects of a group, each reckoned once. Sums are exact: no order matters."""

    subjects: Sequence[Subject]
    _means: dict[tuple[str, str, bool], tuple[Fraction, int] | None] = field(default_factory=dict)
    _members: dict[str, list[Subject]] = field(default_factory=dict)

    def mean(self, group: str, code: str, *, pooled: bool) -> tuple[Fraction, int] | None:
        """The mean of an input and how many have it; ``None`` of nobody.

        ``pooled`` divides the sums of numerators and denominators, where everybody brings both.
        """
        key = (group, code, pooled)
        if key not in self._means:
            measured = [s.measured[code] for s in self.members(group) if code in s.measured]
            found = [(one, now) for one in measured if (now := one.now) is not None]
            self._means[key] = _mean(found, pooled=pooled)
        return self._means[key]

    def members(self, group: str) -> list[Subject]:
        """Subjects of a group."""
        if not self._members:
            for subject in self.subjects:
                self._members.setdefault(subject.group, []).append(subject)
        return self._members.get(group, [])


def _mean(
    found: Sequence[tuple[Measured, Fraction]], *, pooled: bool
) -> tuple[Fraction, int] | None:
    if not found:
        return None
    if pooled and all(one.value is None for one, _now in found):
        numerator = sum((exact(one.numerator or 0) for one, _now in found), Fraction(0))
        denominator = sum((exact(one.denominator or 0) for one, _now in found), Fraction(0))
        return numerator / denominator, len(found)
    return sum((now for _one, now in found), Fraction(0)) / len(found), len(found)

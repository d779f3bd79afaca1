"""What a target asks for: a floor, a ceiling or an exact value, of a count or of a rate."""

from dataclasses import dataclass
from fractions import Fraction

from bangfu.core.programmes.measured import COMPUTED, Kinds, measurable
from bangfu.core.programmes.pace import holds_throughout
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Coded
from bangfu.core.programmes.work import Target

from .sums import exact

DIVISIBLE = frozenset({Unit.YUAN, Unit.PERCENT, Unit.POINTS, Unit.PER_10000})
"""Units of which half a one can be done; of a free clinic it cannot."""


class Sense(Coded):
    """Which side of the figure is good."""

    AT_LEAST = "at_least", "不少于", "at least"
    AT_MOST = "at_most", "不超过", "at most"
    EXACTLY = "exactly", "为", "exactly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One figure to reach or to keep to.

    ``rate`` ones hold for each part as for the whole; others are shared out. ``throughout`` ones
    bind on every day alike instead of growing with the calendar.
    """

    sense: Sense
    amount: Fraction
    unit: Unit | None = None
    rate: bool = False
    throughout: bool = False

    @property
    def in_whole_numbers(self) -> bool:
        """Whether only whole ones can be done."""
        return self.unit not in DIVISIBLE and self.amount.denominator == 1

    def met_by(self, value: Fraction) -> bool:
        """Whether a value keeps to it."""
        match self.sense:
            case Sense.AT_LEAST:
                return value >= self.amount
            case Sense.AT_MOST:
                return value <= self.amount
        return value == self.amount

    def excess(self, value: Fraction) -> Fraction:
        """How much more was done than exactly the amount; 0 where more is better or never wanted.

        >>> Bound(sense=Sense.EXACTLY, amount=Fraction(71)).excess(Fraction(73))
        Fraction(2, 1)
        """
        if self.sense is not Sense.EXACTLY or self.throughout:
            return Fraction(0)
        return max(Fraction(0), value - self.amount)

    def of(self, amount: Fraction) -> "Bound":
        """The same asked of another amount: one institution's part."""
        return Bound(
            sense=self.sense,
            amount=amount,
            unit=self.unit,
            rate=self.rate,
            throughout=self.throughout,
        )


def bound_of(target: Target, kinds: Kinds) -> Bound:
    """What a target asks for; of a floor and a ceiling together the floor, which is worked for."""
    meant = measurable(target.indicator, kinds)
    unit = target.unit or (meant.unit if meant else None)
    sense, amount = _figure(target)
    computed = COMPUTED.get(target.indicator)
    return Bound(
        sense=sense,
        amount=exact(amount),
        unit=unit,
        rate=unit is Unit.PERCENT or bool(computed and computed.unit is Unit.PERCENT),
        throughout=holds_throughout(target),
    )


def _figure(target: Target) -> tuple[Sense, float]:
    if target.exactly is not None:
        return Sense.EXACTLY, target.exactly
    if target.at_least is not None:
        return Sense.AT_LEAST, target.at_least
    return Sense.AT_MOST, target.at_most or 0

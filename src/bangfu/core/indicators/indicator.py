"""An indicator: two sums over facts, divided last; and what its figures come to.

The sums are functions of a fact table that give an Ibis expression. They are called only where
something is filled, so that a page that shows an indicator does not load Ibis.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Coded, Text

if TYPE_CHECKING:
    import ibis.expr.types as ir

Expression = Callable[[Any], "ir.Value"]
"""From a fact table to an integer for each of its rows."""


SHARE = Unit.PERCENT.label
"""The unit of a ratio that is told as a percentage."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What is added up: an integer for each row of a fact table."""

    table: str
    of: Expression


class Combine(Coded):
    """How the months of a stretch come together."""

    SUM = "sum", "各月相加", "months are added up"
    LAST = "last", "取最后一个有数的月份", "the last month that has figures"


class Better(Coded):
    """Which way is better."""

    UP = "up", "越高越好", "higher is better"
    DOWN = "down", "越低越好", "lower is better"
    NEITHER = "neither", "不分高低", "neither is better"


class Theme(Coded):
    """What an indicator is about; the order of the catalogue."""

    OUTCOME = "outcome", "成效", "outcome"
    PRESENCE = "presence", "派驻与在岗", "posting and presence"
    REFERRAL = "referral", "双向转诊", "two-way referral"
    CAPACITY = "capacity", "能力建设", "capacity that stays"
    SUPERVISION = "supervision", "督查与评价", "supervision and evaluation"
    WORK = "work", "工作量", "work done"


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: rows of facts, in words and in figures, and what they come to.

    Columns left out are 0 or empty. A test runs the indicator over ``given`` on every engine.
    """

    words: Text
    given: Mapping[str, tuple[Mapping[str, int | str], ...]]
    numerator: int
    denominator: int | None
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator. Without a denominator it is a count: the numerator over ``per``.

    ``places`` are the decimals it is told with. ``per`` multiplies a ratio (10,000 residents);
    ``whole`` is what one unit of the numerator is in the facts' integers, where both differ;
    ``shown_in`` is what one unit of each sum is where it is shown by itself (a yuan is 100).
    A percentage is the ratio itself: 0.9 is told as 90 %.
    """

    code: str
    title: Text
    theme: Theme
    unit: Text
    numerator: Sum
    denominator: Sum | None = None
    numerator_title: Text
    denominator_title: Text | None = None
    shown_in: tuple[int, int] = (1, 1)
    per: int = 1
    whole: int = 1
    places: int = 0
    better: Better = Better.UP
    combine: Combine = Combine.SUM
    source: Text
    meaning: Text
    example: Example
    rows: str = ""
    """Where the rows behind it stand; see ``presentation`` of the pages."""
    outcome: bool = False
    """Whether it tells of what changed, not only of what was done: the outcome view shows it."""

    @property
    def is_share(self) -> bool:
        """Whether it is told as a percentage."""
        return self.unit == SHARE

    def value(self, figures: "Figures") -> Decimal | None:
        """What two sums come to: exact division of integers, rounded half up once, at the end.

        Nothing where there is nothing to divide by.
        """
        if self.denominator is None:
            return _rounded(Decimal(figures.numerator) / self.whole, self.places)
        if not figures.denominator:
            return None
        ratio = Decimal(figures.numerator * self.per) / (figures.denominator * self.whole)
        # A share is told as a percentage: two more decimals than its percent.
        return _rounded(ratio, self.places + 2 if self.is_share else self.places)

    def shown(self, figures: "Figures") -> tuple[Decimal, Decimal]:
        """Both sums in the units that a reader knows: people, not hundredths of one."""
        above, below = self.shown_in
        return Decimal(figures.numerator) / above, Decimal(figures.denominator) / below

    def over(self, months: Iterable["Figures"]) -> "Figures":
        """The figures of a stretch from those of its months, in order."""
        if self.combine is Combine.LAST:
            told = [each for each in months if each]
            return told[-1] if told else Figures()
        total = Figures()
        for each in months:
            total = total + each
        return total


@dataclass(frozen=True, slots=True)
class Figures:
    """The two sums of an indicator, as integers of the facts.

    >>> Figures(1, 2) + Figures(3, 4)
    Figures(numerator=4, denominator=6)
    """

    numerator: int = 0
    denominator: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.numerator + other.numerator, self.denominator + other.denominator)

    def __bool__(self) -> bool:
        return bool(self.numerator or self.denominator)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

"""What every kind of rule shares: what it is given, what it answers, how points are stated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Protocol

from msgspec import Meta

from bangfu.core.appraisal.arithmetic import rounded
from bangfu.core.appraisal.subjects import Measured, Typed
from bangfu.core.appraisal.vocabulary import Figure, Quantity, Sort, State, Step
from bangfu.core.programmes.words import Code, Section, Text
from bangfu.core.refusal import Refusal

InputCode = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?\Z",
        extra={
            "zh": "数据项代码（小写字母、数字、下划线，工作台账的数量写成 lecture.times）",
            "en": "the code of an input; a count of the ledger is written lecture.times",
        },
    ),
]


class DivisionByNothing(Refusal):
    """A rate counts something out of nothing, or a target is not positive."""


class Marked(Protocol):
    """What a rule knows of the item it belongs to."""

    @property
    def code(self) -> str:
        """The item's code."""

    @property
    def title(self) -> Text:
        """What the item is called."""

    @property
    def sort(self) -> Sort:
        """Whether it is scored, a bonus or a deduction."""

    @property
    def highest(self) -> Fraction:
        """The most points it may have; 0 for a deduction."""

    @property
    def lowest(self) -> Fraction:
        """The fewest points it may have; negative for a deduction."""


class Peers(Protocol):
    """What is known of the others of a group."""

    def mean(self, group: str, code: str, *, pooled: bool) -> tuple[Fraction, int] | None:
        """The mean of an input in a group and how many have it; ``None`` of nobody."""


class Meaning(Section, frozen=True, kw_only=True):
    """What an input says: its title and its unit.

    A ``rate`` is a share of 1, shown as a percentage; of ``yes_no``, 1 is a yes and 0 a no.
    """

    code: InputCode
    title: Text
    unit: Text = Text(zh="次", en="times")
    rate: bool = False
    yes_no: bool = False
    source: Code | None = None

    def quantity(self, value: Fraction) -> Quantity:
        """A value of it with its unit."""
        return Quantity(value, self.unit, self.rate, self.yes_no)


@dataclass(frozen=True, slots=True)
class Scored:
    """An item's points: exact, stated, and how they came about."""

    state: State
    points: Decimal | None = None
    exact: Fraction | None = None
    steps: tuple[Step, ...] = ()


@dataclass(slots=True)
class Inputs:
    """Everything known of one subject while its items are scored.

    ``reached`` holds the items scored before, for gates, and ``titles`` what they are called;
    ``places`` is to how many places an item's points are stated.
    """

    measured: Mapping[str, Measured]
    typed: Mapping[str, Typed]
    reached: Mapping[str, Scored]
    meanings: Mapping[str, Meaning]
    group: str = ""
    places: int = 2
    subject: str = ""
    titles: Mapping[str, Text] = field(default_factory=dict)
    _now: dict[str, Fraction | None] = field(default_factory=dict)

    def now(self, code: str) -> Fraction | None:
        """The figure of an input in this period, ``None`` where there is none.

        Raises ``DivisionByNothing`` for so many of nothing.
        """
        if code not in self._now:
            self._now[code] = self._looked_up(code)
        return self._now[code]

    def _looked_up(self, code: str) -> Fraction | None:
        found = self.measured.get(code)
        if found is None:
            return None
        if found.value is None and found.numerator and found.denominator == 0:
            raise DivisionByNothing(
                zh=f"“{self.subject}”的“{self.meaning(code).title.zh}”分子不为0而分母为0，"
                "无法相除，请核对数据。",
                en=f'"{self.subject}": "{self.meaning(code).title.in_language("en")}" counts '
                "something out of nothing; please check the figures.",
            )
        return found.now

    def meaning(self, code: str) -> Meaning:
        """What an input says; its code where nobody describes it any more."""
        return self.meanings.get(code) or Meaning(code=code, title=Text(zh=code))


class Rule(Section, frozen=True, kw_only=True, tag_field="kind"):
    """How an item gets its points. Figures of points are in the item's own points."""

    label: ClassVar[Text]

    @property
    def needs(self) -> tuple[str, ...]:
        """Codes of the inputs it reads."""
        return ()

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        """The item's points for one subject; not applicable where an input is missing."""
        raise NotImplementedError

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        """Fields that contradict one another, each with what is wrong and how to mend it."""
        return ()


def award(value: Fraction, inputs: Inputs, item: Marked, steps: Iterable[Step]) -> Scored:
    """Points within the item's bounds, stated once; what bounds and rounding did is told."""
    told = list(steps)
    kept = value
    if value > item.highest:
        kept = item.highest
        told.append(Step("最高{0}分", "{0} points at most", (kept,)))
    elif value < item.lowest:
        kept = item.lowest
        told.append(Step("最低{0}分", "{0} points at least", (kept,)))
    points = rounded(kept, inputs.places)
    if 10**inputs.places % kept.denominator:
        step = Step("四舍五入为{0}分", "rounded to {0} points", (Fraction(points),))
        told.append(step)
    return Scored(State.SCORED, points, kept, tuple(told))


def missing(inputs: Inputs, code: str) -> Scored:
    """The answer where an input has no figure."""
    step = Step("“{0}”没有数据", 'no figure of "{0}"', (inputs.meaning(code).title,))
    return Scored(State.NOT_APPLICABLE, steps=(step,))


def not_applicable(zh: str, en: str, *figures: Figure) -> Scored:
    """The answer where there is nothing to compare with."""
    return Scored(State.NOT_APPLICABLE, steps=(Step(zh, en, figures),))


def between(value: Fraction, zero_at: Fraction, full_at: Fraction) -> Fraction:
    """How far a value is on the straight way from nothing to full, from 0 to 1.

    >>> between(Fraction(3), Fraction(2), Fraction(4))
    Fraction(1, 2)
    >>> between(Fraction(1), Fraction(4), Fraction(2))
    Fraction(1, 1)
    """
    share = (value - zero_at) / (full_at - zero_at)
    return min(Fraction(1), max(Fraction(0), share))


SAME_ENDS = Text(
    zh="满分值与零分值相同，无法计算，请改正其中一个。",
    en="full points and no points are reached at the same value; change one.",
)

"""One activity entered by two institutions, and figures copied month after month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bangfu.core.months import month_start

DAYS_APART = 1
"""Two notes of one event differ by a day at most: one writes the day, one the day after.

Assumption of the product; see docs/reference/activities.md.
"""
MONTHS_ALIKE = 3
"""So many months in a row with the very same figures are worth a question (assumption)."""
TELLING = Decimal(10)
"""Figures below say nothing when they repeat: two lectures a month are a habit (assumption)."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An activity as far as it can resemble another.

    ``sides`` are the institutions concerned, giver and host; ``noted_by`` the one that entered it.
    ``host`` is the one at which it happened, where it has one; ``figures`` by indicator.
    """

    key: int
    kind: str
    on: date
    until: date
    sides: frozenset[int]
    noted_by: int | None
    figures: Mapping[str, Decimal]
    host: int | None = None


def may_be_same(one: Noted, other: Noted) -> bool:
    """Whether two entries may tell of one activity: symmetric, never of an entry with itself.

    Same kind, days that touch or lie one apart, an institution in common, entered by two
    institutions, and no figure that they both give differently by more than a fifth. At two hosts
    a sender does the same kind of work on one day as a rule, so there only the very same telling
    figures are worth a question.
    """
    return (
        one.key != other.key
        and one.kind == other.kind
        and one.noted_by != other.noted_by
        and bool(one.sides & other.sides)
        and _days_between(one, other) <= DAYS_APART
        and all(
            _near(one.figures[code], other.figures[code])
            for code in one.figures.keys() & other.figures.keys()
        )
        and (_at_one_place(one, other) or _copied(one, other))
    )


def _at_one_place(one: Noted, other: Noted) -> bool:
    return one.host is None or other.host is None or one.host == other.host


def _copied(one: Noted, other: Noted) -> bool:
    return one.figures == other.figures and _telling(one.figures.values())


def _days_between(one: Noted, other: Noted) -> int:
    return max((other.on - one.until).days, (one.on - other.until).days, 0)


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) * 5 <= max(one, other)


@dataclass(frozen=True, slots=True)
class Repeated:
    """Months in a row that carry the very same figures; ``months`` are first days, in order."""

    months: tuple[date, ...]
    figures: Mapping[str, Decimal]


def repeated(by_month: Mapping[date, Mapping[str, Decimal]]) -> list[Repeated]:
    """Every longest run of months in a row with the very same telling figures.

    ``by_month`` holds sums by indicator for each month (first days) of one place and kind.
    """
    runs: list[list[date]] = []
    for month in sorted(by_month):
        alike = runs and _follows(runs[-1][-1], month) and by_month[runs[-1][-1]] == by_month[month]
        if alike:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [
        Repeated(tuple(run), by_month[run[0]])
        for run in runs
        if len(run) >= MONTHS_ALIKE and _telling(by_month[run[0]].values())
    ]


def _telling(figures: Iterable[Decimal]) -> bool:
    return any(figure >= TELLING for figure in figures)


def _follows(month: date, other: date) -> bool:
    return other == month_start(month, later=1)

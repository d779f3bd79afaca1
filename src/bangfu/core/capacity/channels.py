"""How a referral green channel is used: cases, and how soon they were answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True, slots=True)
class Use:
    """Cases through a channel; ``median_days`` over those answered, in days."""

    cases: int
    answered: int
    late: int
    median_days: float | None


def use_of(cases: Iterable[tuple[date, date | None]], *, agreed: int | None) -> Use:
    """What cases (asked on, answered on) come to; late are those beyond the days agreed.

    >>> use_of([(date(2026, 1, 1), date(2026, 1, 2)), (date(2026, 1, 5), None)], agreed=2)
    Use(cases=2, answered=1, late=0, median_days=1)
    """
    listed = list(cases)
    days = [(answered - asked).days for asked, answered in listed if answered is not None]
    return Use(
        cases=len(listed),
        answered=len(days),
        late=sum(took > agreed for took in days) if agreed is not None else 0,
        median_days=median(days) if days else None,
    )

"""The calendar of a ledger: periods that tile a term, checks that fall due, reports that recur.

Occurrences are computed from the calendar alone. Nothing has to run in the night for them to
exist: whoever looks sees what is due.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bangfu.core.duty.days import Days, month_of, months_later, week_of, year_of
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat

CYCLE_OF = {
    Repeat.WEEKLY: Per.WEEK,
    Repeat.MONTHLY: Per.MONTH,
    Repeat.QUARTERLY: Per.QUARTER,
    Repeat.HALF_YEARLY: Per.HALF_YEAR,
    Repeat.YEARLY: Per.YEAR,
}
"""The period a recurring task is answered for."""
CYCLES = (Per.WEEK, Per.MONTH, Per.QUARTER, Per.HALF_YEAR, Per.YEAR)
"""The stretches of the calendar that a ledger may be checked by."""


def cycle_of(per: Per) -> Per:
    """The cycle of the calendar nearest to what a programme says; a whole term is by the year."""
    return per if per in CYCLES else Per.YEAR


def period_of(day: date, per: Per) -> Days:
    """The calendar period of a day.

    >>> period_of(date(2025, 5, 20), Per.QUARTER).starts_on
    datetime.date(2025, 4, 1)
    """
    match per:
        case Per.WEEK:
            return week_of(day)
        case Per.MONTH:
            return month_of(day)
        case Per.QUARTER:
            return _months(day, 3)
        case Per.HALF_YEAR:
            return _months(day, 6)
        case Per.YEAR:
            return year_of(day)
    raise ValueError(f"{per!r} is no period of the calendar")


def period_before(day: date, per: Per) -> Days:
    """The last period that is over on a day: the one a check falls due for."""
    return period_of(period_of(day, per).starts_on - timedelta(days=1), per)


def occurrences(
    repeat: Repeat, *, starts_on: date, ends_before: date | None, until: date
) -> Iterator[Days]:
    """The periods of a recurring task that have begun by a day, cut to its term, in order."""
    per, day = CYCLE_OF[repeat], starts_on
    last = min(until + timedelta(days=1), ends_before or date.max)
    while day < last:
        period = period_of(day, per)
        end = period.ends_before if ends_before is None else min(period.ends_before, ends_before)
        yield Days(day, end)
        day = period.ends_before


def due_of(period: Days, repeat: Repeat, anchor: date | None) -> date:
    """The last day to answer a period: where the anchor stands in its own, else the period's end.

    The anchor is a day of some period, as 31 March for what is due each spring.

    >>> due_of(year_of(date(2024, 5, 1)), Repeat.YEARLY, date(2023, 3, 31))
    datetime.date(2024, 3, 31)
    """
    if anchor is None:
        return period.last_day
    per = CYCLE_OF[repeat]
    own, base = period_of(anchor, per), period_of(period.starts_on, per)
    if per is Per.WEEK:
        wanted = base.starts_on + (anchor - own.starts_on)
    else:
        months = (anchor.year - own.starts_on.year) * 12 + anchor.month - own.starts_on.month
        first = months_later(base.starts_on, months)
        wanted = min(first + timedelta(days=anchor.day - 1), month_of(first).last_day)
    return min(max(wanted, period.starts_on), period.last_day)


def next_unanswered(
    repeat: Repeat,
    *,
    starts_on: date,
    ends_before: date | None,
    answered: Collection[date],
    on: date,
) -> Days | None:
    """The first period nobody has answered, past ones before those to come; none at the end."""
    horizon = max([on, *answered]) + timedelta(days=400)
    for period in occurrences(repeat, starts_on=starts_on, ends_before=ends_before, until=horizon):
        if period.starts_on not in answered:
            return period
    return None


def _months(day: date, months: int) -> Days:
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Days(first, months_later(first, months))

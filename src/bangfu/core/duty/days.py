"""Stretches of days and half-days; both are half-open: the end is the first not covered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.core.months import month_start
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal

HALVES = 2
"""Half-days in a day."""


class DaysReversed(Refusal):
    """The end lies before the beginning."""


class Half(Coded):
    """The half of a day that a session takes."""

    MORNING = "am", "上午", "morning"
    AFTERNOON = "pm", "下午", "afternoon"

    @property
    def order(self) -> int:
        """0 for the morning, 1 for the afternoon."""
        return int(self is Half.AFTERNOON)


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """One half of one day; mornings come before afternoons.

    >>> HalfDay(date(2025, 3, 17), Half.AFTERNOON).slot - HalfDay(date(2025, 3, 17)).slot
    1
    """

    day: date
    half: Half = Half.MORNING

    @property
    def slot(self) -> int:
        """Its number, counted through from the first day of the calendar."""
        return HALVES * self.day.toordinal() + self.half.order

    @classmethod
    def of_slot(cls, slot: int) -> "HalfDay":
        """The half-day of a number."""
        day, half = divmod(slot, HALVES)
        return cls(date.fromordinal(day), Half.AFTERNOON if half else Half.MORNING)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from ``starts_on`` to before ``ends_before``; there may be none.

    Raises ``DaysReversed`` where the end lies before the beginning.

    >>> len(Days(date(2024, 2, 1), date(2024, 3, 1)))
    29
    """

    starts_on: date
    ends_before: date

    def __post_init__(self) -> None:
        if self.ends_before < self.starts_on:
            raise DaysReversed(
                zh=f"截止日{said(self.ends_before)}早于起始日{said(self.starts_on)}，请改正。",
                en=f"The end {self.ends_before} lies before the beginning {self.starts_on}.",
            )

    def __len__(self) -> int:
        return (self.ends_before - self.starts_on).days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day < self.ends_before

    def __iter__(self) -> Iterator[date]:
        return (self.starts_on + timedelta(days=n) for n in range(len(self)))

    @property
    def last_day(self) -> date:
        """The last day covered; the day before the first where there is none."""
        return self.ends_before - timedelta(days=1)

    @property
    def first_slot(self) -> int:
        """The number of the first half-day."""
        return HALVES * self.starts_on.toordinal()

    def within(self, around: "Days") -> "Days":
        """What of it lies within others; no day at all where they do not meet."""
        starts_on = min(max(self.starts_on, around.starts_on), around.ends_before)
        return Days(starts_on, max(starts_on, min(self.ends_before, around.ends_before)))

    def meets(self, other: "Days") -> bool:
        """Whether they share a day."""
        return bool(self.within(other))


def said(day: date) -> str:
    """A day as it is written in Chinese.

    >>> said(date(2025, 3, 17))
    '2025年3月17日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def week_of(day: date) -> Days:
    """The week of a day, from Monday.

    >>> week_of(date(2025, 3, 19)).starts_on
    datetime.date(2025, 3, 17)
    """
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=7))


def month_of(day: date) -> Days:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Days(first, months_later(first, 1))


def year_of(day: date) -> Days:
    """The calendar year of a day."""
    return Days(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the first day after that month where it has none.

    So a stay from 31 January for one month covers all of February.

    >>> months_later(date(2025, 1, 31), 1)
    datetime.date(2025, 3, 1)
    """
    first = month_start(day, later=months)
    try:
        return first.replace(day=day.day)
    except ValueError:
        return month_start(first, later=1)


def whole_months(days: Days) -> int:
    """How many calendar months days hold in full, counted from the first.

    >>> whole_months(Days(date(2025, 3, 17), date(2025, 9, 17)))
    6
    """
    reckoned = 12 * (days.ends_before.year - days.starts_on.year)
    reckoned += days.ends_before.month - days.starts_on.month
    return reckoned - (months_later(days.starts_on, reckoned) > days.ends_before)


def periods(days: Days, per: Per) -> Iterator[Days]:
    """The weeks or calendar months that days touch, whole, in order.

    ``per`` is ``Per.WEEK`` or ``Per.MONTH``; any other raises ``ValueError``.
    """
    if per not in _PERIOD_OF:
        raise ValueError(f"a roster is not confirmed {per.en}")
    day = days.starts_on
    while day < days.ends_before:
        period = _PERIOD_OF[per](day)
        yield period
        day = period.ends_before


def merged(stretches: Iterable[Days]) -> list[Days]:
    """The same days in as few stretches as can be, in order.

    >>> first, second = week_of(date(2025, 3, 17)), week_of(date(2025, 3, 24))
    >>> len(merged([second, first]))
    1
    """
    found: list[Days] = []
    for days in sorted(stretch for stretch in stretches if stretch):
        if found and days.starts_on <= found[-1].ends_before:
            ends_before = max(days.ends_before, found[-1].ends_before)
            found[-1] = Days(found[-1].starts_on, ends_before)
        else:
            found.append(days)
    return found


def without(days: Days, taken: Iterable[Days]) -> list[Days]:
    """What is left of days when others are taken out, in order."""
    left, day = [], days.starts_on
    for stretch in merged(one.within(days) for one in taken):
        if day < stretch.starts_on:
            left.append(Days(day, stretch.starts_on))
        day = stretch.ends_before
    if day < days.ends_before:
        left.append(Days(day, days.ends_before))
    return left


_PERIOD_OF = {Per.WEEK: week_of, Per.MONTH: month_of}

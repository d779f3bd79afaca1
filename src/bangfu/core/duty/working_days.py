"""Which days are worked in China: public holidays and the working days shifted for them.

The State Council announces each year's holidays late in the year before. They come from the package
``chinesecalendar``; a year that it does not know yet is reckoned by weekends alone, and
:meth:`WorkCalendar.provisional` says so in words. An office that cannot upgrade adds a year by
:meth:`WorkCalendar.announced`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt

from bangfu.core.refusal import Refusal
from bangfu.core.standards.finding import Finding

from .days import Days, said

BoolArray = npt.NDArray[np.bool_]

_FRIDAY = 4
_REACHES_BACK = (12, 25)
"""From this day on a year's last days may still be shifted by the next year's announcement.

The latest such day so far: Saturday, 31 December 2011 was worked for New Year 2012.
"""


class NotAnAnnouncement(Refusal):
    """What is announced for a year names days of another, or a day as both worked and free."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkCalendar:
    """Public holidays, shifted working days, and the years for which they are known.

    Days in neither set follow the weekday: Monday to Friday are worked.
    """

    holidays: frozenset[date]
    shifted: frozenset[date]
    years: frozenset[int]

    def is_worked(self, day: date) -> bool:
        """Whether offices work on a day."""
        return day in self.shifted or (day.weekday() <= _FRIDAY and day not in self.holidays)

    def is_public_holiday(self, day: date) -> bool:
        """Whether a day lies in an announced holiday; an ordinary weekend does not."""
        return day in self.holidays

    def worked(self, days: Days) -> BoolArray:
        """One flag per day, shape (len(days),): whether it is worked."""
        first = days.starts_on.toordinal()
        weekday = (np.arange(len(days)) + days.starts_on.weekday()) % 7
        found: BoolArray = weekday <= _FRIDAY
        _set(found, self.holidays, first, value=False)
        _set(found, self.shifted, first, value=True)
        return found

    def free_of_holiday(self, days: Days) -> BoolArray:
        """One flag per day, shape (len(days),): whether no public holiday falls on it."""
        found = np.ones(len(days), dtype=np.bool_)
        _set(found, self.holidays, days.starts_on.toordinal(), value=False)
        return found

    def provisional(self, days: Days) -> Finding | None:
        """A sentence where some of the days' holidays are not announced, as far as is known."""
        if not days:
            return None
        touched = range(days.starts_on.year, days.last_day.year + 1)
        unknown = [year for year in touched if year not in self.years]
        last = days.last_day
        if (last.month, last.day) >= _REACHES_BACK and last.year + 1 not in self.years:
            unknown.append(last.year + 1)
        if not unknown:
            return None
        listed = dict.fromkeys(str(year) for year in unknown)
        return Finding(
            "holidays_unknown",
            zh=f"本系统尚无{'、'.join(listed)}年国务院办公厅放假安排，暂按周一至周五为工作日计算；"
            "安排录入后自动重算。",
            en=f"The holidays of {', '.join(listed)} are not known here yet; Monday to Friday "
            "count as working days until they are.",
        )

    def announced(
        self, year: int, *, holidays: Iterable[Days], shifted: Iterable[date]
    ) -> "WorkCalendar":
        """The calendar with a year's announcement in place of what it said of that year.

        Holidays may begin in the last days of the year before. Raises ``NotAnAnnouncement``.
        """
        off, on = {day for stretch in holidays for day in stretch}, set(shifted)
        reach = Days(date(year - 1, *_REACHES_BACK), date(year + 1, 1, 1))
        for day in sorted(off | on):
            if day not in reach or day in off & on:
                raise NotAnAnnouncement(
                    zh=f"{said(day)}不能列入{year}年放假安排：须为该年（或上年12月25日以后）的日期，"
                    "且不能既放假又上班。",
                    en=f"{day} cannot stand in the announcement for {year}: it lies outside, or "
                    "is given both as worked and as free.",
                )
        kept_off = {day for day in self.holidays if day.year != year} - on
        kept_on = {day for day in self.shifted if day.year != year} - off
        return replace(
            self,
            holidays=frozenset(kept_off | off),
            shifted=frozenset(kept_on | on),
            years=self.years | {year},
        )


@cache
def shipped() -> WorkCalendar:
    """The calendar of the installed package: 2004 up to the last year it knows."""
    # Loaded on first use: a process that only shows pages of text has no need of it.
    from chinese_calendar import holidays, workdays

    off, on = frozenset(holidays), frozenset(workdays)
    return WorkCalendar(holidays=off, shifted=on, years=frozenset(day.year for day in off))


def weekends_only() -> WorkCalendar:
    """A calendar that knows no holiday of any year."""
    return WorkCalendar(holidays=frozenset(), shifted=frozenset(), years=frozenset())


def _set(flags: BoolArray, days: frozenset[date], first: int, *, value: bool) -> None:
    at = _ordinals(days)
    begin, end = np.searchsorted(at, (first, first + len(flags)))
    flags[at[begin:end] - first] = value


@cache
def _ordinals(days: frozenset[date]) -> npt.NDArray[np.int64]:
    """Shape (n,), ascending."""
    return np.array(sorted(day.toordinal() for day in days), dtype=np.int64)

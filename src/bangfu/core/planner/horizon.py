"""Periods and dates: inside a plan time is whole numbers, at its edge it is days."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

Unit = Literal["months", "weeks", "days"]

_DAYS = {"weeks": 7, "days": 1}


class Span(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Periods from ``start`` up to, not including, ``end``."""

    start: Annotated[int, Meta(ge=0, le=1_000_000)]
    end: Annotated[int, Meta(ge=0, le=1_000_000)]


class Horizon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The time a plan is made for: ``count`` periods of one unit from ``starts_on``.

    >>> year = Horizon(unit="weeks", starts_on=date(2009, 1, 1), count=52)
    >>> year.starts_of(1)
    datetime.date(2009, 1, 8)
    >>> year.period_of(date(2009, 1, 14))
    1
    """

    unit: Unit
    starts_on: date
    count: Annotated[int, Meta(ge=1, le=10_000)]

    def starts_of(self, period: int) -> date:
        """First day of a period; of ``count``, the first day after the horizon."""
        if self.unit != "months":
            return self.starts_on + timedelta(days=_DAYS[self.unit] * period)
        months = self.starts_on.year * 12 + self.starts_on.month - 1 + period
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(self.starts_on.day, monthrange(year, month)[1]))

    def period_of(self, day: date) -> int:
        """The period that holds a day; negative before the horizon, ``count`` or more after it."""
        if self.unit != "months":
            return (day - self.starts_on).days // _DAYS[self.unit]
        period = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        return period if self.starts_of(period) <= day else period - 1

    def first_from(self, day: date) -> int:
        """The first period that begins on a day or later: from then on an absence is over."""
        period = self.period_of(day)
        return period if self.starts_of(period) == day else period + 1

    def days(self, start: int, end: int) -> tuple[date, date]:
        """Periods ``start`` up to ``end`` as ``(starts_on, ends_before)``."""
        return self.starts_of(start), self.starts_of(end)

    def periods_in(self, months: int) -> int:
        """About how many periods so many months are."""
        return {"months": months, "weeks": months * 52 // 12, "days": months * 365 // 12}[self.unit]

"""Months counted from a day, for every stage alike."""

from calendar import monthrange
from datetime import date


def month_start(day: date, *, later: int = 0) -> date:
    """The first day of the month so many months on; of the day's own month by default.

    >>> month_start(date(2026, 3, 17))
    datetime.date(2026, 3, 1)
    >>> month_start(date(2025, 2, 17), later=-3)
    datetime.date(2024, 11, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last: a day something falls due.

    Where a stay ends, ``core.duty.days.months_later`` counts on: it covers the whole short month.

    >>> months_after(date(2025, 12, 31), 2)
    datetime.date(2026, 2, 28)
    """
    first = month_start(day, later=months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))

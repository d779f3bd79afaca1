"""When a digest goes out, and when one that failed is tried again."""

from datetime import datetime, time, timedelta

AT = time(8, 30)
"""Local time, before the day's work; an office may set another."""
AGAIN = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""After each failure; then it is given up, and the next day's digest holds it too."""


def is_time(now: datetime, *, is_working_day: bool, at: time = AT) -> bool:
    """Whether digests go out: on working days, from the set time on.

    >>> is_time(datetime(2025, 3, 17, 9), is_working_day=True)
    True
    """
    return is_working_day and now.time() >= at


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after so many failures; ``None`` where it is given up."""
    return at + AGAIN[attempts - 1] if attempts <= len(AGAIN) else None

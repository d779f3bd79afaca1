"""Checks of what hosts entered, month against month and against the calendar; a sentence each.

As in :mod:`.flags`, nobody is accused and nothing is blocked: an authority may look again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bangfu.core.programmes.vocabulary_review import DutyException

from .account import Account, Entered
from .days import HALVES, Days, Half, HalfDay, month_of, months_later
from .flags import Flag, MonthSheet, overfull
from .settings import Thresholds

Place = tuple[DutyException, str, int, Half]
"""What was entered, the kind of leave, the day of the week from Monday, and the half."""
LEAST = 2
"""Half-days a month: one alone says nothing."""


def copied_exceptions(
    stay: str, entered: Sequence[Entered], thresholds: Thresholds
) -> Iterator[Flag]:
    """The same exceptions on the same weekdays and half-days, month after month."""
    patterns = _by_month(entered)
    run: list[date] = []
    for month in [*sorted(patterns), None]:
        if month and run and _goes_on(patterns, run[-1], month):
            run.append(month)
            continue
        if len(run) >= thresholds.copied_months and patterns[run[0]].total() >= LEAST:
            yield _copied(stay, run, patterns[run[0]])
        run = [month] if month else []


def overfull_months(accounts: Sequence[Account]) -> Iterator[Flag]:
    """Months in which one worker's stays together hold more days than the calendar.

    ``accounts`` are all of one worker: served, waiting, excused and absent half-days are added up.
    """
    claimed: dict[date, list[int]] = {}
    stays: dict[date, list[str]] = {}
    for account in accounts:
        for month, tally in account.monthly():
            first = month_of(month.starts_on).starts_on
            sums = claimed.setdefault(first, [0, 0, 0])
            sums[0] += tally.served + tally.waiting
            sums[1] += tally.excused
            sums[2] += tally.absent
            stays.setdefault(first, []).append(account.stay.key)
    for first in sorted(claimed):
        present, leave, absent = (half_days / HALVES for half_days in claimed[first])
        sheet = MonthSheet(
            stay=stays[first][0], month=first, present=present, leave=leave, absent=absent
        )
        yield from overfull(sheet)


def days_entered(entered: Sequence[Entered]) -> set[date]:
    """Every day that exceptions name."""
    slots = {slot for one in entered for slot in one.slots}
    slots |= {one.instead.slot for one in entered if one.instead}
    return {HalfDay.of_slot(slot).day for slot in slots}


def _by_month(entered: Sequence[Entered]) -> dict[date, Counter[Place]]:
    found: dict[date, Counter[Place]] = {}
    for one in entered:
        for slot in one.slots:
            place = HalfDay.of_slot(slot)
            key = (one.exception, one.leave_kind, place.day.weekday(), place.half)
            found.setdefault(place.day.replace(day=1), Counter())[key] += 1
    return found


def _goes_on(patterns: Mapping[date, Counter[Place]], last: date, month: date) -> bool:
    return months_later(last, 1) == month and patterns[last] == patterns[month]


def _copied(stay: str, run: Sequence[date], pattern: Counter[Place]) -> Flag:
    first, halves = run[0], pattern.total()
    return Flag(
        code="copied_exceptions",
        stays=(stay,),
        days=Days(first, months_later(run[-1], 1)),
        zh=f"自{first.year}年{first.month}月起连续{len(run)}个月，每月登记的例外都在相同的星期和时段"
        f"（每月{halves}个半天），建议核对原始考勤。",
        en=f"For {len(run)} months from {first:%Y-%m} the same exceptions are entered on the same "
        f"weekdays and half-days ({halves} a month).",
    )

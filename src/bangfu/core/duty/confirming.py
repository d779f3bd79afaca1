"""Confirming a roster week by week, closing months, and entering exceptions: what is refused.

The host may confirm late and out of order; it may not confirm days that have not passed, days that
are confirmed already, or days of a month that is closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.refusal import Refusal
from bangfu.core.standards.finding import Finding

from .account import Entered, Stay
from .days import Days, HalfDay, merged, month_of, periods, said, without
from .working_days import WorkCalendar


class DaysToCome(Refusal):
    """Days that have not passed cannot be confirmed."""


class AlreadyConfirmed(Refusal):
    """Every one of these days is confirmed."""


class MonthClosed(Refusal):
    """The month is closed; what was recorded in it is changed by request only."""


class OutsideStay(Refusal):
    """The days lie before the arrival or after the end."""


class ExceptionUnknown(Refusal):
    """The programme does not know this exception."""


class AlreadyEntered(Refusal):
    """An exception is already entered for one of these half-days."""


class SwapImpossible(Refusal):
    """The half-day given up is not rostered, or the one taken is not free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Days of one stay that the host confirmed, when, and by which account."""

    stay: str
    days: Days
    at: datetime
    by: str = ""


def open_from(on: date, *, closes_after_days: int) -> date:
    """The first day that may still be changed on a day: earlier months are closed.

    A month closes so many days into the next one.

    >>> open_from(date(2025, 4, 10), closes_after_days=10)
    datetime.date(2025, 3, 1)
    >>> open_from(date(2025, 4, 11), closes_after_days=10)
    datetime.date(2025, 4, 1)
    """
    return month_of(on - timedelta(days=closes_after_days)).starts_on


def waiting(stay: Days, confirmed: Iterable[Days], *, on: date, per: Per = Per.WEEK) -> list[Days]:
    """The weeks or months that are over by a day and wait for the host, cut to the stay."""
    over = [period for period in periods(stay, per) if period.ends_before <= on]
    known = merged(confirmed)
    found = (period.within(stay) for period in over)
    return [period for period in found if without(period, known)]


def confirmable(
    asked: Days, *, stay: Days, confirmed: Iterable[Days], on: date, closed_before: date
) -> list[Days]:
    """The days that confirming a week, or any other stretch, adds; never an empty list.

    The part of a week that lies in a closed month or outside the stay stays as it is. Raises
    ``OutsideStay``, ``DaysToCome``, ``MonthClosed`` or ``AlreadyConfirmed``.
    """
    within = asked.within(stay)
    if not within:
        raise _outside(asked, stay)
    if within.ends_before > on:
        raise DaysToCome(
            zh=f"{said(within.last_day)}尚未结束，不能提前确认；请在{said(within.ends_before)}后确认。",
            en=f"{within.last_day} is not over; confirm from {within.ends_before} on.",
        )
    left = without(within, confirmed)
    if not left:
        raise AlreadyConfirmed(
            zh=f"{_span(within)}已经确认，无需重复确认。",
            en=f"{within.starts_on} to {within.last_day} is confirmed already.",
        )
    still_open = Days(closed_before, date.max)
    found = [part for days in left if (part := days.within(still_open))]
    if not found:
        raise month_closed(within)
    return found


def skipped(
    asked: Days, *, stay: Days, confirmed: Iterable[Days], per: Per = Per.WEEK
) -> Finding | None:
    """A word where earlier weeks still wait: confirming out of order is allowed, not hidden."""
    earlier = waiting(stay, confirmed, on=asked.starts_on, per=per)
    if not earlier:
        return None
    first = earlier[0].starts_on
    unit = "周" if per is Per.WEEK else "个月"
    return Finding(
        "earlier_waiting",
        zh=f"此前还有{len(earlier)}{unit}待确认，最早自{said(first)}起，请一并核对。",
        en=f"{len(earlier)} earlier {per.value}(s) still wait, the first from {first}.",
    )


def refuse_unfit(
    new: Entered,
    *,
    stay: Stay,
    entered: Sequence[Entered],
    allowed: Iterable[DutyException],
    calendar: WorkCalendar,
    closed_before: date,
) -> None:
    """Refuse an exception that cannot be entered against a stay.

    Raises ``ExceptionUnknown``, ``OutsideStay``, ``MonthClosed``, ``AlreadyEntered`` or
    ``SwapImpossible``.
    """
    if new.exception not in set(allowed):
        raise ExceptionUnknown(
            zh=f"本项目不登记“{new.exception.zh}”，请选择其他例外。",
            en=f'This programme does not enter "{new.exception.en}".',
        )
    places = [new.starts_at, HalfDay.of_slot(new.ends_before.slot - 1)]
    if new.instead is not None:
        places.append(new.instead)
    covered = Days(min(p.day for p in places), max(p.day for p in places) + timedelta(days=1))
    if covered.within(stay.days) != covered or not new.slots:
        raise _outside(covered, stay.days)
    if covered.starts_on < closed_before:
        raise month_closed(covered)
    for other in entered:
        if _taken(new) & _taken(other):
            raise AlreadyEntered(
                zh=f"{_moment(other.starts_at)}起已登记“{other.exception.zh}”，请先更正原记录。",
                en=f'"{other.exception.en}" is entered from {other.starts_at.day} already; '
                "correct that first.",
            )
    if new.exception is DutyException.SWAP:
        _refuse_swap(new, stay, calendar)


def _refuse_swap(new: Entered, stay: Stay, calendar: WorkCalendar) -> None:
    if new.instead is None or len(new.slots) != 1:
        raise SwapImpossible(
            zh="调班须写明原班的一个半天和改在哪个半天。",
            en="A swap names the one half-day given up and the one taken instead.",
        )
    if not _rostered(new.starts_at, stay, calendar):
        raise SwapImpossible(
            zh=f"{_moment(new.starts_at)}没有排班，无需调班。",
            en=f"Nothing is rostered on {new.starts_at.day} ({new.starts_at.half.en}).",
        )
    paused = any(new.instead.day in pause for pause in stay.pauses)
    if paused or _rostered(new.instead, stay, calendar):
        raise SwapImpossible(
            zh=f"{_moment(new.instead)}已有排班或处于中止期间，不能调入，请另选半天。",
            en=f"{new.instead.day} ({new.instead.half.en}) is not free; choose another half-day.",
        )


def _rostered(place: HalfDay, stay: Stay, calendar: WorkCalendar) -> bool:
    if any(place.day in pause for pause in stay.pauses):
        return False
    day = Days(place.day, place.day + timedelta(days=1))
    return bool(stay.roster.expected(day, calendar)[place.half.order])


def _taken(entered: Entered) -> set[int]:
    taken = set(entered.slots)
    return taken | {entered.instead.slot} if entered.instead else taken


def month_closed(days: Days) -> MonthClosed:
    """The refusal for days of which some lie in a closed month."""
    month = days.starts_on
    return MonthClosed(
        zh=f"{month.year}年{month.month}月已锁定，不能再改；确需更正的，请提交更正申请。",
        en=f"{month:%Y-%m} is closed; ask for a correction.",
    )


def _outside(days: Days, stay: Days) -> OutsideStay:
    return OutsideStay(
        zh=f"{_span(days)}不在派驻期间（{_span(stay)}）内，请核对日期。",
        en=f"{days.starts_on} to {days.last_day} does not lie within the stay, "
        f"{stay.starts_on} to {stay.last_day}.",
    )


def _span(days: Days) -> str:
    if len(days) <= 1:
        return said(days.starts_on)
    return f"{said(days.starts_on)}至{said(days.last_day)}"


def _moment(half_day: HalfDay) -> str:
    return f"{said(half_day.day)}{half_day.half.zh}"

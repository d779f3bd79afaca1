"""Duty of one stay: roster × confirmation × exceptions, computed and never stored day by day.

Present by default: a half-day that the roster expects counts as served when the host has confirmed
it and nothing was entered against it. Each expected half-day is exactly one of served, excused,
absent or waiting for confirmation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import DutyException, Treatment

from .days import HALVES, Days, HalfDay, periods
from .roster import Roster
from .settings import Treatments
from .working_days import BoolArray, WorkCalendar

StatusArray = npt.NDArray[np.int8]


class Status(IntEnum):
    """What one half-day came to."""

    FREE = 0
    SERVED = 1
    EXCUSED = 2
    ABSENT = 3
    WAITING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One worker at one host: from the day the host confirmed the arrival to the end.

    Nothing is expected outside ``days``, nor within ``pauses``, in which the posting is suspended.
    ``key`` is the caller's name for it.
    """

    key: str
    days: Days
    roster: Roster
    pauses: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An exception entered against a roster, from one half-day to before another.

    A swap takes the one half-day ``starts_at`` and serves ``instead`` in its place;
    :mod:`.exceptions` says when it may be entered.
    """

    exception: DutyException
    starts_at: HalfDay
    ends_before: HalfDay
    leave_kind: str = ""
    instead: HalfDay | None = None

    @classmethod
    def for_days(cls, exception: DutyException, days: Days, *, leave_kind: str = "") -> "Entered":
        """An exception that takes whole days."""
        return cls(
            exception=exception,
            starts_at=HalfDay(days.starts_on),
            ends_before=HalfDay(days.ends_before),
            leave_kind=leave_kind,
        )

    @classmethod
    def swap(cls, left: HalfDay, instead: HalfDay) -> "Entered":
        """One half-day served in place of another."""
        return cls(
            exception=DutyException.SWAP,
            starts_at=left,
            ends_before=HalfDay.of_slot(left.slot + 1),
            instead=instead,
        )

    @property
    def slots(self) -> range:
        """The numbers of the half-days it takes."""
        return range(self.starts_at.slot, self.ends_before.slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Half-days of a stretch of days; ``expected`` is the sum of the four others.

    ``days`` and ``lasting`` are half-days too: of the calendar, rest included. The first is what
    service in days counts; the second how long the stay lasts where only that counts.
    """

    expected: int = 0
    served: int = 0
    excused: int = 0
    absent: int = 0
    waiting: int = 0
    days: int = 0
    lasting: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            expected=self.expected + other.expected,
            served=self.served + other.served,
            excused=self.excused + other.excused,
            absent=self.absent + other.absent,
            waiting=self.waiting + other.waiting,
            days=self.days + other.days,
            lasting=self.lasting + other.lasting,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Account:
    """What every half-day of a stay came to; all arrays have shape (2 * len(stay.days),).

    ``status`` is that of the roster: FREE where nothing is expected. ``lasting`` is that of the
    calendar: a rest day shares the fate of the last rostered half-day before it (of the first
    after it, at the beginning), unless an exception names it; FREE only in a pause. ``in_days``
    marks the half-days that count when service is counted in days: all of a resident's, the
    rostered ones of others. A swap leaves ``lasting`` where the half-day was rostered.
    """

    stay: Stay
    status: StatusArray
    lasting: StatusArray
    in_days: BoolArray
    entered: tuple[Entered, ...]

    def tally(self, days: Days | None = None) -> Tally:
        """The half-days of some days, of the whole stay by default; days outside it add nothing."""
        part = self.part(days)
        status, lasting = self.status[part], self.lasting[part]
        of = np.bincount(status, minlength=len(Status)).tolist()
        remaining = lasting == Status.SERVED
        return Tally(
            expected=len(status) - of[Status.FREE],
            served=of[Status.SERVED],
            excused=of[Status.EXCUSED],
            absent=of[Status.ABSENT],
            waiting=of[Status.WAITING],
            days=int(np.count_nonzero(remaining & self.in_days[part])),
            lasting=int(np.count_nonzero(remaining)),
        )

    def monthly(self) -> list[tuple[Days, Tally]]:
        """The tally of each calendar month that the stay touches, cut to the stay."""
        months = (month.within(self.stay.days) for month in periods(self.stay.days, Per.MONTH))
        return [(month, self.tally(month)) for month in months]

    def part(self, days: Days | None = None) -> slice:
        """Where the half-days of some days stand in the arrays."""
        if days is None:
            return slice(0, len(self.status))
        met = days.within(self.stay.days)
        first = HALVES * (met.starts_on - self.stay.days.starts_on).days
        return slice(first, first + HALVES * len(met))

    def causes(self, days: Days | None = None) -> Mapping[DutyException, int]:
        """How many rostered half-days each exception took, by the exceptions as entered.

        One under two exceptions is counted for both.
        """
        part = self.part(days)
        first = self.stay.days.first_slot
        rostered = self.status != Status.FREE
        found: dict[DutyException, int] = {}
        for one in self.entered:
            begin = max(one.slots.start - first, part.start)
            end = min(one.slots.stop - first, part.stop)
            taken = 1 if one.instead and begin < end else 0
            if not one.instead and begin < end:
                taken = int(np.count_nonzero(rostered[begin:end]))
            if taken:
                found[one.exception] = found.get(one.exception, 0) + taken
        return MappingProxyType(found)


def account_of(
    stay: Stay,
    *,
    confirmed: Iterable[Days],
    entered: Sequence[Entered] = (),
    calendar: WorkCalendar,
    treatments: Treatments,
) -> Account:
    """What every half-day of a stay came to.

    ``confirmed`` are the days the host has confirmed, in any order; ``entered`` are the exceptions
    in the order they were entered. Of two exceptions on one half-day the stricter holds. A swap
    counts when both its half-days are confirmed; one that is not possible changes nothing.
    """
    size = HALVES * len(stay.days)
    paused = _flags(stay.pauses, stay.days, size)
    rostered = stay.roster.expected(stay.days, calendar) & ~paused
    seen = _flags(confirmed, stay.days, size)
    strict = _strictness(entered, stay.days, size, treatments)

    expected = rostered.copy()
    at_origin, at_place = strict, strict
    seen_at_origin, seen_at_place = seen, seen
    if swaps := _possible_swaps(entered, stay.days, rostered, paused):
        left, instead = np.array(swaps, dtype=np.intp).T
        expected[left], expected[instead] = False, True
        stricter = np.maximum(strict[left], strict[instead])
        both_seen = seen[left] & seen[instead]
        at_origin, at_place = strict.copy(), strict.copy()
        seen_at_origin, seen_at_place = seen.copy(), seen.copy()
        at_origin[left] = at_place[instead] = stricter
        seen_at_origin[left] = seen_at_place[instead] = both_seen

    # The calendar goes by the half-days as they were rostered, so that a swap never moves rest.
    source = _fate(rostered)
    lasting = _reckoned(np.maximum(at_origin[source], strict), seen_at_origin[source] & seen)
    lasting[paused] = Status.FREE
    status = _reckoned(at_place, seen_at_place)
    status[~expected] = Status.FREE
    return Account(
        stay=stay,
        status=status,
        lasting=lasting,
        in_days=rostered | stay.roster.rests_count(stay.days),
        entered=tuple(entered),
    )


def _flags(stretches: Iterable[Days], days: Days, size: int) -> BoolArray:
    flags = np.zeros(size, dtype=np.bool_)
    first = days.starts_on.toordinal()
    for stretch in stretches:
        begin = HALVES * (stretch.starts_on.toordinal() - first)
        end = HALVES * (stretch.ends_before.toordinal() - first)
        flags[max(begin, 0) : max(end, 0)] = True
    return flags


_STRICTNESS = {Treatment.COUNTED: 1, Treatment.EXCUSED: 2, Treatment.ABSENT: 3}


def _strictness(
    entered: Sequence[Entered], days: Days, size: int, treatments: Treatments
) -> StatusArray:
    """0 where nothing was entered, else the strictest treatment of what was."""
    found = np.zeros(size, dtype=np.int8)
    for one in entered:
        if one.instead is None:
            begin = max(one.slots.start - days.first_slot, 0)
            part = found[begin : max(one.slots.stop - days.first_slot, 0)]
            treatment = treatments.of(one.exception, one.leave_kind)
            np.maximum(part, _STRICTNESS[treatment], out=part)
    return found


def _possible_swaps(
    entered: Sequence[Entered], days: Days, rostered: BoolArray, paused: BoolArray
) -> list[tuple[int, int]]:
    """Positions left and taken; the earlier entry goes first where two want the same."""
    left: set[int] = set()
    taken: set[int] = set()
    found = []
    for one in entered:
        if one.instead is None:
            continue
        origin, place = one.starts_at.slot - days.first_slot, one.instead.slot - days.first_slot
        if not (0 <= origin < len(rostered) and 0 <= place < len(rostered)):
            continue
        free = not rostered[place] and not paused[place] and place not in taken
        if rostered[origin] and origin not in left and free:
            left.add(origin)
            taken.add(place)
            found.append((origin, place))
    return found


def _fate(rostered: BoolArray) -> npt.NDArray[np.intp]:
    """For each half-day the rostered one whose fate it shares; itself where none is rostered."""
    index = np.arange(len(rostered))
    at = np.flatnonzero(rostered)
    if not len(at):
        return index
    source = np.maximum.accumulate(np.where(rostered, index, -1))
    return np.where(source < 0, at[0], source)


_UNCONFIRMED = (Status.WAITING, Status.WAITING, Status.EXCUSED, Status.ABSENT)
_CONFIRMED = (Status.SERVED, Status.SERVED, Status.EXCUSED, Status.ABSENT)
_RECKONED = np.array([*_UNCONFIRMED, *_CONFIRMED], dtype=np.int8)
"""By strictness; from 4 on, of half-days that are confirmed."""


def _reckoned(strict: StatusArray, confirmed: BoolArray) -> StatusArray:
    found: StatusArray = _RECKONED[strict + 4 * confirmed.astype(np.int8)]
    return found

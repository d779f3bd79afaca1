"""Is a post covered, since when not, and when next not: plain arithmetic on days.

Nothing here asks the database, so that a rule about days is stated once for the board, the alarm
and the timeline.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

ALARMS = (7, 14, 30)
"""Days ahead at which a coming gap is announced, the nearest first."""


class Days(NamedTuple):
    """A half-open stretch of days."""

    starts_on: date
    ends_before: date

    def covers(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.starts_on <= day < self.ends_before


class State(Enum):
    """How a post stands on a day, the worst first."""

    EMPTY = "empty"
    SHORT = "short"
    GAP = "gap"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Cover:
    """How a post for ``headcount`` people stands on a day.

    ``short_since`` is the first day of the shortage that holds now; ``gap_on`` the first day, today
    or later within the post's term, on which fewer people are there than asked for.
    """

    state: State
    present: int
    short_since: date | None
    gap_on: date | None
    alarm: int | None = None


def cover(term: Days, stays: Sequence[Days], *, headcount: int, on: date) -> Cover:
    """How a post stands on a day of its term or before it, given who is there from when to when.

    >>> year = Days(date(2025, 1, 1), date(2026, 1, 1))
    >>> half = Days(date(2025, 1, 1), date(2025, 7, 1))
    >>> found = cover(year, [half], headcount=1, on=date(2025, 6, 20))
    >>> found.state.value, found.gap_on, found.alarm
    ('gap', datetime.date(2025, 7, 1), 14)
    """
    present = _there(stays, on)
    gap_on = _gap(term, stays, headcount=headcount, on=on)
    if term.covers(on) and present < headcount:
        state = State.SHORT if present else State.EMPTY
        return Cover(state, present, _short_since(term, stays, headcount, on), gap_on, 0)
    alarm = next((days for days in ALARMS if gap_on and (gap_on - on).days <= days), None)
    return Cover(State.GAP if alarm else State.COVERED, present, None, gap_on, alarm)


def empty_stretches(term: Days, stays: Iterable[Days]) -> Iterator[Days]:
    """The stretches of a term in which nobody is there, in order."""
    free_from = term.starts_on
    for stay in sorted(stays):
        if stay.starts_on > free_from:
            yield Days(free_from, min(stay.starts_on, term.ends_before))
        free_from = max(free_from, stay.ends_before)
        if free_from >= term.ends_before:
            return
    yield Days(free_from, term.ends_before)


def _there(stays: Iterable[Days], day: date) -> int:
    return sum(stay.covers(day) for stay in stays)


def _gap(term: Days, stays: Sequence[Days], *, headcount: int, on: date) -> date | None:
    # People only become fewer on the day that a stay ends.
    first = max(on, term.starts_on)
    ends = sorted({stay.ends_before for stay in stays if first < stay.ends_before})
    days = [first, *(day for day in ends if day < term.ends_before)]
    return next((day for day in days if _there(stays, day) < headcount), None)


def _short_since(term: Days, stays: Sequence[Days], headcount: int, on: date) -> date:
    """The first day of the shortage that holds on a day: people only become more on a begin."""
    begins = {stay.starts_on for stay in stays if term.starts_on < stay.starts_on <= on}
    days = [term.starts_on, *sorted(begins)]
    enough = [day for day in days if _there(stays, day) >= headcount]
    if not enough:
        return term.starts_on
    ends = sorted({stay.ends_before for stay in stays if stay.ends_before > enough[-1]})
    return next(day for day in ends if _there(stays, day) < headcount)

"""What happens on the places of one need over time: pure values, no database.

A need of three people is three places. Days are half-open throughout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar


class Held(Protocol):
    """A posting, as far as places are concerned; ``predecessor_id`` is whom it relieves."""

    @property
    def pk(self) -> int: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_before(self) -> date: ...
    @property
    def predecessor_id(self) -> int | None: ...


Stay = TypeVar("Stay", bound=Held)


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which so many places are to be held; of none, where nothing is asked for."""

    starts_on: date
    ends_before: date
    headcount: int

    def due_on(self, day: date) -> int:
        """How many places are to be held on a day."""
        return self.headcount if self.starts_on <= day < self.ends_before else 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a place stands empty though it is due."""

    starts_on: date
    ends_before: date


def held_on(stays: Sequence[Stay], day: date) -> list[Stay]:
    """The stays that cover a day."""
    return [stay for stay in stays if stay.starts_on <= day < stay.ends_before]


def missing_on(term: Term, stays: Sequence[Held], day: date) -> int:
    """How many places are due on a day and not held."""
    return max(0, term.due_on(day) - len(held_on(stays, day)))


def empty_since(term: Term, stays: Sequence[Held], day: date) -> date | None:
    """The first of the days, up to this one, on all of which a place was missing."""
    if not missing_on(term, stays, day):
        return None
    changes = {term.starts_on, *(s.ends_before for s in stays), *(s.starts_on for s in stays)}
    since = day
    for change in sorted((c for c in changes if term.starts_on <= c <= day), reverse=True):
        since = change
        if not missing_on(term, stays, change - timedelta(days=1)):
            break
    return since


def losses(term: Term, stays: Sequence[Held], day: date, *, within: int) -> list[tuple[date, int]]:
    """On which of the next ``within`` days more places fall empty than stood empty the day before.

    Only the end of a stay can do that; with the term itself no place falls empty.
    """
    last = day + timedelta(days=within)
    ends = {s.ends_before for s in stays if s.starts_on < s.ends_before}
    found = []
    for end in sorted(e for e in ends if day < e <= last):
        before = missing_on(term, stays, end - timedelta(days=1))
        if (more := missing_on(term, stays, end) - before) > 0:
            found.append((end, more))
    return found


def losses_with_term(
    term: Term, stays: Sequence[Held], day: date, *, within: int
) -> list[tuple[date, int]]:
    """The places held until the last day of a term that ends in the days ahead, and no longer."""
    end = term.ends_before
    leave = any(s.ends_before == end and s.starts_on < end for s in stays)
    if not (day < end <= day + timedelta(days=within)) or not leave or held_on(stays, end):
        return []
    return [(end, min(term.headcount, len(held_on(stays, end - timedelta(days=1)))))]


def seats(headcount: int, stays: Sequence[Stay]) -> list[list[Stay]]:
    """Who sits where: each stay on one of ``headcount`` seats, in order of arrival.

    A stay follows whom it relieves; else it takes the seat left most recently; where none is
    free, two share the seat that will be free first: a hand-over.
    """
    seated: list[list[Stay]] = [[] for _ in range(headcount)]
    seat_of: dict[int, int] = {}
    for stay in sorted(stays, key=lambda s: (s.starts_on, s.ends_before, s.pk)):
        if stay.starts_on >= stay.ends_before or not headcount:
            continue
        place = seat_of.get(stay.predecessor_id or 0)
        if place is None or seated[place][-1].pk != stay.predecessor_id:
            place = _seat_for(
                stay, [max((s.ends_before for s in row), default=None) for row in seated]
            )
        seated[place].append(stay)
        seat_of[stay.pk] = place
    return seated


def gaps(term: Term, seated: Sequence[Sequence[Held]]) -> list[list[Stretch]]:
    """The empty days of each seat: on every day as many seats as places are missing.

    Where a hand-over gives one seat two people, another may stand free without being missed.
    """
    found: list[list[Stretch]] = [[] for _ in seated]
    everyone = [stay for row in seated for stay in row]
    for starts_on, ends_before in _intervals(term, everyone):
        free = [i for i, row in enumerate(seated) if not held_on(row, starts_on)]
        still = [i for i in free if found[i] and found[i][-1].ends_before == starts_on]
        wanted = still + [i for i in free if i not in still]
        for seat in wanted[: missing_on(term, everyone, starts_on)]:
            row = found[seat]
            if seat in still:
                row[-1] = Stretch(row[-1].starts_on, ends_before)
            else:
                row.append(Stretch(starts_on, ends_before))
    return found


def _seat_for(stay: Held, left: Sequence[date | None]) -> int:
    """The seat left most recently; then one never used; then the one that is free first."""

    def preference(seat: int) -> tuple[int, int, int]:
        until = left[seat]
        if until is None:
            return 1, 0, seat
        if until <= stay.starts_on:
            return 0, -until.toordinal(), seat
        return 2, until.toordinal(), seat

    return min(range(len(left)), key=preference)


def _intervals(term: Term, stays: Sequence[Held]) -> Iterator[tuple[date, date]]:
    """The term cut wherever somebody comes or goes."""
    days = {term.starts_on, term.ends_before}
    for stay in stays:
        days |= {
            day
            for day in (stay.starts_on, stay.ends_before)
            if term.starts_on < day < term.ends_before
        }
    cuts = sorted(days)
    return pairwise(cuts)

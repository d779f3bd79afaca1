"""Which stays a programme allows on a post: in calendar months or weeks, as people state them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bangfu.core import planner
from bangfu.core.months import months_after
from bangfu.core.programmes import dispatch as said
from bangfu.core.programmes import quota_rules as q

from . import rules

MOST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long one stay lasts, in whole months or weeks; with ``or_longer`` also any more."""

    unit: Literal["months", "weeks"]
    counts: tuple[int, ...]
    or_longer: bool = False

    def allows(self, count: int) -> bool:
        return count in self.counts or (self.or_longer and count >= self.counts[0])

    def spans(self, count: int) -> bool:
        """Whether a last stay that ends with the term, however long, may have this length."""
        return self.counts[0] <= count and (self.or_longer or count <= self.counts[-1])


def lengths_of(dispatch: said.Dispatch, group: said.Posts | None) -> Lengths | None:
    """The lengths that the posts' stint or the programme's minimum stay allows.

    ``None`` where one person stays for the whole term, or nothing is said.
    """
    if group and group.stint:
        if group.stint.months:
            return Lengths("months", tuple(sorted(group.stint.months)))
        if group.stint.weeks:
            return Lengths("weeks", tuple(sorted(group.stint.weeks)))
        return None
    floors = rules.of_kind(dispatch, q.MinimumStay, group=group.code if group else "")
    shortest = max((rule.months or -(-(rule.days or 0) // 30) for rule in floors), default=0)
    return Lengths("months", (shortest,), or_longer=True) if shortest else None


def allowed(
    lengths: Lengths | None, horizon: planner.Horizon, term: planner.Span
) -> tuple[planner.Span, ...] | None:
    """Every stay allowed within a term, by start and end; ``None``: the whole term by one person.

    A stay begins where a month or week counted from the term's first day begins. A stay that ends
    with the term may have any length between the shortest and the longest.
    """
    if lengths is None:
        return None
    marks = _marks(lengths.unit, horizon, term)
    last = len(marks) - 1
    found = {
        (marks[begin], marks[end])
        for begin in range(last)
        for end in range(begin + 1, last + 1)
        if lengths.allows(end - begin) or (end == last and lengths.spans(end - begin))
    }
    return tuple(planner.Span(start=start, end=end) for start, end in sorted(found))


def _marks(unit: str, horizon: planner.Horizon, term: planner.Span) -> Sequence[int]:
    """Periods at which months or weeks of the term begin, and the term's end, ascending."""
    first = horizon.starts_of(term.start)
    marks = [term.start]
    for count in range(1, MOST_MONTHS):
        period = horizon.first_from(_later(first, unit, count))
        if period >= term.end:
            break
        if period > marks[-1]:
            marks.append(period)
    return [*marks, term.end]


def _later(day: date, unit: str, count: int) -> date:
    if unit == "weeks":
        return day + timedelta(weeks=count)
    return months_after(day, count)

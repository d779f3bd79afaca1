"""What postings came to: people, person-times, empty days, presence; by host or by sender."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from bangfu.apps.duty.recorded import recorded_of
from bangfu.apps.intake.models import Need
from bangfu.apps.planning.rules import group_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.days import Days
from bangfu.core.targets import Sum

from .stage import Stage

POSTED = ("people_posted", "person_times_posted")
EMPTY = "uncovered_days"
PRESENCE = "on_post_rate"
NEED = ("host", "sender", "headcount", "starts_on", "ends_before", "withdrawn_on", "form")
HELD = ("host", "home", "worker", "arrived_on", "starts_on", "ends_before", "form")
"""Columns of a need, and of each posting that fills it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One posting: whose, of whom, from when to when, in which post group."""

    host: int
    home: int
    worker: int
    arrived_on: date | None
    starts_on: date
    ends_before: date
    group: str

    def at(self, side: str) -> int:
        """The institution it counts for."""
        return self.host if side == "host" else self.home


@dataclass(frozen=True, slots=True)
class Place:
    """One need with the postings that fill it; a need withdrawn ends on that day."""

    host: int
    sender: int | None
    headcount: int
    starts_on: date
    ends_before: date
    group: str
    held: list[Held] = field(default_factory=list)


def places(stage: Stage) -> list[Place]:
    """Every need of a programme, withdrawn ones too, with its postings: one query."""
    rows = Need.objects.filter(programme=stage.programme).order_by()
    columns = ("pk", "post_group", *NEED, *(f"postings__{name}" for name in HELD))
    found: dict[int, Place] = {}
    for pk, own, *values in rows.values_list(*columns):
        need, posting = values[: len(NEED)], values[len(NEED) :]
        if pk not in found:
            host, sender, headcount, first, end, gone, form = need
            group = _group(stage, form, own)
            found[pk] = Place(host, sender, headcount, first, min(end, gone or end), group)
        host, home, worker, came, first, end, form = posting
        if host is not None:
            group = _group(stage, form, own)
            found[pk].held.append(Held(host, home, worker, came, first, end, group))
    return list(found.values())


def arrived(found: Iterable[Place], posts: str | None, *, on: date) -> Iterator[tuple[Held, date]]:
    """Postings of a post group, or of all, that had arrived by a day, each with its arrival."""
    for place in found:
        for one in place.held:
            if one.arrived_on and one.arrived_on <= on and posts in (None, one.group):
                yield one, one.arrived_on


def people(found: Iterable[tuple[Held, date]], days: Days, *, side: str) -> dict[int, Sum]:
    """People on post on any of some days; at two institutions a person counts for each."""
    there: dict[int, set[int]] = defaultdict(set)
    for one, arrival in found:
        if arrival < days.ends_before and one.ends_before > days.starts_on:
            there[one.at(side)].add(one.worker)
    return {pk: Sum(Fraction(len(workers))) for pk, workers in there.items()}


def person_times(found: Iterable[tuple[Held, date]], days: Days, *, side: str) -> dict[int, Sum]:
    """Arrivals within some days, each counted."""
    times: dict[int, int] = defaultdict(int)
    for one, arrival in found:
        if arrival in days:
            times[one.at(side)] += 1
    return {pk: Sum(Fraction(count)) for pk, count in times.items()}


def arrivals_since(
    found: Iterable[tuple[Held, date]], since: date, *, side: str
) -> dict[int, Fraction]:
    """How many of them arrived after a day."""
    times: dict[int, Fraction] = defaultdict(Fraction)
    for one, arrival in found:
        if arrival > since:
            times[one.at(side)] += 1
    return times


def uncovered(
    found: Iterable[Place], window: Days, *, on: date, side: str, posts: str | None
) -> dict[int, Sum]:
    """Days on which a place was held by nobody, each place by itself, until a day inclusive."""
    until = min(window.ends_before, on + timedelta(days=1))
    empty: dict[int, int] = defaultdict(int)
    for place in found:
        whose = place.host if side == "host" else place.sender
        first, last = max(place.starts_on, window.starts_on), min(place.ends_before, until)
        if whose is None or first >= last or posts not in (None, place.group):
            continue
        held = [(one.starts_on, one.ends_before) for one in place.held]
        empty[whose] += missing_days(place.headcount, Days(first, last), held)
    return {pk: Sum(Fraction(days)) for pk, days in empty.items()}


def missing_days(headcount: int, days: Days, held: Iterable[tuple[date, date]]) -> int:
    """Place-days that nobody held.

    >>> first, last = date(2025, 1, 1), date(2025, 1, 11)
    >>> missing_days(2, Days(first, last), [(first, date(2025, 1, 6))])
    15
    """
    edges = {days.starts_on, days.ends_before}
    for starts_on, ends_before in held:
        edges |= {day for day in (starts_on, ends_before) if day in days}
    missing, cuts = 0, sorted(edges)
    for first, after in pairwise(cuts):
        there = sum(1 for starts, ends in held if starts <= first < ends)
        missing += max(0, headcount - there) * (after - first).days
    return missing


def presence(
    stage: Stage, window: Days, *, on: date, side: str, posts: str | None
) -> dict[int, Sum]:
    """Half-days served of those expected and confirmed, leave counted as away: four queries."""
    last = min(window.ends_before, on + timedelta(days=1))
    until = Days(window.starts_on, max(window.starts_on, last))
    found = Posting.objects.overlapping(until.starts_on, until.ends_before).in_full()
    rows = [
        posting
        for posting in found.select_related("roster").filter(
            programme=stage.programme, arrived_on__isnull=False
        )
        if posts in (None, _group(stage, posting.form, posting.need.post_group))
    ]
    known = recorded_of(
        rows, definitions={stage.programme.pk: stage.definition}, within=until, joined=True
    )
    served: dict[int, Sum] = {}
    for one in known.values():
        tally = one.account.tally(until)
        whose = one.posting.host_id if side == "host" else one.posting.home_id
        mine = Sum(Fraction(tally.served), Fraction(tally.expected - tally.waiting))
        served[whose] = served[whose] + mine if whose in served else mine
    return served


def _group(stage: Stage, form: str, own: str) -> str:
    dispatch = stage.definition.dispatch
    group = group_of(dispatch, form=form, code=own) if dispatch else None
    return group.code if group else own

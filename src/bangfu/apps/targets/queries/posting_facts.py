"""What postings came to: people, person-times, empty days, presence; by host or by sender."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from bangfu.apps.duty.recorded import definitions_of, recorded_of
from bangfu.apps.intake.models import Need
from bangfu.apps.planning.rules import group_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.days import Days
from bangfu.core.targets import Sum

from .stage import Stage

POSTED = ("people_posted", "person_times_posted")
EMPTY = "uncovered_days"
PRESENCE = "on_post_rate"


def posted(stage: Stage, *, on: date) -> list[tuple[Any, ...]]:
    """Every posting that had arrived by a day: host, home, worker, arrival, end, post group."""
    found = Posting.objects.filter(programme=stage.programme, arrived_on__lte=on).order_by()
    rows = found.values_list(
        "host", "home", "worker", "arrived_on", "ends_before", "form", "need__post_group"
    )
    return [(*row[:5], _group(stage, row[5], row[6])) for row in rows]


def people(
    rows: Iterable[tuple[Any, ...]], days: Days, *, side: str, posts: str | None
) -> dict[int, Sum]:
    """People on post on any of some days; at two institutions a person counts for each."""
    found: dict[int, set[int]] = defaultdict(set)
    for host, home, worker, arrived, ends, group in rows:
        if arrived < days.ends_before and ends > days.starts_on and posts in (None, group):
            found[host if side == "host" else home].add(worker)
    return {pk: Sum(Fraction(len(workers))) for pk, workers in found.items()}


def person_times(
    rows: Iterable[tuple[Any, ...]], window: Days, *, side: str, posts: str | None
) -> dict[int, Sum]:
    """Arrivals within a window, each counted."""
    found: dict[int, int] = defaultdict(int)
    for host, home, _worker, arrived, _ends, group in rows:
        if arrived in window and posts in (None, group):
            found[host if side == "host" else home] += 1
    return {pk: Sum(Fraction(times)) for pk, times in found.items()}


def arrivals_since(
    rows: Iterable[tuple[Any, ...]], since: date, *, side: str, posts: str | None
) -> dict[int, Fraction]:
    """How many of them arrived after a day."""
    found: dict[int, Fraction] = defaultdict(Fraction)
    for host, home, _worker, arrived, _ends, group in rows:
        if arrived > since and posts in (None, group):
            found[host if side == "host" else home] += 1
    return found


def empty_days(stage: Stage, *, on: date) -> list[tuple[Any, ...]]:
    """Every need with the postings that filled it: two queries."""
    needs = Need.objects.filter(programme=stage.programme, starts_on__lte=on).order_by()
    filled: Mapping[int, list[tuple[date, date]]] = defaultdict(list)
    held = Posting.objects.filter(programme=stage.programme, starts_on__lte=on).order_by()
    for need, starts_on, ends_before in held.values_list("need", "starts_on", "ends_before"):
        filled[need].append((starts_on, ends_before))
    return [
        (host, sender, count, starts, min(ends, gone or ends), filled[pk], _group(stage, form, own))
        for pk, host, sender, count, starts, ends, gone, form, own in needs.values_list(
            "pk",
            "host",
            "sender",
            "headcount",
            "starts_on",
            "ends_before",
            "withdrawn_on",
            "form",
            "post_group",
        )
    ]


def uncovered(
    rows: Iterable[tuple[Any, ...]], window: Days, *, on: date, side: str, posts: str | None
) -> dict[int, Sum]:
    """Days on which a place was held by nobody, each place by itself, until a day inclusive."""
    until = min(window.ends_before, on + timedelta(days=1))
    found: dict[int, int] = defaultdict(int)
    for host, sender, headcount, starts, ends, held, group in rows:
        whose = host if side == "host" else sender
        first, last = max(starts, window.starts_on), min(ends, until)
        if whose is None or first >= last or posts not in (None, group):
            continue
        found[whose] += missing_days(headcount, Days(first, last), held)
    return {pk: Sum(Fraction(days)) for pk, days in found.items()}


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
    """Half-days served of those expected and confirmed, leave counted as away: six queries."""
    last = min(window.ends_before, on + timedelta(days=1))
    until = Days(window.starts_on, max(window.starts_on, last))
    found = Posting.objects.overlapping(until.starts_on, until.ends_before).in_full()
    rows = [
        posting
        for posting in found.filter(programme=stage.programme, arrived_on__isnull=False)
        if posts in (None, _group(stage, posting.form, posting.need.post_group))
    ]
    known = recorded_of(rows, definitions=definitions_of({stage.programme.pk}), within=until)
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

"""A host's week: who is to be confirmed, what is known already, which weeks still wait."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from django.db.models import Exists, OuterRef

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Confirmation
from bangfu.apps.duty.recorded import (
    Recorded,
    closed_before,
    days_reopened,
    definitions_of,
    entered_of,
    granted_at,
    opens_on,
    recorded_of,
)
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import Days, HalfDay, waiting, week_of, working_days
from bangfu.core.duty.days import without
from bangfu.core.duty.leave import LeaveState
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.standards.finding import Finding

from .leaves import LeaveRow, leave_at_host
from .reach import changeable_by_host

WEEKS_BACK = 26
"""Weeks that the page looks back for confirmations still missing."""

LOOKED_AHEAD = 14
"""Days ahead of which leave is shown."""

Standing = Literal["open", "confirmed", "closed", "to_come"]


@dataclass(frozen=True, slots=True)
class TypedRow:
    """An exception on record, which the host may take back while its month is open."""

    pk: int
    said: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One posted worker in a host's week; ``expected`` and ``free`` are its half-days.

    ``standing`` is where the week stands for the person; ``may_type`` whether exceptions may be
    entered: also for days confirmed, as long as their month is open. ``arrived_on`` is the day
    that somebody new is taken to have come, until the host confirms it; ``reported`` whether they
    said so.
    """

    posting: int
    name: str
    home: str
    post: str
    programme: str
    expects: str
    expected: tuple[HalfDay, ...]
    free: tuple[HalfDay, ...]
    exceptions: tuple[DutyException, ...]
    standing: Standing
    may_type: bool
    by_sessions: bool
    leaves: tuple[str, ...]
    typed: tuple[TypedRow, ...]
    worker: int
    arrived_on: date | None = None
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whose arrival waits for the host, outside the week shown."""

    posting: int
    name: str
    home: str
    expected_on: date
    reported: bool


@dataclass(frozen=True, slots=True)
class WaitingWeek:
    """A week that is over and not confirmed for some people."""

    days: Days
    people: int


@dataclass(frozen=True, slots=True)
class ToFinish:
    """A granted correction that the host is to carry out; ``week`` is the first it touches."""

    pk: int
    worker: str
    what: str
    week: Days
    ends_before: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HostWeek:
    """Everything the page of a week shows; ``lost`` are weeks closed before they were confirmed."""

    host: Institution
    week: Days
    people: tuple[Person, ...]
    waiting: tuple[WaitingWeek, ...]
    lost: tuple[WaitingWeek, ...]
    to_finish: tuple[ToFinish, ...]
    provisional: Finding | None
    newcomers: tuple[Newcomer, ...] = ()
    leaves: tuple[LeaveRow, ...] = ()

    @property
    def to_confirm(self) -> int:
        """How many people one press of the button confirms."""
        return sum(one.standing == "open" for one in self.people)


def hosts_of(user: User) -> list[Institution]:
    """The hosts for which the reader confirms, by name; those that ever had somebody."""
    pks = changeable_by_host(user).values("host")
    return list(Institution.objects.filter(pk__in=pks).order_by("name_pinyin", "pk"))


def last_week(on: date) -> Days:
    """The week before that of a day."""
    return week_of(on - timedelta(days=7))


def people_waiting(user: User, week: Days) -> int:
    """How many people's week the reader has not confirmed yet: one query."""
    done = Confirmation.objects.filter(
        posting=OuterRef("pk"), starts_on__lt=week.ends_before, ends_before__gt=week.starts_on
    )
    posted = changeable_by_host(user).overlapping(week.starts_on, week.ends_before)
    return posted.filter(~Exists(done)).count()


def host_week(host: Institution, week: Days, *, on: date) -> HostWeek:
    """One host's week as of a day: eight queries for any number."""
    since = Days(week_of(on).starts_on - timedelta(weeks=WEEKS_BACK), on)
    soon = on + timedelta(days=LOOKED_AHEAD)
    around = Days(min(since.starts_on, week.starts_on), max(soon, week.ends_before))
    found = (
        Posting.objects.filter(host=host)
        .overlapping(around.starts_on, around.ends_before)
        .select_related("worker", "home", "host", "programme")
        .order_by("department_name", "worker__name_pinyin", "pk")
    )
    postings = list(found)
    programmes = {posting.programme_id for posting in postings}
    known = recorded_of(postings, definitions=definitions_of(programmes), within=around)
    closed = closed_before(programmes, on=on)
    to_finish = granted_at(host)
    again = days_reopened(to_finish)
    there = [one for one in known.values() if one.stay.days.meets(week)]
    people = tuple(
        _person(
            one,
            week,
            on=on,
            closed=closed[one.posting.programme_id],
            again=again.get(one.posting.pk, []),
        )
        for one in there
    )
    people = tuple(sorted(people, key=lambda one: one.arrived_on is None))  # who is new first
    still, lost = _waiting(known.values(), since, closed, again, on=on)
    return HostWeek(
        host=host,
        week=week,
        people=people,
        waiting=still,
        lost=lost,
        to_finish=tuple(
            ToFinish(
                row.pk, row.posting.worker.name, row.what, week_of(row.starts_on), row.ends_before
            )
            for row in to_finish
        ),
        provisional=working_days.shipped().provisional(week),
        newcomers=tuple(_newcomers(known.values(), week, on=on)),
        leaves=tuple(leave_at_host(known.values(), on=on)),
    )


def _newcomers(known: Iterable[Recorded], week: Days, *, on: date) -> Iterable[Newcomer]:
    """Those due by now, or reported, whom the week shown cannot confirm."""
    for one in known:
        posting, first = one.posting, one.stay.days.starts_on
        here = one.stay.days.meets(week) and week.ends_before <= on
        if posting.arrived_on is None and first <= on < posting.ends_before and not here:
            home = posting.home.short_name or posting.home.name
            reported = posting.reported_on is not None
            yield Newcomer(posting.pk, posting.worker.name, home, first, reported)


def _person(
    one: Recorded,
    week: Days,
    *,
    on: date,
    closed: date,
    again: Sequence[Days],
) -> Person:
    posting, part = one.posting, week.within(one.stay.days)
    expected = one.stay.roster.expected(part, working_days.shipped())
    every = [HalfDay.of_slot(part.first_slot + n) for n in range(len(expected))]
    rostered = [every[n] for n in np.flatnonzero(expected).tolist()]
    opens = opens_on(part, closed, again)
    still_open = part.ends_before > opens
    return Person(
        posting=posting.pk,
        name=posting.worker.name,
        home=posting.home.short_name or posting.home.name,
        post=" · ".join(filter(None, (posting.department_name, posting.role_title))),
        programme=str(posting.programme),
        expects=wording.expectation(rostered),
        expected=tuple(place for place in rostered if place.day >= opens),
        free=tuple(place for place in every if place.day >= opens and place not in rostered),
        exceptions=one.rules.exceptions,
        standing=_standing(part, one, still_open=still_open, on=on),
        may_type=still_open and part.starts_on < on,
        by_sessions=posting.sessions_per_week is not None,
        leaves=tuple(_leaves(one, part, on=on)),
        typed=tuple(_typed(one, part)),
        worker=posting.worker_id,
        arrived_on=None if posting.arrived_on else one.stay.days.starts_on,
        reported=posting.reported_on is not None,
    )


def _standing(part: Days, one: Recorded, *, still_open: bool, on: date) -> Standing:
    if not without(part, one.confirmed_days):
        return "confirmed"
    if part.ends_before > on:
        return "to_come"
    return "open" if still_open else "closed"


def _leaves(one: Recorded, part: Days, *, on: date) -> list[str]:
    """Leave in the week, which nobody needs to type."""
    return [
        wording.leave_with_substitute(leave, row.substitute, on=on)
        for leave, row in zip(one.leaves, one.leave_rows, strict=True)
        if leave.stands and leave.days.meets(part) and leave.state is not LeaveState.ASKED
    ]


def _typed(one: Recorded, part: Days) -> Iterable[TypedRow]:
    """What is typed about the days, in the order of the days."""
    rows = sorted(one.typed_rows, key=lambda row: (row.starts_slot, row.pk))
    for row in rows:
        entered = entered_of(row)
        ends = HalfDay.of_slot(row.ends_slot - 1).day + timedelta(days=1)
        there = Days(entered.starts_at.day, ends).meets(part)
        if there or (entered.instead and entered.instead.day in part):
            yield TypedRow(row.pk, wording.entered_in_words(entered), row.note)


def _waiting(
    known: Iterable[Recorded],
    since: Days,
    closed: Mapping[int, date],
    again: Mapping[int, list[Days]],
    *,
    on: date,
) -> tuple[tuple[WaitingWeek, ...], tuple[WaitingWeek, ...]]:
    """Weeks that wait and can be confirmed, and weeks that closed unconfirmed; how many people."""
    still: Counter[Days] = Counter()
    lost: Counter[Days] = Counter()
    for one in known:
        stay = one.stay.days.within(since)
        opens = closed[one.posting.programme_id]
        for part in waiting(stay, one.confirmed_days, on=on):
            is_open = part.ends_before > opens_on(part, opens, again.get(one.posting.pk, []))
            (still if is_open else lost)[week_of(part.starts_on)] += 1
    return _in_order(still), _in_order(lost)


def _in_order(found: Counter[Days]) -> tuple[WaitingWeek, ...]:
    return tuple(WaitingWeek(days, people) for days, people in sorted(found.items()))

"""Leave as lists show it, and what a sender gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Case, Exists, F, OuterRef, Q, When

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Leave, LeaveQuerySet
from bangfu.apps.duty.recorded import Recorded, definitions_of, leave_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days, HalfDay, leave
from bangfu.core.duty.leave import LeaveState
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language

from .oversight import arrivals_due
from .reach import sent_by

ROWS = 50
NAMED = 10
"""People proposed as substitutes."""
MOST = 500
"""People in one list to choose from."""
TONES: dict[LeaveState, Tone] = {
    LeaveState.ASKED: "warn",
    LeaveState.APPROVED: "info",
    LeaveState.TAKEN: "brand",
    LeaveState.RETURNED: "ok",
    LeaveState.REFUSED: "neutral",
    LeaveState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRow:
    """One leave in a list; ``flag`` says what is still to be done about it."""

    pk: int
    worker: str
    host: str
    what: str
    reason: str
    decision: str
    state: str
    tone: Tone
    flag: str
    may_withdraw: bool
    may_report_back: bool
    substitute: str = ""
    may_name_substitute: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Somebody who may stand in during leave."""

    name: str
    staff_number: str
    department: str
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """One posting of a sender with what it came to; figures are in days."""

    posting: int
    worker_pk: int
    worker: str
    host: str
    programme: str
    starts_on: date
    ends_before: date
    served: float
    waiting: float
    away: float


def leave_rows(found: LeaveQuerySet, *, on: date) -> list[LeaveRow]:
    """Leave as lists show it, in the order given: one query."""
    rows = found.select_related("posting__worker", "posting__host", "substitute")
    return [leave_row(row, row.posting, on=on) for row in rows]


def leave_of_sender(user: User, *, on: date) -> tuple[list[LeaveRow], list[LeaveRow]]:
    """Leave that waits for the sender, and approved leave not reported back from: one query."""
    states = (Leave.State.ASKED, Leave.State.APPROVED)
    found = Leave.objects.filter(posting__in=sent_by(user), state__in=states)
    rows = found.select_related("posting__worker", "posting__host", "substitute")
    ordered = list(rows.order_by("starts_slot", "pk")[: 2 * ROWS])
    asked, approved = (
        [leave_row(row, row.posting, on=on) for row in ordered if row.state == state]
        for state in states
    )
    return asked, approved


def sent_rows(user: User, *, on: date, page: str | int | None = 1) -> Leaf[SentRow]:
    """A screenful of a sender's people on post with their days this year: six queries."""
    found = (
        sent_by(user)
        .on(on)
        .select_related("worker", "host", "programme", "roster")
        .order_by("programme", "worker__name_pinyin", "pk")
    )
    leaf = Paginator(found, ROWS).get_page(page)
    postings = list(leaf.object_list)
    definitions = definitions_of(posting.programme_id for posting in postings)
    known = recorded_of(postings, definitions=definitions, joined=True)
    rows = []
    for posting in postings:
        past = Days(posting.starts_on, max(posting.starts_on, on))
        tally = known[posting.pk].account.tally(past)
        rows.append(
            SentRow(
                posting=posting.pk,
                worker_pk=posting.worker_id,
                worker=posting.worker.name,
                host=posting.host.name,
                programme=str(posting.programme),
                starts_on=posting.starts_on,
                ends_before=posting.ends_before,
                served=tally.served / 2,
                waiting=tally.waiting / 2,
                away=(tally.excused + tally.absent) / 2,
            )
        )
    return Leaf(rows, leaf.number, leaf.paginator)  # type: ignore[arg-type]


def arrivals(user: User, *, on: date) -> list[Posting]:
    """The sender's people who were due and whose arrival nobody confirmed: one query."""
    due = arrivals_due(sent_by(user), on=on).select_related("worker", "host")
    return list(due.order_by("starts_on", "pk")[:ROWS])


def people_away(postings: Iterable[Posting], *, on: date) -> int:
    """How many are on granted leave on a day: one query."""
    first = HalfDay(on).slot
    there = Leave.objects.granted().filter(starts_slot__lt=first + 2, ends_slot__gt=first)
    return there.filter(posting__in=postings).count()


def leave_row(row: Leave, posting: Posting, *, on: date) -> LeaveRow:
    """One leave as lists show it."""
    value = leave_of(row)
    state = value.state_on(on)
    overdue = leave.overdue(str(row.posting_id), value, on=on)
    begun = row.starts_slot < HalfDay(on).slot + 2
    return LeaveRow(
        pk=row.pk,
        worker=posting.worker.name,
        host=posting.host.name,
        what=wording.leave_in_words(value),
        reason=row.reason,
        decision=row.decision,
        state=wording.called(state),
        tone=TONES[state],
        flag=in_own_language(overdue) if overdue else "",
        may_withdraw=state is LeaveState.ASKED or (state is LeaveState.APPROVED),
        may_report_back=row.state == Leave.State.APPROVED and begun,
        substitute=row.substitute.name if row.substitute else "",
        may_name_substitute=row.state in (Leave.State.ASKED, Leave.State.APPROVED)
        and row.ends_slot > HalfDay(on).slot,
    )


def leave_at_host(known: Iterable[Recorded], *, on: date) -> list[LeaveRow]:
    """Leave of a host's people that is asked for, to come, or not reported back from."""
    first = HalfDay(on).slot
    rows = [
        (row, one.posting)
        for one in known
        for row in one.leave_rows
        if row.state == Leave.State.APPROVED
        or (row.state == Leave.State.ASKED and row.ends_slot > first)
    ]
    ordered = sorted(rows, key=lambda pair: (pair[0].starts_slot, pair[0].pk))
    return [leave_row(row, posting, on=on) for row, posting in ordered[:ROWS]]


def who_may_be_on_leave(reach: PostingQuerySet, *, on: date) -> list[Posting]:
    """Postings in reach that leave may be entered for: those that run, or ended this month."""
    lately = on - timedelta(days=31)
    running = reach.filter(Q(ends_before__gt=lately) & Q(ends_before__gt=F("starts_on")))
    known = running.select_related("worker", "host").order_by("worker__name_pinyin", "pk")
    return list(known[:MOST])


def who_may_stand_in(row: Leave) -> list[StandIn]:
    """Some of the sender's people with the rank asked and nothing else on these days."""
    posting, days = row.posting, leave_of(row).days
    busy = Posting.objects.overlapping(days.starts_on, days.ends_before)
    stands_in = Leave.objects.standing().meeting(days).exclude(pk=row.pk)
    found = (
        Worker.objects.filter(home=posting.home_id, rank__lte=posting.need.rank_floor)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=days.ends_before))
        .exclude(pk=posting.worker_id)
        .filter(~Exists(busy.filter(worker=OuterRef("pk"))))
        .filter(~Exists(stands_in.filter(substitute=OuterRef("pk"))))
        .annotate(same=Case(When(department__name=posting.department_name, then=0), default=1))
        .select_related("department")
        .order_by("same", "rank", "name_pinyin", "pk")
    )
    return [
        StandIn(
            name=one.name,
            staff_number=one.staff_number,
            department=one.department.name if one.department else "",
            rank=one.get_rank_display(),
        )
        for one in found[:NAMED]
    ]

"""Leave as lists show it, and what a sender gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, F, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Leave, LeaveQuerySet
from bangfu.apps.duty.recorded import definitions_of, leave_of, recorded_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.core.duty import Days, HalfDay, leave
from bangfu.core.duty.days import year_of
from bangfu.core.duty.leave import LeaveState
from bangfu.web.components import Tone

from .reach import sent_by

ROWS = 50
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """What a sender gave to one programme: people out today, person-times of the year."""

    programme: str
    code: str
    out_now: int
    this_year: int
    hosts: int


def leave_rows(found: LeaveQuerySet, *, on: date) -> list[LeaveRow]:
    """Leave as lists show it, in the order given: one query."""
    rows = found.select_related("posting__worker", "posting__host")
    return [leave_row(row, row.posting, on=on) for row in rows]


def leave_to_decide(user: User) -> LeaveQuerySet:
    """Leave that waits for the reader's decision, what begins first at the top."""
    waiting = Leave.objects.filter(posting__in=sent_by(user), state=Leave.State.ASKED)
    return waiting.order_by("starts_slot", "pk")


def leave_running(user: User) -> LeaveQuerySet:
    """Approved leave of a sender's people that is ahead, under way or not reported back from."""
    granted = Leave.objects.filter(posting__in=sent_by(user), state=Leave.State.APPROVED)
    return granted.order_by("starts_slot", "pk")[:ROWS]


def sent_rows(user: User, *, on: date, page: str | int | None = 1) -> Leaf[SentRow]:
    """A screenful of a sender's people on post with their days this year: six queries."""
    found = (
        sent_by(user)
        .on(on)
        .select_related("worker", "host", "programme")
        .order_by("programme", "worker__name_pinyin", "pk")
    )
    leaf = Paginator(found, ROWS).get_page(page)
    postings = list(leaf.object_list)
    definitions = definitions_of(posting.programme_id for posting in postings)
    known = recorded_of(postings, definitions=definitions)
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


def given_rows(user: User, *, on: date) -> list[GivenRow]:
    """What a sender gave by programme: two queries."""
    year = year_of(on)
    own = sent_by(user).filter(ends_before__gt=F("starts_on")).order_by()
    begun = Q(starts_on__gte=year.starts_on, starts_on__lt=year.ends_before)
    now = Q(starts_on__lte=on, ends_before__gt=on)
    sums = own.values("programme").annotate(
        out_now=Count("pk", filter=now),
        this_year=Count("pk", filter=begun),
        hosts=Count("host", filter=now, distinct=True),
    )
    figures = {row["programme"]: row for row in sums}
    programmes = Programme.objects.filter(pk__in=figures).order_by("code")
    return [
        GivenRow(
            programme=str(programme),
            code=programme.code,
            out_now=figures[programme.pk]["out_now"],
            this_year=figures[programme.pk]["this_year"],
            hosts=figures[programme.pk]["hosts"],
        )
        for programme in programmes
    ]


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
        flag=wording.in_own_language(overdue) if overdue else "",
        may_withdraw=state is LeaveState.ASKED or (state is LeaveState.APPROVED),
        may_report_back=row.state == Leave.State.APPROVED and begun,
    )

"""The sender names who stands in while somebody is on leave, or is told why that one cannot."""

from datetime import date, timedelta

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.recorded import leave_of
from bangfu.apps.intake.actions.checks import refuse_out_of_service
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.actions import RankBelowFloor
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.workload import clash
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days
from bangfu.core.duty.days import said
from bangfu.core.duty.posting_steps import SamePerson
from bangfu.core.duty.sides import NotNow
from bangfu.core.refusal import Refusal
from bangfu.core.standards.titles import RANKS

from .entries import about, locked


class OtherUnit(Refusal):
    """The substitute belongs to another unit than the one that sends."""


class SubstituteNotFree(Refusal):
    """The substitute is posted, on leave, or stands in for somebody else on these days."""


@transaction.atomic
def name_substitute(*, row: Leave, worker: Worker, by: User | None) -> Leave:
    """Name who stands in during leave; naming another replaces the one named before.

    Raises ``NotNow`` where the leave is no more, ``SamePerson``, ``OtherUnit``, ``RankBelowFloor``,
    ``NotInService`` or ``SubstituteNotFree``.
    """
    posting = locked(Posting.objects.filter(pk=row.posting_id)).select_related("need").get()
    held = Leave.objects.select_for_update(of=("self",)).get(pk=row.pk)
    person = Worker.objects.select_for_update(of=("self",), no_key=True).get(pk=worker.pk)
    if held.state not in (Leave.State.ASKED, Leave.State.APPROVED):
        raise NotNow(
            zh=f"该请假的状态为“{Leave.State(held.state).label}”，不能再安排替班。",
            en="The leave is not standing; nobody can be named for it.",
        )
    days = leave_of(held).days
    _refuse_unfit(person, posting, days)
    _refuse_taken(person, held, posting, days)
    held.substitute = person
    held.save(update_fields=["substitute"])
    event = about(
        "leave.substitute_named",
        posting,
        substitute=person.name,
        starts_on=days.starts_on,
        ends_before=days.ends_before,
    )
    journal.record_many(actor=by, events=[event])
    return held


def _refuse_unfit(person: Worker, posting: Posting, days: Days) -> None:
    if person.pk == posting.worker_id:
        raise SamePerson(zh="替班人员不能是请假者本人，请另选。", en="Choose another person.")
    if person.home_id != posting.home_id:
        raise OtherUnit(
            zh=f"{person}不是{posting.home}的职工，替班人员须由派出单位从本单位选派。",
            en=f"{person} is not employed by {posting.home}; the sender names one of its own.",
        )
    floor = posting.need.rank_floor
    if person.rank > floor:
        (held_zh, held_en), (asked_zh, asked_en) = RANKS[person.rank], RANKS[floor]
        raise RankBelowFloor(
            zh=f"{person}的职称级别为{held_zh}，低于该岗位要求的{asked_zh}，不能替班。",
            en=f"{person} is of {held_en} rank; the post asks for {asked_en} rank at least.",
        )
    refuse_out_of_service(person, days.ends_before)


def _refuse_taken(person: Worker, row: Leave, posting: Posting, days: Days) -> None:
    """Refuse who has no room for the post on these days, or stands in for somebody else."""
    elsewhere = Posting.objects.filter(worker=person).overlapping(days.starts_on, days.ends_before)
    stand_in = Posting(
        starts_on=days.starts_on,
        ends_before=days.ends_before,
        sessions_per_week=posting.sessions_per_week,
    )
    if other := clash(stand_in, list(elsewhere.select_related("host"))):
        raise _not_free(person, other.starts_on, other.ends_before, f"已派驻{other.host}", "posted")
    standing = Leave.objects.standing().exclude(pk=row.pk).meeting(days)
    for other_leave in standing.filter(substitute=person).select_related("posting__host")[:1]:
        span, host = leave_of(other_leave).days, other_leave.posting.host
        raise _not_free(person, span.starts_on, span.ends_before, f"已在{host}替班", "standing in")
    for own in standing.filter(posting__worker=person)[:1]:
        span = leave_of(own).days
        raise _not_free(person, span.starts_on, span.ends_before, "正在休假", "on leave")


def _not_free(
    person: Worker, starts_on: date, ends_before: date, why_zh: str, why_en: str
) -> SubstituteNotFree:
    last = ends_before - timedelta(days=1)
    return SubstituteNotFree(
        zh=f"{person}{said(starts_on)}至{said(last)}{why_zh}，不能替班，请另选。",
        en=f"{person} is {why_en} from {starts_on} to {last}; choose another person.",
    )

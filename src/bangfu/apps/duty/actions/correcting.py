"""Months closed by an authority, and what is put right in closed months by request."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import ClosedMonth, Correction
from bangfu.apps.duty.recorded import closed_before, days_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.core.duty import Days, month_of
from bangfu.core.duty.confirming import MonthClosed, OutsideStay
from bangfu.core.duty.days import said
from bangfu.core.reasons import ReasonMissing
from bangfu.core.refusal import Refusal

from .entries import about, locked


class CorrectionEmpty(Refusal):
    """The request does not say what is to be put right."""


class AlreadyAsked(Refusal):
    """A request for these days is under way."""


class AlreadyAnswered(Refusal):
    """The request was answered before."""


class StillOpen(Refusal):
    """The days are not closed: the host can change them without a request."""


class MonthNotOver(Refusal):
    """A month that is not over cannot be closed."""


@transaction.atomic
def ask_correction(
    *, posting: Posting, days: Days, what: str, by: User | None, at: datetime
) -> Correction:
    """Ask that closed days of a posting be put right.

    Raises ``CorrectionEmpty``, ``OutsideStay``, ``StillOpen`` or ``AlreadyAsked``.
    """
    if not what.strip():
        raise CorrectionEmpty(zh="请写明需要更正的内容。", en="Say what is to be put right.")
    held = locked(Posting.objects.filter(pk=posting.pk)).get()
    stay = days_of(held)
    if not days or days.within(stay) != days:
        raise OutsideStay(
            zh=f"更正日期应在派驻期间（{said(stay.starts_on)}至{said(stay.last_day)}）内。",
            en=f"The days lie within the stay, {stay.starts_on} to {stay.last_day}.",
        )
    closed = closed_before([held.programme_id], on=timezone.localdate(at))[held.programme_id]
    if days.ends_before > closed:
        raise StillOpen(
            zh=f"{said(closed)}以后的月份尚未锁定，由受援单位直接登记即可，无需申请。",
            en=f"From {closed} on nothing is closed; the host enters it directly.",
        )
    open_ones = (Correction.State.ASKED, Correction.State.GRANTED)
    same = Correction.objects.filter(
        posting=held, state__in=open_ones, starts_on__lt=days.ends_before,
        ends_before__gt=days.starts_on,
    )  # fmt: skip
    if same.exists():
        raise AlreadyAsked(
            zh="这些日期已有更正申请正在办理，请等待办理结果。",
            en="A request for these days is under way already.",
        )
    row = Correction.objects.create(
        posting=held,
        starts_on=days.starts_on,
        ends_before=days.ends_before,
        what=what.strip(),
        asked_by=by,
        asked_at=at,
    )
    _record("correction.asked", row, held, by=by, note=row.what)
    return row


@transaction.atomic
def answer_correction(
    *, row: Correction, granted: bool, answer: str, by: User | None, at: datetime
) -> Correction:
    """Grant a request, which opens its days to the host again, or refuse it with a reason.

    Raises ``AlreadyAnswered`` or ``ReasonMissing``.
    """
    held, posting = _held(row, Correction.State.ASKED)
    if not granted and not answer.strip():
        raise ReasonMissing(zh="不同意更正的，请写明理由。", en="Say why it is refused.")
    held.state = Correction.State.GRANTED if granted else Correction.State.REFUSED
    held.answer, held.answered_by, held.answered_at = answer.strip(), by, at
    held.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    verb = "correction.granted" if granted else "correction.refused"
    _record(verb, held, posting, by=by, reason=held.answer)
    return held


@transaction.atomic
def finish_correction(*, row: Correction, by: User | None) -> Correction:
    """The host has put it right: the days are closed again. Raises ``AlreadyAnswered``."""
    held, posting = _held(row, Correction.State.GRANTED)
    held.state = Correction.State.DONE
    held.save(update_fields=["state"])
    _record("correction.done", held, posting, by=by)
    return held


@transaction.atomic
def close_month(*, programme: Programme, month: Days, by: User | None, at: datetime) -> ClosedMonth:
    """Close a month of a programme, and those before it, before it closes by itself.

    Raises ``MonthNotOver`` or ``MonthClosed``.
    """
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    on, month = timezone.localdate(at), month_of(month.starts_on)
    first = month.starts_on
    if month.ends_before > on:
        raise MonthNotOver(
            zh=f"{first.year}年{first.month}月尚未结束，不能锁定。",
            en=f"{first:%Y-%m} is not over and cannot be closed.",
        )
    if month.ends_before <= closed_before([held], on=on)[held.pk]:
        raise MonthClosed(
            zh=f"{first.year}年{first.month}月已经锁定，无需重复办理。",
            en=f"{first:%Y-%m} is closed already.",
        )
    row = ClosedMonth.objects.create(programme=held, month=first, closed_by=by, closed_at=at)
    event = Event(
        "month.closed",
        held,
        area_code=held.area_code,
        programme=held.code,
        facts={"starts_on": first, "ends_before": month.ends_before},
    )
    journal.record_many(actor=by, events=[event])
    return row


def _held(row: Correction, state: Correction.State) -> tuple[Correction, Posting]:
    posting = locked(Posting.objects.filter(pk=row.posting_id)).get()
    held = Correction.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state != state:
        called = Correction.State(held.state).label
        raise AlreadyAnswered(
            zh=f"该更正申请的状态为“{called}”，不能再办理。",
            en="The request was answered before.",
        )
    return held, posting


def _record(
    verb: str, row: Correction, posting: Posting, *, by: User | None, **facts: object
) -> None:
    event = about(verb, posting, starts_on=row.starts_on, ends_before=row.ends_before, **facts)
    journal.record_many(actor=by, events=[event])

"""Leave: asked for, decided by the sender, taken, reported back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.recorded import closed_before, days_of, leave_of, opens_on, reopened
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days, HalfDay, leave, settings
from bangfu.core.duty.leave import Leave as LeaveValue
from bangfu.core.duty.sides import Side

from .entries import about, locked


@transaction.atomic
def ask_leave(
    *,
    posting: Posting,
    kind: str,
    starts_at: HalfDay,
    ends_before: HalfDay,
    side: Side,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> Leave:
    """Ask for leave from a posting; other leave of the same posting must not overlap.

    Who serves in two places by half-days asks in each. Raises as ``core.duty.leave.ask``.
    """
    held = locked(Posting.objects.filter(pk=posting.pk)).get()
    others = [leave_of(row) for row in Leave.objects.filter(posting=held)]
    days = Days(starts_at.day, max(starts_at.day, ends_before.day))
    asked = leave.ask(
        kind=kind,
        starts_at=starts_at,
        ends_before=ends_before,
        reason=reason,
        by=side,
        stay=days_of(held),
        others=others,
        closed_before=_open_from(held, days, on=timezone.localdate(at)),
        settings=settings.shipped(),
    )
    row = Leave.objects.create(
        posting=held,
        kind=asked.kind,
        starts_slot=asked.starts_at.slot,
        ends_slot=asked.ends_before.slot,
        reason=asked.reason,
        state=asked.state.value,
        asked_by=by,
        asked_at=at,
    )
    _record("leave.asked", row, held, by=by)
    return row


@transaction.atomic
def approve_leave(*, row: Leave, by: User | None, at: datetime) -> Leave:
    """The sender approves; raises ``NotNow`` where it is decided or taken back."""
    held, posting = _held(row)
    return _decided("leave.approved", held, posting, leave.approve(leave_of(held), by=Side.SENDER),
                    by=by, at=at)  # fmt: skip


@transaction.atomic
def refuse_leave(*, row: Leave, reason: str, by: User | None, at: datetime) -> Leave:
    """The sender refuses with a reason; raises ``NotNow`` or ``ReasonMissing``."""
    held, posting = _held(row)
    value = leave.refuse(leave_of(held), by=Side.SENDER, reason=reason)
    return _decided("leave.refused", held, posting, value, by=by, at=at)


@transaction.atomic
def withdraw_leave(*, row: Leave, by: User | None, at: datetime) -> Leave:
    """The worker takes it back before it begins; raises ``NotNow``."""
    held, posting = _held(row)
    value = leave.withdraw(leave_of(held), by=Side.WORKER, on=timezone.localdate(at))
    held.state = value.state.value
    held.save(update_fields=["state"])
    _record("leave.withdrawn", held, posting, by=by)
    return held


@transaction.atomic
def report_back(
    *, row: Leave, back_at: HalfDay, side: Side, by: User | None, at: datetime
) -> Leave:
    """Back on post from a half-day on; coming early ends the leave there.

    Raises ``NotNow`` or ``ReturnTooEarly``.
    """
    held, posting = _held(row)
    value = leave.report_back(leave_of(held), by=side, at=back_at, on=timezone.localdate(at))
    held.state = value.state.value
    held.ends_slot = value.ends_before.slot
    held.returned_slot = back_at.slot
    held.returned_at = at
    held.save(update_fields=["state", "ends_slot", "returned_slot", "returned_at"])
    _record("leave.returned", held, posting, by=by)
    return held


def _held(row: Leave) -> tuple[Leave, Posting]:
    """The leave as it stands now; whoever comes second sees what the first one did."""
    posting = locked(Posting.objects.filter(pk=row.posting_id)).get()
    return Leave.objects.select_for_update(of=("self",)).get(pk=row.pk), posting


def _decided(
    verb: str, held: Leave, posting: Posting, value: LeaveValue, *, by: User | None, at: datetime
) -> Leave:
    held.state, held.decision = value.state.value, value.decision
    held.decided_by, held.decided_at = by, at
    held.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    _record(verb, held, posting, by=by)
    return held


def _open_from(posting: Posting, days: Days, *, on: date) -> date:
    closed = closed_before([posting.programme_id], on=on)[posting.programme_id]
    return opens_on(days, closed, reopened([posting.pk]).get(posting.pk, []))


def _record(verb: str, row: Leave, posting: Posting, *, by: User | None) -> None:
    value = leave_of(row)
    kind = settings.shipped().leave_kind(row.kind)
    event = about(
        verb,
        posting,
        leave_kind=kind.title.zh if kind else row.kind,
        starts_on=value.days.starts_on,
        ends_before=value.days.ends_before,
        reason=row.decision or row.reason,
    )
    journal.record_many(actor=by, events=[event])

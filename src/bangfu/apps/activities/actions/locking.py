"""Locking a month of a programme's ledger, and reopening it with a reason."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import LockedMonth
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Programme
from bangfu.core.months import month_start
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .entries import of_programme


class MonthNotOver(Refusal):
    """A month is locked when it is over."""


class AlreadyLocked(Refusal):
    """The month is locked already."""


class NotLocked(Refusal):
    """The month is not locked."""


@transaction.atomic
def lock_month(
    *, programme: Programme, month: date, by: User | None, at: datetime, today: date
) -> LockedMonth:
    """Lock a month: nothing dated in it is entered, corrected, confirmed or taken back.

    Raises ``MonthNotOver`` or ``AlreadyLocked``.
    """
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    first = month_start(month)
    if first >= month_start(today):
        raise MonthNotOver(
            zh=f"{first.year}年{first.month}月尚未结束，次月起可以锁定。",
            en=f"{first:%B %Y} is not over; it can be locked from the next month on.",
        )
    if held.locked_months.standing().filter(month=first).exists():
        raise AlreadyLocked(zh="该月已锁定，无需重复办理。", en="The month is locked already.")
    row = LockedMonth.objects.create(programme=held, month=first, locked_by=by, locked_at=at)
    event = of_programme("ledger.locked", held, month=f"{first:%Y-%m}")
    journal.record_many(actor=by, events=[event])
    return row


@transaction.atomic
def reopen_month(
    *, programme: Programme, month: date, reason: str, by: User | None, at: datetime
) -> LockedMonth:
    """Open a locked month again; raises ``NotLocked`` or ``ReasonMissing``."""
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    first = month_start(month)
    said = reason_given(reason)
    row = held.locked_months.standing().filter(month=first).first()
    if row is None:
        raise NotLocked(zh="该月没有锁定，无需解锁。", en="The month is not locked.")
    row.reopened_by, row.reopened_at, row.reason = by, at, said
    row.save(update_fields=["reopened_by", "reopened_at", "reason"])
    event = of_programme("ledger.reopened", held, month=f"{first:%Y-%m}", reason=said)
    journal.record_many(actor=by, events=[event])
    return row

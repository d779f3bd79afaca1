"""What the other side answers: confirmed, returned; and what the entering side takes back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, LockedMonth
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Programme
from bangfu.core.duty.days import said
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .entries import about
from .sums import move, weights_held


class OwnEntry(Refusal):
    """Nobody confirms what they entered themselves."""


class NotWaiting(Refusal):
    """The entry does not wait for a confirmation any more."""


class MonthLocked(Refusal):
    """The month is locked."""


@transaction.atomic
def confirm_activities(
    *, activities: Iterable[Activity], by: User | None, at: datetime
) -> list[Activity]:
    """Confirm entries of the other side, all or none.

    Raises ``OwnEntry``, ``NotWaiting`` or ``MonthLocked``.
    """
    rows = _held(activities)
    before = []
    for row in rows:
        _refuse_settled(row)
        if by is not None and row.recorded_by_id == by.pk:
            raise OwnEntry(
                zh=f"{_named(row)}是您本人登记的，须由对方确认。",
                en=f"You entered {_named(row, 'en')} yourself; the other side confirms it.",
            )
        before.append(weights_held(row))
    for row in rows:
        row.state, row.confirmed_by, row.confirmed_at = Activity.State.CONFIRMED, by, at
    Activity.objects.bulk_update(rows, ["state", "confirmed_by", "confirmed_at"], batch_size=200)
    move(before=before, after=[weights_held(row) for row in rows])
    journal.record_many(actor=by, events=[about("activity.confirmed", row) for row in rows])
    return rows


@transaction.atomic
def return_activity(*, activity: Activity, reason: str, by: User | None, at: datetime) -> Activity:
    """Send an entry back to whoever made it, with a reason; it counts no more until corrected.

    Raises ``NotWaiting``, ``MonthLocked`` or ``ReasonMissing``.
    """
    (row,) = _held([activity])
    _refuse_settled(row)
    return _taken_out(row, Activity.State.RETURNED, reason, "activity.returned", by=by)


@transaction.atomic
def withdraw_activity(
    *, activity: Activity, reason: str, by: User | None, at: datetime
) -> Activity:
    """Take an entry back; it stays readable with the reason and counts no more.

    Raises ``NotWaiting``, ``MonthLocked`` or ``ReasonMissing``.
    """
    (row,) = _held([activity])
    if row.state == Activity.State.WITHDRAWN:
        raise NotWaiting(zh="该条已撤回，无需重复办理。", en="It was taken back before.")
    _refuse_locked(row)
    return _taken_out(row, Activity.State.WITHDRAWN, reason, "activity.withdrawn", by=by)


def _taken_out(
    row: Activity, state: Activity.State, reason: str, verb: str, *, by: User | None
) -> Activity:
    before = weights_held(row)
    row.said, row.state = reason_given(reason), state
    row.confirmed_by, row.confirmed_at = None, None
    row.save(update_fields=["state", "said", "confirmed_by", "confirmed_at"])
    move(before=[before], after=[])
    journal.record_many(actor=by, events=[about(verb, row, reason=row.said)])
    return row


def _held(activities: Iterable[Activity]) -> list[Activity]:
    """The rows in one order, and their programmes held, so that no month is locked meanwhile."""
    keys = [activity.pk for activity in activities]
    programmes = Activity.objects.filter(pk__in=keys).values("programme")
    list(Programme.objects.select_for_update(no_key=True).filter(pk__in=programmes).order_by("pk"))
    rows = Activity.objects.in_full().filter(pk__in=keys)
    return list(rows.select_for_update(of=("self",)).prefetch_related("figures").order_by("pk"))


def _refuse_settled(row: Activity) -> None:
    if row.state != Activity.State.RECORDED or row.same_as_id is not None:
        raise NotWaiting(
            zh=f"{_named(row)}当前为“{row.get_state_display()}”，不需要再确认或退回。",
            en=f"{_named(row, 'en')} does not wait for a confirmation.",
        )
    _refuse_locked(row)


def _refuse_locked(row: Activity) -> None:
    locked = LockedMonth.objects.holding(row)
    if month := locked.order_by("month").values_list("month", flat=True).first():
        raise MonthLocked(
            zh=f"{month.year}年{month.month}月的台账已锁定，请先由卫生健康行政部门解锁。",
            en=f"{month:%B %Y} is locked; the health authority must reopen it first.",
        )


def _named(row: Activity, language: str = "zh") -> str:
    day, kind = row.happened_on, row.kind_title(language)
    if language == "en":
        return f"{kind} of {day}"
    return f"{said(day)}“{kind}”"

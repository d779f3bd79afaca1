"""Verifying what was built, stopping it, going on, and taking an entry back."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, Verification
from bangfu.apps.journal import actions as journal
from bangfu.core.capacity import Found
from bangfu.core.reasons import reason_given

from . import ledger
from .holding import about, course_taken, held_item, refresh
from .refusals import DayWrong, NotBuilt, NotStanding


@transaction.atomic
def verify_item(
    *,
    item: Item,
    on: date,
    found: Found,
    by: User | None,
    at: datetime,
    today: date,
    cases: int | None = None,
    note: str = "",
) -> Verification:
    """Enter what the authority found; what it found stopped is stopped with that reason.

    Raises ``NotBuilt``, ``DayWrong``, ``ReasonMissing`` where something is wrong and not said what,
    or ``NotStanding``.
    """
    held = held_item(item)
    rule = course_taken(held).verified
    if rule is None or held.built_on is None:
        raise NotBuilt(
            zh=f"“{held}”尚未建成，或不需要核验。", en=f'"{held}" is not there yet to be verified.'
        )
    if on > today or on < held.built_on:
        raise DayWrong(
            zh="核验日期应在建成之后、不晚于今天，请核对。",
            en="The day lies after it was built and not in the future.",
        )
    if held.verifications.filter(on=on).exists():
        raise DayWrong(zh="当天已登记过核验。", en="That day has a verification already.")
    said = note.strip() if found is Found.KEPT else reason_given(note)
    row = Verification.objects.create(
        item=held, on=on, found=found.value, cases=cases, note=said, by=by, at=at
    )
    if found is Found.STOPPED:
        held.state, held.stopped_on, held.said = Item.State.STOPPED, on, said[:200]
        held.save(update_fields=["state", "stopped_on", "said"])
    refresh(held)
    event = about("capacity.verified", held, found=found.zh, on=on, note=said)
    journal.record_many(actor=by, events=[event])
    return row


@transaction.atomic
def stop_item(*, item: Item, on: date, reason: str, by: User | None, today: date) -> Item:
    """Say that it goes on no more, from a day; what it was stays counted in the ledger.

    Raises ``DayWrong``, ``ReasonMissing`` or ``NotStanding``.
    """
    held = held_item(item)
    if on > today or on < held.begun_on:
        raise DayWrong(
            zh="停止日期应在开始之后、不晚于今天，请核对。",
            en="The day lies after it began and not in the future.",
        )
    held.said, held.stopped_on = reason_given(reason), on
    held.state = Item.State.STOPPED
    held.save(update_fields=["state", "stopped_on", "said"])
    event = about("capacity.stopped", held, on=on, reason=held.said)
    journal.record_many(actor=by, events=[event])
    return held


@transaction.atomic
def resume_item(*, item: Item, by: User | None) -> Item:
    """Go on with what was stopped; raises ``NotStanding`` where it was not."""
    held = held_item(item, standing=False)
    if held.state != Item.State.STOPPED:
        raise NotStanding(zh=f"“{held}”没有停止。", en=f'"{held}" is not stopped.')
    held.state, held.stopped_on, held.said = Item.State.STANDING, None, ""
    held.save(update_fields=["state", "stopped_on", "said"])
    journal.record_many(actor=by, events=[about("capacity.resumed", held)])
    return held


@transaction.atomic
def withdraw_item(*, item: Item, reason: str, by: User | None, at: datetime) -> Item:
    """Take back what was entered by mistake, together with its entry in the ledger.

    Raises ``ReasonMissing``, ``NotStanding``, or ``MonthLocked`` where the entry's month is locked.
    """
    held = held_item(item, standing=False)
    if held.state == Item.State.WITHDRAWN:
        raise NotStanding(zh="该项已撤回，无需重复办理。", en="It was taken back before.")
    said = reason_given(reason)
    ledger.take_back(held, reason=said, by=by, at=at)
    held.state, held.said, held.stopped_on = Item.State.WITHDRAWN, said, None
    held.save(update_fields=["state", "said", "stopped_on"])
    journal.record_many(actor=by, events=[about("capacity.withdrawn", held, reason=said)])
    return held

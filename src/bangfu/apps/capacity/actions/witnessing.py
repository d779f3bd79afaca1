"""The host's word on what its staff did alone."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, Milestone, Skill
from bangfu.apps.journal import actions as journal
from bangfu.core.capacity import NotYoursToConfirm, may_confirm
from bangfu.core.duty.sides import Side
from bangfu.core.reasons import reason_given

from .holding import about, course_taken, held_item, refresh
from .refusals import NotWaiting

Attested = Milestone | Skill


@transaction.atomic
def confirm_alone(
    *, item: Item, attested: Attested, side: Side, by: User | None, at: datetime
) -> Attested:
    """Confirm for the host that it was done alone as said.

    Raises ``NotYoursToConfirm`` for other sides and for teacher and pupil, ``NotWaiting``.
    """
    held, row = _waiting(item, attested, side=side, by=by)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    refresh(held)
    _record("capacity.witnessed", held, row, by=by, witness=row.witness_name)
    return row


@transaction.atomic
def return_alone(
    *, item: Item, attested: Attested, reason: str, side: Side, by: User | None, at: datetime
) -> Attested:
    """Not confirm it, with a reason that whoever entered it sees; it is not done alone then.

    Raises what ``confirm_alone`` raises, or ``ReasonMissing``.
    """
    held, row = _waiting(item, attested, side=side, by=by)
    said = reason_given(reason)
    _record("capacity.not_witnessed", held, row, by=by, reason=said)
    row.witness_name, row.witness_function = "", ""
    row.said_by, row.said_at, row.returned = None, None, said
    if isinstance(row, Skill):
        row.alone_on = None
    else:
        row.reached_on, row.cases, row.answers, row.note = None, None, {}, ""
    row.save()
    refresh(held)
    return row


def is_party(item: Item, account: User | None) -> bool:
    """Whether an account is that of whoever teaches or learns."""
    if account is None:
        return False
    taught = item.posting is not None and item.posting.worker.account_id == account.pk
    learnt = item.person is not None and item.person.account_id == account.pk
    return taught or learnt


def _waiting(
    item: Item, attested: Attested, *, side: Side, by: User | None
) -> tuple[Item, Attested]:
    held = held_item(item)
    if not may_confirm(side) or is_party(held, by):
        raise NotYoursToConfirm(
            zh="独立完成由受援单位见证确认；带教老师和徒弟本人不能确认。",
            en="The host confirms what was done alone; teacher and pupil do not.",
        )
    row: Attested
    if isinstance(attested, Skill):
        row = held.skills.get(pk=attested.pk)
        done = row.alone_on is not None
    else:
        row = held.milestones.get(pk=attested.pk)
        done = row.reached_on is not None and bool(row.witness_name)
    if not done or row.confirmed_at is not None:
        raise NotWaiting(
            zh="该项已确认或已退回，无需重复办理。", en="It was confirmed or sent back before."
        )
    return held, row


def _record(verb: str, item: Item, row: Attested, *, by: User | None, **facts: object) -> None:
    if isinstance(row, Skill):
        named = {"skill": row.title}
    else:
        rule = course_taken(item).milestone(row.code)
        named = {"milestone": rule.title.zh if rule else row.code}
    journal.record_many(actor=by, events=[about(verb, item, **named, **facts)])

"""Levels of review: closed in turn with a signature, sent back with a reason."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Closing, Subject
from bangfu.apps.appraisal.queries import reach, sheets
from bangfu.core.appraisal.changes import turn_after, with_closed
from bangfu.core.appraisal.reviewers import reviewer_of
from bangfu.core.refusal import Refusal

from .holding import held_subject, record_of_subject
from .marking import NotYours, turn_of
from .rounds import ReasonMissing, restate


class NothingToSendBack(Refusal):
    """No level of the sheet is closed."""


@transaction.atomic
def close_level(
    *, subject: Subject, level: str, opinion: str = "", by: User, at: datetime
) -> Closing:
    """Close a level: what it judges is typed and it is its turn.

    Raises ``NotYours``, ``SameHand``, ``EarlierLevelOpen``, ``LevelOutOfTurn``, ``StillAwaiting``.
    """
    held = held_subject(subject)
    scheme = sheets.scheme_of(held.round)
    [known] = sheets.known_of(held.round, [held])
    sheet = sheets.scored_sheets(held.round, [held]).sheet(held.key)
    closed = with_closed(scheme, known, level, sheet)
    turn_of(scheme, held, by=by)
    row = Closing.objects.create(subject=held, level=level, opinion=opinion.strip(), by=by, at=at)
    held.level, held.turn = len(closed), turn_after(scheme, len(closed))
    held.save(update_fields=["level", "turn"])
    restate(held.round, held)
    record_of_subject(
        "sheet.level_closed", held, by=by, level=level, total=str(sheet.total), opinion=row.opinion
    )
    return row


@transaction.atomic
def send_back(*, subject: Subject, reason: str, by: User, at: datetime) -> Closing:
    """Open the level closed last again, with the reason.

    Who may: the level above it, or, where all are closed, the one that closed last.
    Raises ``NothingToSendBack``, ``ReasonMissing`` or ``NotYours``.
    """
    held = held_subject(subject)
    scheme = sheets.scheme_of(held.round)
    if not held.level:
        raise NothingToSendBack(
            zh="本表还没有已完成的层级，无需退回。", en="No level of this sheet is closed."
        )
    if not reason.strip():
        raise ReasonMissing(zh="请填写退回原因。", en="Say why it is sent back.")
    last = scheme.level_codes[held.level - 1]
    above = scheme.level_codes[min(held.level, len(scheme.level_codes) - 1)]
    if not reach.acts_at(by, held, reviewer_of(scheme, above)):
        raise NotYours(zh="由上一层级退回。", en="The level above sends it back.")
    row = Closing.objects.standing().get(subject=held, level=last)
    row.ended_at, row.ended_by, row.ended_reason = at, by, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    held.level -= 1
    held.turn = turn_after(scheme, held.level)
    held.save(update_fields=["level", "turn"])
    restate(held.round, held)
    record_of_subject("sheet.sent_back", held, by=by, level=last, reason=row.ended_reason)
    return row

"""Evaluations at the end, and notes that a host leaves for the authority.

What is said never enters the journal: an entry tells that something was said, and by whom.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation, QuietNote
from bangfu.apps.completion.queries.lives import life_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.actions.steps import held_posting
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import evaluation, posting_steps
from bangfu.core.duty.sides import NotNow, Side
from bangfu.core.refusal import Refusal


class OfYourself(Refusal):
    """Nobody speaks for a unit about themselves."""


class HasAnAccount(Refusal):
    """Who has an account signs and evaluates in person."""


@transaction.atomic
def give_evaluation(
    *,
    posting: Posting,
    side: Side,
    marks: Mapping[str, str],
    words: str,
    by: User | None,
    at: datetime,
    on_paper: bool = False,
) -> Evaluation:
    """One side evaluates a posting that is handed over, once.

    ``marks`` gives each aspect of the side the code of a grade. ``on_paper``: the sending unit
    enters that of a worker without an account. Raises ``AlreadyEvaluated``, ``MarksIncomplete``,
    ``OfYourself``, ``HasAnAccount``, ``NotYours`` or ``NotNow``.
    """
    held = held_posting(posting)
    posting_steps.evaluate(life_of(held), by=side)
    evaluation.refuse_unclear_marks(side, marks, evaluation.shipped())
    if side is not Side.WORKER:
        _refuse_about_oneself(held, by)
    elif on_paper and held.worker.account_id is not None:
        raise HasAnAccount(
            zh=f"{held.worker.name}可以登录本系统自评，不用代为填写。",
            en=f"{held.worker.name} can evaluate in this system; nobody does it for them.",
        )
    row = Evaluation.objects.create(
        posting=held,
        side=side.value,
        marks=dict(marks),
        words=words.strip(),
        by=by,
        at=at,
        on_paper=on_paper,
    )
    _record("evaluation.given", row, held, by=by, side=side.zh)
    return row


@transaction.atomic
def leave_note(
    *, posting: Posting, kind: str, words: str, by: User | None, at: datetime
) -> QuietNote:
    """The host lets the authority know something about a posting.

    Raises ``NoteUnclear``, ``OfYourself``, or ``NotNow`` where nobody ever came.
    """
    held = held_posting(posting)
    _refuse_about_oneself(held, by)
    if held.ends_before == held.starts_on:
        raise NotNow(zh="此派驻未成行，不能反映情况。", en="The posting came to nothing.")
    evaluation.refuse_unclear_note(kind, words, evaluation.shipped())
    row = QuietNote.objects.create(posting=held, kind=kind, words=words.strip(), by=by, at=at)
    _record("note.left", row, held, by=by)
    return row


@transaction.atomic
def hear_note(*, row: QuietNote, by: User, at: datetime) -> QuietNote:
    """The authority has read a note; the host sees that. A note heard already stays as it is."""
    held = QuietNote.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.heard_at is None:
        held.heard_by, held.heard_at = by, at
        held.save(update_fields=["heard_by", "heard_at"])
        posting = Posting.objects.in_full().get(pk=held.posting_id)
        _record("note.heard", held, posting, by=by)
    return held


def _refuse_about_oneself(posting: Posting, by: User | None) -> None:
    if by is not None and posting.worker.account_id == by.pk:
        raise OfYourself(
            zh="不能代表单位评价或反映本人，请由单位其他人员办理。",
            en="Nobody speaks for a unit about themselves; somebody else of the unit does.",
        )


def _record(
    verb: str, row: models.Model, posting: Posting, *, by: User | None, **facts: object
) -> None:
    """An entry about the row, not the posting: the posting's page does not list it."""
    entry = Event(
        verb,
        row,
        area_code=posting.host.area_code,
        institution_code=posting.host.code,
        programme=posting.programme.code,
        facts=facts,
    )
    journal.record_many(actor=by, events=[entry])

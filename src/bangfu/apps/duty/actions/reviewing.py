"""What an authority writes down after looking: a pointer in order, a case decided, or undone."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import CheckedPointer, Decision
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.vocabulary_review import DutyCase, Measure
from bangfu.core.programmes.wording import listed
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .entries import about, at_host, locked

IN_ORDER = "已核实，无异常"
"""What a note says where nothing else is written."""


class AlreadyChecked(Refusal):
    """Somebody has looked into the pointer before."""


class AlreadyDecided(Refusal):
    """The case was decided before."""


class MeasureNotProvided(Refusal):
    """The programme does not provide that measure for the case."""


class DecisionWithdrawn(Refusal):
    """The decision was taken back before."""


@transaction.atomic
def check_pointer(
    *,
    code: str,
    subject: str,
    starts_on: date,
    ends_before: date,
    host: Institution,
    said: str,
    note: str,
    by: User | None,
    at: datetime,
) -> CheckedPointer:
    """Note that a pointer was looked into and is in order; raises ``AlreadyChecked``."""
    Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=host.pk)
    same = CheckedPointer.objects.filter(
        code=code, about=subject, starts_on=starts_on, ends_before=ends_before
    )
    if same.exists():
        raise AlreadyChecked(
            zh="该线索已由他人核实，无需重复办理。", en="Somebody has looked into this already."
        )
    row = CheckedPointer.objects.create(
        code=code,
        about=subject,
        starts_on=starts_on,
        ends_before=ends_before,
        host=host,
        said=said,
        note=note.strip() or IN_ORDER,
        checked_by=by,
        checked_at=at,
    )
    facts = {"starts_on": starts_on, "ends_before": ends_before, "note": row.note}
    journal.record_many(actor=by, events=[at_host("pointer.checked", host, facts)])
    return row


@transaction.atomic
def decide_occasion(
    *,
    posting: Posting,
    case: DutyCase,
    fact: str,
    upheld: bool,
    text: str,
    by: User | None,
    at: datetime,
    measures: Sequence[Measure] = (),
    provided: Sequence[Measure] = (),
) -> Decision:
    """Decide what the record gave occasion to look at; nothing follows from what is not upheld.

    ``provided`` are the measures of the programme for the case. Raises ``ReasonMissing``,
    ``MeasureNotProvided`` or ``AlreadyDecided``.
    """
    held = locked(Posting.objects.filter(pk=posting.pk)).get()
    said = reason_given(text)
    chosen = [one for one in Measure if one in measures] if upheld else []
    if other := [one for one in chosen if one not in provided]:
        raise MeasureNotProvided(
            zh=f"本项目对“{case.zh}”没有规定“{other[0].zh}”，请重新选择。",
            en=f'The programme does not provide "{other[0].en}" for "{case.en}".',
        )
    same = Decision.objects.filter(posting=held, case=case.value, fact=fact)
    if same.filter(withdrawn_at__isnull=True).exists():
        raise AlreadyDecided(zh="该情形已经认定，无需重复办理。", en="It was decided before.")
    row = Decision.objects.create(
        posting=held,
        case=case.value,
        fact=fact,
        upheld=upheld,
        measures=[one.value for one in chosen],
        text=said,
        decided_by=by,
        decided_at=at,
    )
    event = about(
        "occasion.decided",
        held,
        case=case.zh,
        decision=said,
        measures=listed(one.label for one in chosen).zh if chosen else "",
    )
    journal.record_many(actor=by, events=[event])
    return row


@transaction.atomic
def withdraw_decision(*, row: Decision, by: User | None, at: datetime) -> Decision:
    """Take a decision back; the row stays and the case stands open again.

    Raises ``DecisionWithdrawn``.
    """
    posting = locked(Posting.objects.filter(pk=row.posting_id)).get()
    held = Decision.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise DecisionWithdrawn(zh="该认定已撤销，无需重复办理。", en="It was taken back before.")
    held.withdrawn_by, held.withdrawn_at = by, at
    held.save(update_fields=["withdrawn_by", "withdrawn_at"])
    event = about("occasion.withdrawn", posting, case=DutyCase.of(held.case).zh)
    journal.record_many(actor=by, events=[event])
    return held

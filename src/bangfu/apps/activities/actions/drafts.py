"""Entries that could not stand yet, kept as typed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Draft
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.evidence.models import Attachment
from bangfu.apps.journal import actions as journal
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal


class NumberTaken(Refusal):
    """The number of a draft is used by another account."""


@transaction.atomic
def keep_draft(
    *,
    key: UUID,
    kind: str,
    typed: Mapping[str, object],
    said: Sequence[str],
    by: User,
    at: datetime,
    files: Sequence[Clean] = (),
) -> Draft:
    """Keep what was typed under its number; typed again, it replaces what was kept.

    ``files`` join those kept before. Raises ``NumberTaken`` for a number that another account
    uses: its draft is left alone.
    """
    row = Draft.objects.select_for_update().filter(key=key, saved_by=by).first()
    if row is None:
        if Draft.objects.filter(key=key).exists():
            raise NumberTaken(
                zh="该登记编号已被使用，请刷新页面后重新登记。",
                en="That number is used already; reload the page and enter it again.",
            )
        row = Draft(key=key, saved_by=by)
    row.kind, row.typed, row.said, row.saved_at = kind, dict(typed), list(said), at
    row.save()
    attached = add_to_record(files=files, to=row, by=by, at=at)
    facts = {"kind": kind, **facts_of(attached)}
    journal.record(actor=by, verb="activity.drafted", subject=row, facts=facts)
    return row


@transaction.atomic
def discard_draft(*, draft: Draft, by: User) -> None:
    """Throw a draft away, and what was attached to it: it never became a record."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    journal.record(actor=by, verb="activity.discarded", subject=held, facts={"kind": held.kind})
    Attachment.objects.of(held).delete()
    held.delete()


def take_over_draft(key: UUID, activity: Activity) -> None:
    """Let what was kept under a number become the entry: its files move, the draft is gone.

    Within the entry's own transaction, whose journal entry tells of it.
    """
    row = Draft.objects.select_for_update().filter(key=key, saved_by=activity.recorded_by).first()
    if row is None:
        return
    Attachment.objects.of(row).standing().update(
        subject_type=activity._meta.label_lower, subject_id=activity.pk
    )
    row.delete()

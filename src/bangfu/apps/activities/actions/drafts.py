"""Entries that could not stand yet, kept as typed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Draft
from bangfu.apps.journal import actions as journal


@transaction.atomic
def keep_draft(
    *,
    key: UUID,
    kind: str,
    typed: Mapping[str, object],
    said: Sequence[str],
    by: User,
    at: datetime,
) -> Draft:
    """Keep what was typed under its number; typed again, it replaces what was kept.

    A number that another account uses is left alone: a new draft gets a number of its own.
    """
    row = Draft.objects.select_for_update().filter(key=key, saved_by=by).first()
    if row is None:
        if Draft.objects.filter(key=key).exists():
            raise LookupError("the number belongs to another account")
        row = Draft(key=key, saved_by=by)
    row.kind, row.typed, row.said, row.saved_at = kind, dict(typed), list(said), at
    row.save()
    journal.record(actor=by, verb="activity.drafted", subject=row, facts={"kind": kind})
    return row


@transaction.atomic
def discard_draft(*, draft: Draft, by: User) -> None:
    """Throw a draft away."""
    journal.record(actor=by, verb="activity.discarded", subject=draft, facts={"kind": draft.kind})
    draft.delete()

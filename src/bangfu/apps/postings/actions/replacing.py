"""Replacing: one is recalled, another follows for the rest of the time."""

from datetime import date, timedelta

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.sides import Side

from .opening import open_posting
from .steps import held_posting, recall_posting


@transaction.atomic
def replace_posting(
    *,
    posting: Posting,
    worker: Worker,
    on: date,
    reason: str,
    by: User | None,
    hand_over_days: int = 0,
    batch: str = "",
    appointment_document: str = "",
) -> Posting:
    """Recall one worker from a day on and post another for the rest of the time planned.

    The successor arrives ``hand_over_days`` earlier, though not before the need begins. Raises
    ``SamePerson``, and as :func:`recall_posting` and :func:`open_posting`; then nothing has
    changed.
    """
    held = held_posting(posting)
    steps.replace_by(
        life_of(held),
        by=Side.AUTHORITY,
        successor=str(worker.pk),
        ends_before=max(on, held.starts_on),
        reason=reason,
    )
    recalled = recall_posting(posting=held, on=on, reason=reason, by=by)
    arrives_on = recalled.ends_before - timedelta(days=hand_over_days)
    return open_posting(
        need=recalled.need,
        worker=worker,
        starts_on=max(arrives_on, recalled.need.starts_on),
        ends_before=recalled.planned_ends_before,
        by=by,
        sessions_per_week=recalled.sessions_per_week,
        predecessor=recalled,
        batch=batch or recalled.batch,
        appointment_document=appointment_document,
    )

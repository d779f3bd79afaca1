"""Many papers at once: asked for, made one by one in the background, taken up again if cut off.

Each paper is drafted and issued in a transaction of its own: what is refused for one keeps none of
the others, and a worker that dies leaves whole papers behind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.documents import tasks
from bangfu.apps.documents.kinds.frame import Subject
from bangfu.apps.documents.models import Batch, Document
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.refusal import Refusal

from .papers import draft_document, issue_document

MOST = 1000
"""Papers in one batch: what one archive holds without a browser giving up on it."""

ABANDONED = timedelta(minutes=2)
"""Without a sign of life for so long, a batch is taken up again."""


class NothingToMake(Refusal):
    """A batch of nothing."""

    def __init__(self) -> None:
        super().__init__(
            zh="没有可以制作的对象，请返回重新选择。", en="There is nothing to make; choose again."
        )


class TooManyAtOnce(Refusal):
    """A batch of more than one archive holds."""

    def __init__(self, count: int) -> None:
        super().__init__(
            zh=f"一次最多制作{MOST}份，现在有{count}份；请先按名称筛选，再分次制作。",
            en=f"At most {MOST} at once, these are {count}; narrow them by name and make several.",
        )


@transaction.atomic
def start_batch(
    *,
    kind: DocumentKind,
    subjects: Sequence[Subject],
    office: Institution,
    address: str,
    by: User | None,
    at: datetime,
) -> Batch:
    """Ask for a paper about each of some things. Raises ``NothingToMake`` or ``TooManyAtOnce``."""
    if not subjects:
        raise NothingToMake
    if len(subjects) > MOST:
        raise TooManyAtOnce(len(subjects))
    batch = Batch.objects.create(
        office=office,
        kind=kind.value,
        subjects=[[one.key, one.name] for one in subjects],
        address=address,
        asked_by=by,
        asked_at=at,
        seen_at=at,
    )
    journal.record(
        actor=by,
        verb="document.batch_asked",
        subject=batch,
        area_code=office.area_code,
        institution_code=office.code,
        facts={"document_kind": kind.zh, "papers": len(subjects)},
    )
    transaction.on_commit(lambda: tasks.perform.enqueue(batch.pk))
    return batch


def perform_batch(*, batch: Batch) -> Batch:
    """Make what is not made yet, and say of the rest why not."""
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.RUNNING, seen_at=timezone.now())
    made = set(Document.objects.filter(batch=batch).values_list("subject", flat=True))
    failed: list[list[str]] = []
    for key, name in batch.subjects:
        if key in made:
            continue
        try:
            _make(batch, key)
        except Refusal as refused:
            failed.append([key, name, refused.zh, refused.en])
        Batch.objects.filter(pk=batch.pk).update(failed=failed, seen_at=timezone.now())
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.FINISHED, failed=failed, seen_at=now, finished_at=now
    )
    batch.refresh_from_db()
    return batch


def requeue_abandoned_batches() -> int:
    """Queue again what was being made when its process died; how many."""
    now = timezone.now()
    silent = Batch.objects.exclude(state=Batch.State.FINISHED).filter(seen_at__lt=now - ABANDONED)
    found = list(silent.values_list("pk", flat=True))
    Batch.objects.filter(pk__in=found).update(seen_at=now)
    for batch in found:
        tasks.perform.enqueue(batch)
    return len(found)


@transaction.atomic
def _make(batch: Batch, key: str) -> None:
    def absolute(path: str, /) -> str:
        return urljoin(batch.address, path)

    at = timezone.now()
    document = draft_document(
        kind=DocumentKind.of(batch.kind),
        subject=key,
        office=batch.office,
        by=batch.asked_by,
        at=at,
        absolute=absolute,
    )
    issued = issue_document(
        document=document, seen=None, by=batch.asked_by, at=at, absolute=absolute
    )
    issued.batch = batch
    issued.save(update_fields=["batch"])

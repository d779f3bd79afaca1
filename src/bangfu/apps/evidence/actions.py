"""Storing contents, attaching them to records, taking them back, sweeping what nobody keeps."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import models, transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.core.evidence import Clean

from . import folder
from .models import Attachment, StoredFile
from .refusals import NoReason, NotThere

KEPT_WITHOUT_ROW = timedelta(days=1)


@transaction.atomic
def store(*, clean: Clean, by: User | None, at: datetime) -> StoredFile:
    """Keep a checked file; the same content is kept once and found again.

    No journal entry: a content is nothing until it is attached to a record.
    """
    folder.put(clean.digest, clean.content)
    if clean.preview is not None:
        folder.put(clean.digest, clean.preview, preview=True)
    stored, _created = StoredFile.objects.get_or_create(
        digest=clean.digest,
        defaults={
            "upload_digest": clean.upload_digest,
            "kind": clean.kind.value,
            "size": clean.size,
            "width": clean.width,
            "height": clean.height,
            "kept_name": clean.name,
            "stored_at": at,
            "by": by,
        },
    )
    return stored


@transaction.atomic
def add_to_record(
    *, files: Iterable[Clean], to: models.Model, by: User | None, at: datetime
) -> list[Attachment]:
    """Store and attach files within an owner's own action, whose one entry tells of them.

    Writes no entry itself: the owner puts ``facts_of(attached)`` into its own. A file that the
    record has already is attached no second time.
    """
    return [_attached(store(clean=clean, by=by, at=at), to, clean.name, by, at) for clean in files]


@transaction.atomic
def carry_over(*, of: models.Model, to: models.Model, by: User | None, at: datetime) -> None:
    """What proves a record proves the one that replaces it too, within an owner's own action."""
    for row in Attachment.objects.of(of).standing().select_related("file"):
        _attached(row.file, to, row.name, by, at)


@transaction.atomic
def attach(
    *,
    file: Clean | StoredFile,
    to: models.Model,
    by: User | None,
    at: datetime,
    name: str = "",
    area_code: str = "",
    institution_code: str = "",
    programme: str = "",
) -> Attachment:
    """Attach a file to a record as a change of its own; what is attached already stays as it is.

    The codes say whose entry it is, as in ``journal.record``.
    """
    stored = store(clean=file, by=by, at=at) if isinstance(file, Clean) else file
    # Two at the same moment would both find nothing, and tell the journal twice.
    StoredFile.objects.select_for_update(no_key=True).get(pk=stored.pk)
    standing = Attachment.objects.of(to).standing().filter(file=stored).first()
    if standing:
        return standing
    given = name or (file.name if isinstance(file, Clean) else stored.kept_name)
    attachment = _attached(stored, to, given, by, at)
    journal.record(
        actor=by,
        verb="evidence.attached",
        subject=to,
        area_code=area_code,
        institution_code=institution_code,
        programme=programme,
        facts=facts_of([attachment]),
    )
    return attachment


@transaction.atomic
def detach(
    *,
    attachment: Attachment,
    reason: str,
    by: User | None,
    at: datetime,
    of: models.Model,
    area_code: str = "",
    institution_code: str = "",
    programme: str = "",
) -> Attachment:
    """Take a file back from its record ``of``; it stays on record with the reason.

    Raises ``NoReason`` or ``NotThere``.
    """
    if not reason.strip():
        raise NoReason
    held = (
        Attachment.objects.of(of)
        .standing()
        .select_for_update(of=("self",))
        .select_related("file")
        .filter(pk=attachment.pk)
        .first()
    )
    if held is None:
        raise NotThere(attachment.name)
    held.detached_at, held.detached_by, held.reason = at, by, reason.strip()[:200]
    held.save(update_fields=["detached_at", "detached_by", "reason"])
    journal.record(
        actor=by,
        verb="evidence.detached",
        subject=of,
        area_code=area_code,
        institution_code=institution_code,
        programme=programme,
        facts={**facts_of([held]), "reason": held.reason},
    )
    return held


def facts_of(attached: Sequence[Attachment]) -> dict[str, object]:
    """What an entry says of files: their names, and the digests that prove the contents."""
    if not attached:
        return {}
    return {
        "files": "、".join(each.name for each in attached),
        "digests": " ".join(each.file.digest[:16] for each in attached),
    }


def sweep(*, now: datetime) -> int:
    """Remove contents without a row that nobody touched for a day; how many files went.

    A transaction that fails leaves its files behind; no row ever loses its own.
    """
    since = (now - KEPT_WITHOUT_ROW).timestamp()
    old = list(folder.older_than(since))
    kept: set[str] = set()
    digests = sorted({digest for digest, _path in old})
    for start in range(0, len(digests), 500):
        rows = StoredFile.objects.filter(digest__in=digests[start : start + 500])
        kept.update(rows.values_list("digest", flat=True))
    return sum(
        folder.remove(path, untouched_since=since) for digest, path in old if digest not in kept
    )


def _attached(
    stored: StoredFile, to: models.Model, name: str, by: User | None, at: datetime
) -> Attachment:
    attachment, _created = Attachment.objects.get_or_create(
        file=stored,
        subject_type=to._meta.label_lower,
        subject_id=to.pk,
        detached_at=None,
        defaults={"name": name[:120], "attached_at": at, "attached_by": by},
    )
    return attachment

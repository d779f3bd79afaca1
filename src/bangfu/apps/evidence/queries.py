"""Reading what is attached. Who may see a record is its owner's question, asked before these."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.core.evidence import Kind
from bangfu.core.evidence.refusals import megabytes
from bangfu.web.wording import in_own_language

from . import folder
from .models import Attachment, AttachmentQuerySet, StoredFile

_ICONS = {Kind.XLSX: "file-spreadsheet", Kind.PDF: "file-description"}


@dataclass(frozen=True, slots=True)
class Attached:
    """One file of a record, as a page shows it."""

    pk: int
    name: str
    kind: str
    size: str
    is_photo: bool
    is_shown: bool
    icon: str
    width: int | None
    height: int | None
    digest: str
    at: datetime
    by: str

    @property
    def said(self) -> str:
        """For those who do not see the picture."""
        return _("%(kind)s：%(name)s") % {"kind": self.kind, "name": self.name}


@dataclass(frozen=True, slots=True)
class Use:
    """Another record that the same upload proves; its owner says what may be shown of it."""

    subject_type: str
    subject_id: int
    name: str
    at: datetime


def attachments_of(records: Iterable[models.Model]) -> Mapping[int, list[Attached]]:
    """The standing files of records of one model by key, the earliest first; in one query.

    Every record has its list, an empty one where nothing is attached.
    """
    given = list(records)
    found: dict[int, list[Attached]] = {record.pk: [] for record in given}
    if not given:
        return found
    labels = {record._meta.label_lower for record in given}
    if len(labels) > 1:
        raise ValueError(f"records of one model at a time, not of {sorted(labels)}")
    rows = Attachment.objects.filter(subject_type=labels.pop(), subject_id__in=found)
    for row in rows.standing().select_related("file", "attached_by").order_by("attached_at", "pk"):
        found[row.subject_id].append(attached(row))
    return found


def attachments_on(record: models.Model) -> list[Attached]:
    """The standing files of one record."""
    return attachments_of([record])[record.pk]


def counts_of(records: Iterable[models.Model]) -> Mapping[int, int]:
    """How many files stand with each record of one model; in one query."""
    return {key: len(held) for key, held in attachments_of(records).items()}


def files_on(record: models.Model) -> AttachmentQuerySet:
    """Where a view that has checked the record finds the attachment an address names."""
    return Attachment.objects.of(record).standing().select_related("file")


def used_elsewhere(
    digests: Iterable[str], *, than: models.Model | None = None
) -> Mapping[str, list[Use]]:
    """Other records that the same content, or the same upload before cleaning, proves already.

    Digests are those of ``Clean`` or ``StoredFile``, of either kind; ``than`` is the record at
    hand. What stands nowhere else is left out. Records are named, not shown: whether the reader
    may see one is for its owner to say.
    """
    asked = set(digests)
    rows = Attachment.objects.standing().filter(
        Q(file__digest__in=asked) | Q(file__upload_digest__in=asked)
    )
    if than is not None:
        rows = rows.exclude(subject_type=than._meta.label_lower, subject_id=than.pk)
    found: dict[str, list[Use]] = defaultdict(list)
    for row in rows.select_related("file").order_by("attached_at", "pk"):
        use = Use(row.subject_type, row.subject_id, row.name, row.attached_at)
        for digest in {row.file.digest, row.file.upload_digest} & asked:
            found[digest].append(use)
    return dict(found)


def unsound() -> Iterator[tuple[StoredFile, bool]]:
    """Stored files whose content is missing (``True``) or is not what it was; reads them all."""
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        found = folder.digest_of(folder.path_of(file.digest))
        if found != file.digest:
            yield file, found is None
        elif file.is_photo and not folder.path_of(file.digest, preview=True).exists():
            yield file, True


def attached(row: Attachment) -> Attached:
    """One attachment in words; its file and account are loaded."""
    kind = Kind.of(row.file.kind)
    return Attached(
        pk=row.pk,
        name=row.name,
        kind=in_own_language(kind.label),
        size=megabytes(row.file.size),
        is_photo=row.file.is_photo,
        is_shown=row.file.is_photo or kind is Kind.PDF,
        icon=_ICONS.get(kind, "file-text"),
        width=row.file.width,
        height=row.file.height,
        digest=row.file.digest,
        at=row.attached_at,
        by=str(row.attached_by or ""),
    )

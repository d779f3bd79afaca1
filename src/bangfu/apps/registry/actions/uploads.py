"""Keeping an uploaded workbook between the trial and the taking."""

from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Upload
from bangfu.core.exchange.importing import read_rows
from bangfu.core.exchange.marking import marked_copy
from bangfu.core.exchange.workbook_files import read_workbook
from bangfu.core.refusal import Refusal

from .imports.lists import list_of
from .imports.report import ImportReport
from .imports.running import import_workbook

_KEPT = timedelta(hours=24)


class UploadGone(Refusal):
    """The uploaded file was taken, thrown away, or kept too long."""


@transaction.atomic
def keep_upload(*, kind: str, content: bytes, name: str, by: User, on: date) -> Upload:
    """Keep a file so that it can be tried, then taken; those older than a day are thrown away.

    A file that is no workbook, is empty, or lacks the headings is refused and not kept.
    """
    discard_old_uploads()
    read_rows(read_workbook(content, name=name), list_of(kind).layout(on))
    return Upload.objects.create(
        kind=list_of(kind).code,
        file_name=name[:200],
        digest=sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
    )


def try_upload(*, upload: Upload, by: User, on: date) -> ImportReport:
    """What taking the file would do; nothing is written."""
    return _import(upload, by=by, on=on, dry_run=True)


def take_upload(*, upload: Upload, by: User, on: date) -> ImportReport:
    """Take the file over; raises ``ImportRefused`` where it has errors by now."""
    return _import(upload, by=by, on=on, dry_run=False)


def marked_upload(*, upload: Upload, by: User, on: date, language: str) -> bytes:
    """The file as xlsx with what is wrong in each cell by now."""
    report = try_upload(upload=upload, by=by, on=on)
    workbook = read_workbook(bytes(upload.content or b""), name=upload.file_name)
    return marked_copy(workbook, report.errors, language=language)


def discard_upload(*, upload: Upload) -> None:
    """Throw away a file that was not taken."""
    Upload.objects.filter(pk=upload.pk, taken_at__isnull=True).delete()


def discard_old_uploads() -> None:
    """Throw away files that nobody took within a day: they hold identity numbers."""
    Upload.objects.filter(taken_at__isnull=True, uploaded_at__lt=timezone.now() - _KEPT).delete()


def _import(upload: Upload, *, by: User, on: date, dry_run: bool) -> ImportReport:
    if upload.content is None:
        raise UploadGone(
            zh=f"文件“{upload.file_name}”已经导入或已清除，请重新上传。",
            en=f"“{upload.file_name}” was taken or thrown away; upload it again.",
        )
    return import_workbook(
        kind=upload.kind,
        content=bytes(upload.content),
        name=upload.file_name,
        by=by,
        on=on,
        dry_run=dry_run,
        upload=None if dry_run else upload,
    )

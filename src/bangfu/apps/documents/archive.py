"""The papers of a batch as one archive."""

import re
import tempfile
import zipfile
from typing import IO

from django.http import FileResponse
from django.utils.http import content_disposition_header

from bangfu.core.programmes.vocabulary_review import DocumentKind

from .making import kept
from .models import Batch, Document

# What a file name cannot hold on some system.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def archive_of(batch: Batch) -> FileResponse:
    """Word and PDF of every paper that stands, by number and title. Raises ``ContentGone``."""
    held: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    rows = Document.objects.filter(batch=batch).standing().order_by("serial", "pk")
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for row in rows.select_related("word_file", "pdf_file"):
            name = _UNFIT.sub("_", f"{row.serial:04d} {row.title}")[:100]
            for file in (row.word_file, row.pdf_file):
                if file is not None:
                    ending = "docx" if file == row.word_file else "pdf"
                    archive.writestr(f"{name}.{ending}", kept(file, row.title))
    held.seek(0)
    title = f"{DocumentKind.of(batch.kind).zh}-{batch.pk}.zip"
    answer = FileResponse(held, content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, title) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

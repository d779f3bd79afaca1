"""Papers: five hundred certificates in one batch and one archive, templates that mean harm."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.bar import Bar, clock
from benchmarks.pages import province

PAPERS = 500
BATCH, ARCHIVE, REFUSAL = 60.0, 10.0, 5.0


def measure(_size: str) -> Iterator[Bar]:
    """A batch as the worker makes it; what is written is rolled back."""
    yield from _harm()
    with province():
        from django.db import transaction

        with transaction.atomic():
            yield from _batch()
            transaction.set_rollback(True)


def _batch() -> Iterator[Bar]:
    from django.utils import timezone

    from bangfu.apps.documents import actions
    from bangfu.apps.documents.archive import archive_of
    from bangfu.apps.documents.kinds.frame import Subject
    from bangfu.apps.documents.models import Document
    from bangfu.core.documents.numbering import Series
    from bangfu.core.programmes.vocabulary_review import DocumentKind

    office, rows = _certificates()
    actions.set_number_word(office=office, series=Series.FORM, word="鲁卫帮", by=None)
    batch = actions.start_batch(
        kind=DocumentKind.SERVICE_CERTIFICATE,
        subjects=[Subject(key=str(row.pk), name=row.code) for row in rows],
        office=office,
        address="https://bangfu.example/",
        by=None,
        at=timezone.now(),
    )
    with clock() as whole:
        actions.perform_batch(batch=batch)
    made = Document.objects.filter(batch=batch).count()
    yield Bar("certificates made", PAPERS, made, "", at_least=True)
    yield Bar("500 certificates, Word and PDF", BATCH, whole.seconds)
    with clock() as packing:
        packed = b"".join(archive_of(batch).streaming_content)  # type: ignore[arg-type]
    yield Bar("their archive", ARCHIVE, packing.seconds)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        yield Bar("files in it", 2 * PAPERS, len(archive.namelist()), "", at_least=True)


def _certificates() -> tuple[Any, list[Any]]:
    """Five hundred certificates that stand, with what one says."""
    from django.db.models import F
    from django.utils import timezone

    from bangfu.apps.certificates.models import Certificate
    from bangfu.apps.certificates.printed import as_plain
    from bangfu.apps.certificates.statement import printed_of, statement_of
    from bangfu.apps.postings.models import Posting
    from bangfu.apps.registry.models import Institution
    from bangfu.core.duty import certificate_code

    today, at = timezone.localdate(), timezone.now()
    office = Institution.objects.create(
        code="SHANDONG-COMMISSION",
        name="山东省卫生健康委员会",
        category="commission",
        area_code="37",
        valid_from=today,
    )
    over = Posting.objects.filter(
        programme__code="shandong_measure",
        ends_before__lt=today - timedelta(days=70),
        ends_before__gt=F("starts_on"),
    ).order_by("pk")
    first = over.select_related("worker", "home", "host", "programme")[0]
    said = printed_of(first, statement_of(first, on=today), issuer=office, number="1", on=today)
    rows = [
        Certificate(
            posting=posting,
            issuer=office,
            year=today.year,
            serial=serial,
            code=certificate_code.new(),
            printed=as_plain(said) | {"name": posting.worker.name, "number": str(serial)},
            issued_at=at,
        )
        for serial, posting in enumerate(over.select_related("worker")[:PAPERS], 1)
    ]
    return office, Certificate.objects.bulk_create(rows)


def _harm() -> Iterator[Bar]:
    """A small file that unpacks without end, and one whose loops would never end."""
    from docx import Document

    from bangfu.core.documents.filling import refuse_template
    from bangfu.core.refusal import Refusal

    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (1 << 30))
    document, looping = Document(), io.BytesIO()
    document.add_paragraph("{% for a in x %}" * 12 + "{{ a }}" + "{% endfor %}" * 12)
    document.save(looping)
    for name, content in (("unpacks", written), ("loops", looping)):
        refused = 0
        with clock() as taken:
            try:
                refuse_template(content.getvalue(), {"x": ["1"] * 99}, name="t.docx")
            except Refusal:
                refused = 1
        yield Bar(f"a template that {name} without end is refused", 1, refused, "", at_least=True)
        yield Bar(f"refusing it ({name})", REFUSAL, taken.seconds)

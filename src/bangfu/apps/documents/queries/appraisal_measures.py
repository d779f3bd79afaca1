"""What papers say in appraisals: whether a pairing's agreement was issued."""

from decimal import Decimal

from bangfu.apps.appraisal.queries.measuring import Asked, Measure, Record
from bangfu.apps.appraisal.queries.measuring.asking import Rows
from bangfu.apps.documents.models import Document
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text


def agreement_signed(asked: Asked) -> Rows:
    """The latest standing agreement of each pairing; of one signed elsewhere nothing is known."""
    refs = {str(one.ref): one.pk for one in asked.subjects}
    found = Document.objects.standing().filter(
        kind=DocumentKind.AGREEMENT.value,
        subject__in=refs,
        issued_at__date__lt=asked.days.ends_before,
    )
    rows: dict[int, list[Record]] = {}
    for one in found.order_by("-issued_at", "-pk"):
        day = one.issued_at.date() if one.issued_at else None
        said = Text(zh=f"{one.title} {one.number}".strip())
        rows.setdefault(refs[one.subject], [Record("document", one.pk, day, said, Decimal(1))])
    return rows


MEASURES = (
    Measure(
        code="agreement_signed",
        kinds=frozenset({Kind.PAIRING}),
        read=agreement_signed,
        told=Text(
            zh="在“文书”中签发、没有撤回的帮扶协议书。",
            en="The agreement issued among the papers and not withdrawn.",
        ),
        missing=Text(
            zh="“文书”中没有已签发的帮扶协议书；线下签订的，由双方报送并附扫描件。",
            en="No agreement is issued among the papers; one signed elsewhere is reported with a "
            "copy.",
        ),
        or_reported=True,
    ),
)

"""Certificates at the size of a province: issued, printed, checked by anybody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, clock, p95, repeated

if TYPE_CHECKING:
    from bangfu.apps.certificates.models import Certificate

PAPERS = 20
PAPER, ISSUE, VERIFY = 2.0, 0.200, 0.100


def measure() -> Iterator[Bar]:
    """Bars of certificates, within a transaction that the caller rolls back."""
    from django.test import Client

    from bangfu.apps.certificates.papers import certificate_pdf

    issuing: list[float] = []
    issued = list(_issued(issuing))
    yield Bar("certificates issued", PAPERS, len(issued), "", at_least=True)
    yield Bar("issuing a certificate, p95", ISSUE, p95(issuing))

    printing = []
    for row in issued:
        with clock() as taken:
            document = certificate_pdf(
                row,
                verify_at=f"https://bangfu.example/verify/{row.code}/",
                verify_from="https://bangfu.example/verify/",
            )
        assert document.startswith(b"%PDF-")
        printing.append(taken.seconds)
    # The first one loads the fonts: nobody waits longer than for that.
    yield Bar("a certificate as PDF, the slowest", PAPER, max(printing))

    client, path = Client(HTTP_HOST="127.0.0.1"), f"/verify/{issued[0].code}/"
    assert client.get(path).status_code == 200
    yield Bar(
        "checking a certificate, p95", VERIFY, p95(repeated(lambda: client.get(path), PAPERS))
    )


def _issued(seconds: list[float]) -> Iterator["Certificate"]:
    """Certificates of postings that are over, closed for the purpose."""
    from django.db.models import F
    from django.utils import timezone

    from bangfu.apps.certificates.actions import issue_certificate
    from bangfu.apps.postings.models import Posting
    from bangfu.apps.registry.models import Institution
    from bangfu.core.duty.sides import Side

    today, at = timezone.localdate(), timezone.now()
    over = Posting.objects.filter(
        programme__code="shandong_measure",
        ends_before__lt=today - timedelta(days=70),
        ends_before__gt=F("starts_on"),
    )
    keys = list(over.order_by("pk").values_list("pk", flat=True)[:PAPERS])
    chosen = Posting.objects.filter(pk__in=keys)
    chosen.update(
        arrived_on=F("starts_on"), handed_over_on=F("ends_before"), closed_on=F("ends_before")
    )
    Institution.objects.create(
        code="SHANDONG-COMMISSION",
        name="山东省卫生健康委员会",
        category="commission",
        area_code="37",
        valid_from=today,
    )
    for posting in chosen:
        with clock() as taken:
            row = issue_certificate(posting=posting, side=Side.AUTHORITY, by=None, at=at)
        seconds.append(taken.seconds)
        yield row

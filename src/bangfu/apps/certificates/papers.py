"""Certificates and posters as PDF: what is official is Chinese, whatever its reader speaks."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.wording import day, span
from bangfu.core.refusal import Refusal
from bangfu.web.printing import pdf, qr_code

from .models import Certificate
from .printed import Printed, from_plain

TEMPLATES = Path(__file__).parent / "print"
NOTE = "服务时间依据受援单位逐周确认的在岗记录计算，未经确认的不计入；折算按项目和地区规定执行。"


class CertificateRevoked(Refusal):
    """A revoked certificate is not printed any more."""


def certificate_pdf(certificate: Certificate, *, verify_at: str, verify_from: str) -> bytes:
    """A certificate on one sheet of A4, from what was kept when it was issued.

    ``verify_at`` is the address behind its QR code, ``verify_from`` the page where the code is
    typed. Raises ``CertificateRevoked``.
    """
    if certificate.revoked_at is not None:
        raise CertificateRevoked(
            zh="该证明已撤销，不能再打印。",
            en="This certificate is revoked and not printed any more.",
        )
    printed = from_plain(certificate.printed)
    values = {
        "title": printed.title.zh,
        "number": printed.number,
        "statement": statement(printed),
        "rows": rows(printed),
        "note": NOTE,
        "qr": qr_code(verify_at),
        "code": certificate.code,
        "address": verify_from,
        "issuer": printed.issuer,
        "issued_on": day(printed.issued_on).zh,
    }
    return pdf(TEMPLATES / "certificate.typ", values, at=certificate.issued_at)


def statement(printed: Printed) -> str:
    """The sentence that a certificate opens with."""
    return (
        f"兹证明{printed.home}{printed.name}同志受派到{printed.host}，"
        f"以{printed.form.zh}形式参加{printed.programme.zh}工作，服务情况如下。"
    )


def rows(printed: Printed) -> list[tuple[str, str]]:
    """The table of a certificate; the page of its verification shows the same."""
    stated = [
        ("姓名", printed.name),
        ("派出单位", printed.home),
        ("受援单位", printed.host),
        ("科室", printed.department),
        ("派驻形式", printed.form.zh),
        ("任职", printed.role),
        ("项目", printed.programme.zh),
        ("服务期限", span(printed.starts_on, printed.ends_before).zh),
        ("确认在岗", printed.amount_said.zh),
        ("折算服务时间", printed.credited_said.zh),
    ]
    return [(name, value) for name, value in stated if value]


def poster_pdf(host: Institution, *, address: str) -> bytes:
    """A poster for a host's hall with the way to its public roster, in the reader's language."""
    values = {
        "title": _("专家坐诊安排"),
        "host": host.name,
        "lead": _("扫码查看今后四周坐诊专家"),
        "note": _("无需注册，不收集个人信息"),
        "qr": qr_code(address),
        "address": address,
    }
    return pdf(TEMPLATES / "poster.typ", values, at=timezone.now())

"""服务证明: a certificate that was issued, as Word and PDF, from what was kept when it was."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.papers import NOTE, rows, statement
from bangfu.apps.certificates.printed import from_plain
from bangfu.apps.certificates.queries.reach import visible_to
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import At, Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day
from bangfu.core.programmes.words import Text

from .about import narrowed
from .frame import Absolute, Asked, Gathered, Kind, Subject, SubjectGone, listed, said


def draw() -> bytes:
    """One sheet: the statement, the table, the code to check it by."""
    sheet = Sheet.form()
    sheet.title("{{ title }}", after=6)
    sheet.line("证明编号：{{ certificate }}", align="right", after=6)
    sheet.line("{{ statement }}", size=12, indent=2, pitch=24, after=8)
    sheet.pairs("row in rows", "{{ row.name }}", "{{ row.value }}", widths=(1, 3))
    sheet.line("{{ note }}", size=9, before=8, after=12)
    sheet.grid(
        [[At("{{ qr }}", align="center"), At("扫码核验\n验证码：{{ code }}\n{{ address }}")]],
        widths=(1, 3),
        lines=False,
    )
    sheet.line("", after=20)
    sheet.signed("{{ issuer }}（盖章）", "{{ issued_on }}", right=2)
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Certificates in reach that stand."""
    found = visible_to(user).standing().select_related("posting__worker", "posting__host")
    found = narrowed(found, asked, "posting__worker__name", "posting__host__name")
    return [
        Subject(
            key=str(one.pk),
            name=one.posting.worker.name,
            note=f"{one.number} · {one.posting.host.name}",
        )
        for one in found[:50]
    ]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """What was kept when the certificate was issued; a revoked one is gone."""
    found = Certificate.objects.standing().select_related("posting__programme", "posting__worker")
    one = found.filter(pk=int(key)).first() if key.isdecimal() else None
    if one is None:
        raise SubjectGone
    printed = from_plain(one.printed)
    address = absolute(reverse("verified", args=[one.code]))
    return Gathered(
        title=f"{printed.title.zh}（{printed.name}）",
        programme=one.posting.programme,
        values={
            "title": printed.title.zh,
            "certificate": printed.number,
            "statement": statement(printed),
            "rows": [{"name": name, "value": value} for name, value in rows(printed)],
            "note": NOTE,
            "code": one.code,
            "qr": address,
            "address": address,
            "issuer": printed.issuer,
            "issued_on": day(printed.issued_on).zh,
        },
    )


KIND = Kind(
    code=DocumentKind.SERVICE_CERTIFICATE,
    series=Series.FORM,
    about=Text(zh="已出具的服务证明", en="a certificate issued"),
    fields=(
        said("title", "标题", "title", "基层服务证明"),
        said("certificate", "证明编号", "number of the certificate", "〔2026〕服证第12号"),
        said(
            "statement", "证明内容", "statement", "兹证明某同志受派到某卫生院工作，服务情况如下。"
        ),
        listed(
            "rows",
            "各项内容",
            "its items",
            said("name", "项", "item", "姓名"),
            said("value", "内容", "content", "某某"),
        ),
        said("note", "说明", "note", NOTE),
        said("code", "验证码", "verification code", "ABCD-EFGH-JKLM"),
        said("qr", "核验二维码", "QR code", "https://example.org/verify", shape="qr"),
        said("address", "核验网址", "address", "https://example.org/verify"),
        said("issuer", "出具单位", "issued by", "某县卫生健康委员会"),
        said("issued_on", "出具日期", "issued on", "2026年7月3日"),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)

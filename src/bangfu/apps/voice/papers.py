"""The poster with a code, on one sheet of A4."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.web.printing import pdf, qr_code

from .models import AskCode

TEMPLATES = Path(__file__).parent / "print"


def poster_pdf(code: AskCode, *, address: str) -> bytes:
    """A poster for a hall, in large plain type and the reader's language."""
    place = [code.department.name if code.department else "", code.place]
    values = {
        "title": _("有需求，扫一扫"),
        "host": code.institution.name,
        "place": " · ".join(part for part in place if part),
        "qr": qr_code(address),
        "steps": [_("扫码，勾选类别"), _("说说情况，可以不留姓名"), _("凭回执码查看答复")],
        "note": _("无需注册，不收集个人身份信息。急事请直接到服务台。"),
        "alt": _("需求码"),
        "address": address,
    }
    return pdf(TEMPLATES / "poster.typ", values, at=timezone.now())

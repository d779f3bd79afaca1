"""Documents as PDF: a Typst template, values as JSON, and the fonts that come with the product."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import segno
import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bangfu.core.documents.paper import Paper
from bangfu.core.refusal import Refusal

FONTS = Path(__file__).parent / "fonts"
PAPER = Path(__file__).parent / "print" / "paper.typ"

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
FACES = {face: [SERIF] for face in ("song", "fangsong", "kai", "title")} | {"hei": [SANS, SERIF]}
"""What each kind of type is set in: the product has no free 仿宋, 楷体 or 小标宋 to pass on."""


class FontsMissing(Refusal):
    """The fonts that documents are printed in are not installed."""


def pdf(template: Path, values: Mapping[str, Any], *, at: datetime) -> bytes:
    """A document; the same template, values and moment give the same bytes.

    A template reads its values by ``json(bytes(sys.inputs.values))``: they are data there and never
    markup, whatever characters a name has. Only the product's own fonts are used, so that a
    document looks alike on every machine. Raises ``FontsMissing``.
    """
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, no output file
    return made


def qr_code(text: str) -> str:
    """A QR code as SVG, to be printed; still read with a seventh of it soiled."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


def qr_png(text: str) -> bytes:
    """A QR code as PNG, for documents that are edited; as robust as :func:`qr_code`."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=4, border=2)
    return drawn.getvalue()


def paper_pdf(paper: Paper, *, title: str, at: datetime, mark: str = "") -> bytes:
    """A paper as PDF; ``mark`` stands across each page, as on drafts. Raises ``FontsMissing``."""
    return pdf(PAPER, _paper_values(paper, title, mark), at=at)


def as_download(document: bytes, name: str) -> HttpResponse:
    """A PDF as the answer to a request, for its reader alone; ``name`` is without ending."""
    answer = HttpResponse(document, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    answer.headers["Content-Disposition"] = disposition or "inline"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _paper_values(paper: Paper, title: str, mark: str) -> dict[str, Any]:
    plain = msgspec.to_builtins(msgspec.structs.replace(paper, pictures=()))
    pictures = [list(one) for one in paper.pictures]
    return {"title": title, "paper": plain, "pictures": pictures, "faces": FACES, "mark": mark}


@cache
def _fonts() -> typst.Fonts:
    """The fonts, found once: looking through them takes longer than setting a page."""
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing(
            zh="缺少打印用的字体，请重新安装，或在源代码目录运行 ./bangfu build。",
            en="The fonts for printing are missing; install again.",
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

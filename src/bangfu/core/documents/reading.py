"""A filled Word document as the paper it shows.

Read are paragraphs, tables with joined cells, pictures in the line, headers, footers, page numbers,
and the look of all of them over Word's styles (:mod:`.looks`). What is beyond is left out of the
paper and named by :func:`beyond`, so that an office hears of it when it uploads a template.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bangfu.core.programmes.words import Text

from .looks import W, number, properties, read_styles, value_of
from .package import DOCUMENT, Package, opened, unpacked
from .paper import Block, Page, Paper, Paragraph
from .paragraphs import Grid, Reader
from .tables import read_table

if TYPE_CHECKING:
    from lxml.etree import _Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BODY = f"{W}body"
# Sections after the first keep the first one's page: papers of offices have one.
_BEYOND = {
    f"{W}numPr": Text(zh="自动编号（请直接写出序号）", en="automatic numbers (write them out)"),
    f"{W}txbxContent": Text(zh="文本框（请改用表格）", en="text boxes (use a table)"),
    f"{W}footnoteReference": Text(zh="脚注", en="footnotes"),
    f"{W}object": Text(zh="嵌入的对象", en="embedded objects"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": Text(
        zh="公式", en="formulas"
    ),
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor": Text(
        zh="浮动的图片（请改为嵌入型）", en="floating pictures (set them in line with text)"
    ),
    f"{W}ins": Text(zh="修订标记（请接受全部修订）", en="tracked changes (accept them all)"),
    f"{W}del": Text(zh="修订标记（请接受全部修订）", en="tracked changes (accept them all)"),
}


@dataclass(slots=True)
class _Pictures:
    """Pictures met so far, each kept once."""

    package: Package
    files: list[bytes] = field(default_factory=list)

    def number_of(self, path: str) -> int | None:
        content = self.package.parts.get(path)
        if content is None:
            return None
        if content not in self.files:
            self.files.append(content)
        return self.files.index(content)


def read_paper(content: bytes, *, name: str) -> Paper:
    """The paper of a document that was filled here."""
    return _read(unpacked(content, name=name))


def beyond(content: bytes, *, name: str) -> list[Text]:
    """What of a document its PDF will not show, each thing once."""
    package = opened(content, name=name)
    root = package.xml(DOCUMENT)
    found = (
        []
        if root is None
        else [_BEYOND[tag] for tag in _BEYOND if next(root.iter(tag), None) is not None]
    )
    if root is not None and len(list(root.iter(f"{W}sectPr"))) > 1:
        found.append(Text(zh="第二节起的页面设置", en="the page of the second section and after"))
    return list(dict.fromkeys(found))


def _read(package: Package) -> Paper:
    root = package.xml(DOCUMENT)
    assert root is not None  # noqa: S101 - opened() saw it
    pictures = _Pictures(package)
    section = next(iter(root.iter(f"{W}sectPr")), None)
    grid = _grid(section)
    styles = read_styles(package.xml("word/styles.xml"))

    def blocks_of(path: str, element: "_Element") -> Iterator[Block]:
        links = package.links(path)
        reader = Reader(styles, grid, lambda link: pictures.number_of(links.get(link, "")))
        for one in _content(element):
            if one.tag == f"{W}p":
                yield reader.paragraph(one)
            elif one.tag == f"{W}tbl":
                yield read_table(one, reader, width=page.width - page.left - page.right)

    def band(kind: str, which: str) -> tuple[Paragraph, ...]:
        path = _band_path(package, section, kind, which)
        band_root = package.xml(path) if path else None
        found = () if band_root is None else blocks_of(path, band_root)
        return tuple(one for one in found if isinstance(one, Paragraph))

    page = _page(section)
    body = root.find(_BODY)
    blocks = () if body is None else tuple(blocks_of(DOCUMENT, body))
    return Paper(
        page=page,
        blocks=blocks,
        header=band("header", "default"),
        footer=band("footer", "default"),
        even_footer=band("footer", "even") if _has_even_pages(package) else (),
        pictures=tuple(pictures.files),
    )


def _content(element: "_Element") -> Iterator["_Element"]:
    """Paragraphs and tables in order, also those inside content controls."""
    for one in element:
        if one.tag == f"{W}sdt":
            inner = one.find(f"{W}sdtContent")
            if inner is not None:
                yield from _content(inner)
        elif one.tag in (f"{W}p", f"{W}tbl"):
            yield one


def _page(section: "_Element | None") -> Page:
    usual = Page()
    if section is None:
        return usual
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")

    def of(element: "_Element | None", name: str, otherwise: float) -> float:
        said = number(element, name)
        return otherwise if said is None else abs(said)

    return Page(
        width=of(size, "w", usual.width),
        height=of(size, "h", usual.height),
        top=of(margin, "top", usual.top),
        bottom=of(margin, "bottom", usual.bottom),
        left=of(margin, "left", usual.left),
        right=of(margin, "right", usual.right),
        header_at=of(margin, "header", usual.header_at),
        footer_at=of(margin, "footer", usual.footer_at),
    )


def _grid(section: "_Element | None") -> Grid:
    """Lines and characters to a page, as Word's document grid says them."""
    element = None if section is None else section.find(f"{W}docGrid")
    kind = value_of(element, "type")
    if kind not in ("lines", "linesAndChars", "snapToChars"):
        return Grid()
    pitch = number(element, "linePitch") or 0.0
    # In 4096ths of a point.
    space = number(element, "charSpace", unit=4096.0) if kind != "lines" else None
    return Grid(pitch, space or 0.0)


def _band_path(package: Package, section: "_Element | None", kind: str, which: str) -> str:
    for one in () if section is None else section.findall(f"{W}{kind}Reference"):
        if value_of(one, "type") == which:
            return package.links(DOCUMENT).get(one.get(f"{R}id", ""), "")
    return ""


def _has_even_pages(package: Package) -> bool:
    settings = package.xml("word/settings.xml")
    return "evenAndOddHeaders" in properties(settings)

"""Pieces of a Word file that python-docx has no words for: fields, grids, rules, lines of cells."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

LATIN = "Times New Roman"

LINES, CHARACTERS = 22, 28
"""To a page and to a line (GB/T 9704-2012, 5.2.2)."""

_TWIP = 635
# The type area of 156 × 225 mm.
_LINE_PITCH = Emu(round(Mm(225) / LINES))
_CHARACTER = Emu(round(Mm(156) / CHARACTERS))
_HAIR = 0.02


def fill(
    paragraph: Any,
    text: str,
    *,
    face: str = "",
    size: float = 0,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    """Words in one look at the end of a paragraph; nothing where there are none."""
    if not text:
        return
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if face:
        run.font.name = LATIN
        run._element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)
    if colour is not None:
        run.font.color.rgb = colour


def page_field(paragraph: Any, what: str, size: float) -> None:
    """A number that the page knows: ``PAGE`` or ``NUMPAGES``."""
    run = paragraph.add_run()
    run.font.size = Pt(size)
    for kind, text in (("begin", ""), ("", what), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)


def letter_grid(section: Any) -> None:
    """Twenty-two lines of twenty-eight characters in the type area; a line more would not fit."""
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(_LINE_PITCH // _TWIP))
    # What a character of 16 points is short of its place, in 4096ths of a point. A hair less, so
    # that the last one of a line is not pushed to the next by rounding.
    grid.set(qn("w:charSpace"), str(round((_CHARACTER.pt - _HAIR - 16) * 4096)))


def rule(paragraph: Any, side: str, *, eighths: int, colour: str) -> None:
    """A line beside a paragraph: ``eighths`` of a point thick."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "1"), ("color", colour)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._element.get_or_add_pPr().append(borders)


def off(name: str) -> Any:
    """A property that is switched off."""
    element = OxmlElement(name)
    element.set(qn("w:val"), "0")
    return element


def repeat(row: Any) -> None:
    """Let a row stand on every page of its table."""
    head = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(head)


def sides(cell: Any, drawn: Sequence[str]) -> None:
    """Lines on some sides of a cell alone."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in drawn else "nil")
        if side in drawn:
            line.set(qn("w:sz"), "6")
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def sizes(table: Any, size: float, face: str) -> None:
    """All words of a table in one face and size, off the grid of the letter."""
    for cell in (cell for row in table.rows for cell in row.cells):
        for line in cell.paragraphs:
            # Lines of a table stand by their own type, not on the grid of the letter.
            line._element.get_or_add_pPr().append(off("w:snapToGrid"))
        for run in (run for line in cell.paragraphs for run in line.runs):
            run.font.size = Pt(size)
            run.font.name = LATIN
            run._element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)

"""The templates that come with the product, drawn as Word files.

An office that downloads one finds an ordinary document with fields, and puts its own in its place.
Letters are laid out by GB/T 9704-2012: A4 with margins of 37, 26, 35 and 28 mm, twenty-two lines of
twenty-eight characters, body in 仿宋 of 16 points, titles in 小标宋 of 22, page numbers outside.
Forms have narrower margins and lines around their cells, as such forms are kept.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from .package import steady
from .sheet_pieces import LATIN, fill, letter_grid, page_field, repeat, rule, sides, sizes

BODY, KAI, HEI, TITLE, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
RED = RGBColor(0xE6, 0x00, 0x12)


_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class At:
    """A cell of a form: its words or field, over so many columns; ``label`` cells are bold."""

    text: str
    columns: int = 1
    label: bool = False
    align: str = "left"


def label(text: str, columns: int = 1) -> At:
    """The name of a field in a form."""
    return At(text, columns, label=True, align="center")


@dataclass(slots=True)
class Sheet:
    """A template while it is drawn, from top to bottom."""

    document: Any
    size: float

    @classmethod
    def letter(cls) -> Self:
        """A letter or circular by GB/T 9704: numbered outside, from the second line on."""
        made = cls._page((37, 26, 35, 28), size=16, face=BODY)
        section = made.document.sections[0]
        section.footer_distance = Mm(35 - 7)
        letter_grid(section)
        made.document.settings.odd_and_even_pages_header_footer = True
        made._numbered(section.footer, "right")
        made._numbered(section.even_page_footer, "left")
        return made

    @classmethod
    def form(cls, *, wide: bool = False) -> Self:
        """A form, upright or wide, with its page numbers in the middle."""
        made = cls._page((20, 18, 18, 20), size=10.5, face=SONG)
        section = made.document.sections[0]
        if wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.footer_distance = Mm(10)
        made._count_pages(section.footer)
        return made

    @classmethod
    def _page(cls, margins: tuple[float, float, float, float], *, size: float, face: str) -> Self:
        document = Document()
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        top, right, bottom, left = map(Mm, margins)
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, Pt(size)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), face)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        core = document.core_properties
        core.author, core.title, core.comments = "", "", ""
        return cls(document, size)

    def title(self, text: str, *, size: float = 22, after: float = 0) -> None:
        """The title in the middle."""
        self.line(text, face=TITLE, size=size, align="center", pitch=size * 1.5, after=after)

    def red_head(self, issuer: str, number: str, *, small: str) -> None:
        """The red head of an official letter: who issues it, its number, the red line.

        Where the flag ``small`` is set, the name is long and stands in smaller type on one line.
        """
        for condition, size in ((f"{{%p if {small} %}}", 26), ("{%p else %}", 38)):
            self.line(condition)
            self.line(
                issuer, face=TITLE, size=size, align="center", colour=RED, before=70, pitch=58
            )
        self.line("{%p endif %}")
        self.line(number, face=BODY, size=16, align="center", before=28)
        line = self.line("", size=6, pitch=6)
        rule(line, "bottom", eighths=12, colour="E60012")
        self.blank(2)

    def heading(self, text: str, level: int = 1) -> None:
        """一、 in 黑体, （一） in 楷体."""
        self.line(text, face=HEI if level == 1 else KAI, indent=2, with_next=True)

    def body(self, text: str) -> None:
        """A paragraph that begins two characters in."""
        self.line(text, indent=2, align="justify")

    def to(self, text: str) -> None:
        """Whom a letter addresses."""
        self.line(text)

    def blank(self, lines: int = 1) -> None:
        """Empty lines."""
        for _ in range(lines):
            self.line("")

    def each(self, loop: str, *lines: str, indent: int = 2) -> None:
        """Paragraphs for every row of a list: ``each("task in tasks", "{{ task.title }}")``."""
        self.line(f"{{%p for {loop} %}}")
        for text in lines:
            self.line(text, indent=indent, align="justify")
        self.line("{%p endfor %}")

    def text(self, name: str) -> None:
        """The paragraphs of a field of somebody's own words, its headings in their own type."""
        self.line(f"{{%p for line in {name} %}}")
        for step, level in (("if", 1), ("elif", 2)):
            self.line(f"{{%p {step} line.level == {level} %}}")
            self.heading("{{ line }}", level)
        self.line("{%p else %}")
        self.body("{{ line }}")
        self.line("{%p endif %}")
        self.line("{%p endfor %}")

    def when(self, condition: str, *lines: str, indent: int = 2) -> None:
        """Paragraphs that stand there on a condition."""
        self.line(f"{{%p if {condition} %}}")
        for text in lines:
            self.line(text, indent=indent, align="justify")
        self.line("{%p endif %}")

    def signed(self, *lines: str, right: float = 4) -> None:
        """Who signs and when, so many characters from the right edge."""
        for text in lines:
            line = self.line(text, align="right", with_next=text is not lines[-1])
            line.paragraph_format.right_indent = Pt(self.size * right)

    def line(
        self,
        text: str,
        *,
        face: str = "",
        size: float = 0,
        bold: bool = False,
        align: str = "left",
        colour: RGBColor | None = None,
        indent: float = 0,
        before: float = 0,
        after: float = 0,
        pitch: float = 0,
        with_next: bool = False,
    ) -> Any:
        """A paragraph; ``indent`` in characters, other lengths in points."""
        made = self.document.add_paragraph()
        fill(made, text, face=face, size=size, bold=bold, colour=colour)
        made.alignment = _ALIGN[align]
        looks = made.paragraph_format
        looks.space_before, looks.space_after = Pt(before), Pt(after)
        looks.keep_with_next = with_next
        if pitch:
            looks.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            looks.line_spacing = Pt(pitch)
        if indent:
            looks.first_line_indent = Pt((size or self.size) * indent)
            # In characters as well, which a program that knows the grid prefers.
            looks.element.pPr.ind.set(qn("w:firstLineChars"), str(round(indent * 100)))
        return made

    def grid(
        self,
        rows: Sequence[Sequence[At]],
        *,
        widths: Sequence[float],
        height: float = 9,
        lines: bool = True,
    ) -> Any:
        """A form's table; ``widths`` share the page, ``height`` in millimetres is the least."""
        table = self._table(widths, lines=lines)
        for cells in rows:
            self._row(table, cells, height)
        return table

    def pairs(self, loop: str, name: str, value: str, *, widths: Sequence[float]) -> Any:
        """A table of names and values, a row for each of a list."""
        table = self._table(widths)
        self._row(table, [At(f"{{%tr for {loop} %}}", 2)], 0)
        self._row(table, [label(name), At(value)], 10)
        self._row(table, [At("{%tr endfor %}", 2)], 0)
        return table

    def head(self, text: str) -> None:
        """The name of a part of a form."""
        self.line(text, face=HEI, size=11, before=6, after=2, with_next=True)

    def fours(self, loop: str, *, widths: Sequence[float]) -> Any:
        """A table of two names and values to a row: ``name``, ``value``, ``name_2``, ``value_2``.

        A row without the second name gives its whole width to the first.
        """
        row = loop.split()[0]
        first, second = (
            (f"{{{{ {row}.name{end} }}}}", f"{{{{ {row}.value{end} }}}}") for end in ("", "_2")
        )
        table = self._table(widths)
        for step in (f"for {loop}", f"if {row}.name_2"):
            self._row(table, [At(f"{{%tr {step} %}}", 4)], 0)
        self._row(table, [label(first[0]), At(first[1]), label(second[0]), At(second[1])], 8)
        self._row(table, [At("{%tr else %}", 4)], 0)
        self._row(table, [label(first[0]), At(first[1], 3)], 8)
        for step in ("endif", "endfor"):
            self._row(table, [At(f"{{%tr {step} %}}", 4)], 0)
        return table

    def rows(
        self,
        loop: str,
        heads: Sequence[str],
        cells: Sequence[str],
        *,
        widths: Sequence[float],
        centred: bool = True,
        height: float = 8,
        size: float = 0,
    ) -> Any:
        """A table with a head that repeats and a row for each of a list; ``size`` of its type."""
        table = self._table(widths)
        head = self._row(table, [label(text) for text in heads], height)
        repeat(head)
        how = "center" if centred else "left"
        self._row(table, [At(f"{{%tr for {loop} %}}", len(heads))], 0)
        self._row(table, [At(text, align=how) for text in cells], height)
        self._row(table, [At("{%tr endfor %}", len(heads))], 0)
        if size:
            sizes(table, size, SONG)
        return table

    def opinion(self, title: str, field: str, sign: str, *, height: float = 24) -> None:
        """A form's box for an opinion: its title at the side, what is known, the signature."""
        table = self._table((1, 5))
        row = self._row(table, [label(title), At(field)], height)
        signature = row.cells[1].add_paragraph()
        fill(signature, f"{sign}　　　　　　　　年　　月　　日")
        signature.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signature.paragraph_format.space_before = Mm(6)

    def record(self, copies: str, issuer: str, day: str) -> None:
        """The version record at the foot of the last page: copies to, printed by, on."""
        table = self._table((1, 1))
        # A floating table stands where it is told: at the foot of the type area.
        place = OxmlElement("w:tblpPr")
        for key, value in (
            ("leftFromText", "0"),
            ("vertAnchor", "margin"),
            ("horzAnchor", "margin"),
            ("tblpXSpec", "center"),
            ("tblpYSpec", "bottom"),
        ):
            place.set(qn(f"w:{key}"), value)
        table._tbl.tblPr.append(place)
        first = self._row(table, [At(f"抄送：{copies}", 2)], 9)
        second = self._row(table, [At(issuer), At(f"{day}印发", align="right")], 9)
        for row, drawn in ((first, ("top", "bottom")), (second, ("bottom",))):
            for cell in row.cells:
                sides(cell, drawn)
        sizes(table, 14, BODY)

    def saved(self) -> bytes:
        """The template as a file, the same whenever it is drawn."""
        written = io.BytesIO()
        self.document.save(written)
        return steady(written.getvalue())

    def _table(self, widths: Sequence[float], *, lines: bool = True) -> Any:
        section = self.document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid" if lines else "Normal Table"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, share in zip(table.columns, widths, strict=True):
            column.width = Emu(int(room * share / sum(widths)))
        return table

    def _row(self, table: Any, cells: Sequence[At], height: float) -> Any:
        row = table.add_row()
        if height:
            row.height = Mm(height)
        place = 0
        for at in cells:
            cell = row.cells[place]
            if at.columns > 1:
                cell = cell.merge(row.cells[place + at.columns - 1])
            place += at.columns
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            fill(paragraph, at.text, bold=at.label)
            paragraph.alignment = _ALIGN[at.align]
        return row

    def _numbered(self, footer: Any, side: str) -> None:
        """``— 1 —`` in 14 points of 宋体, one character from the outer edge."""
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = _ALIGN[side]
        edge = Pt(14)
        if side == "right":
            line.paragraph_format.right_indent = edge
        else:
            line.paragraph_format.left_indent = edge
        fill(line, "— ", face=SONG, size=14)
        page_field(line, "PAGE", 14)
        fill(line, " —", face=SONG, size=14)

    def _count_pages(self, footer: Any) -> None:
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = _ALIGN["center"]
        fill(line, "第", size=9)
        page_field(line, "PAGE", 9)
        fill(line, "页，共", size=9)
        page_field(line, "NUMPAGES", 9)
        fill(line, "页", size=9)

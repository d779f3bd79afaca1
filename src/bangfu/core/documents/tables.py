"""Tables of a Word document as those of a paper: joined cells, heads, heights and missing lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .looks import W, is_on, number, over, properties, value_of
from .paper import Align, Cell, Row, Side, Table
from .paragraphs import Reader

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIDES: tuple[Side, ...] = ("top", "bottom", "left", "right")
_ALIGN: dict[str, Align] = {"center": "center", "right": "right", "end": "right"}
_NO_LINE = ("nil", "none")


@dataclass(slots=True)
class _Growing:
    """A cell while the rows below it are read: it grows by each that continues it."""

    element: "_Element"
    column: int
    columns: int
    row: int
    rows: int = 1


@dataclass(slots=True)
class _Layout:
    """The cells of a table where they begin."""

    cells: list[_Growing] = field(default_factory=list)

    def continued(self, column: int, row: int) -> bool:
        """Let the cell above grow into this place; whether there is one."""
        for cell in reversed(self.cells):
            if cell.column == column and cell.row + cell.rows == row:
                cell.rows += 1
                return True
        return False


def read_table(element: "_Element", reader: Reader, *, width: float) -> Table:
    """A ``w:tbl`` as a table; ``width`` is what the page gives it where it names no columns."""
    own = properties(element.find(f"{W}tblPr"))
    style = value_of(own.get("tblStyle")) or None
    own = over(own, reader.styles.stated(style, "table", "tblPr"))
    rows = element.findall(f"{W}tr")
    layout = _layout(rows)
    columns = max((cell.column + cell.columns for cell in layout.cells), default=1)
    thickness, none = _lines(own.get("tblBorders"))
    place = own.get("tblpPr")
    return Table(
        widths=_widths(element, columns, width),
        rows=tuple(
            _row(one, [cell for cell in layout.cells if cell.row == index], reader, none)
            for index, one in enumerate(rows)
        ),
        stroke=thickness,
        align=_ALIGN.get(value_of(own.get("jc")), "left"),
        at_foot=value_of(place, "tblpYSpec") == "bottom",
    )


def _layout(rows: list["_Element"]) -> _Layout:
    layout = _Layout()
    for index, row in enumerate(rows):
        before = properties(row.find(f"{W}trPr")).get("gridBefore")
        column = int(number(before, unit=1.0) or 0)
        for cell in row.findall(f"{W}tc"):
            own = properties(cell.find(f"{W}tcPr"))
            columns = int(number(own.get("gridSpan"), unit=1.0) or 1)
            joined = "vMerge" in own and value_of(own["vMerge"]) != "restart"
            if not (joined and layout.continued(column, index)):
                layout.cells.append(_Growing(cell, column, columns, index))
            column += columns
    return layout


def _row(element: "_Element", cells: list[_Growing], reader: Reader, none: tuple[Side, ...]) -> Row:
    own = properties(element.find(f"{W}trPr"))
    return Row(
        cells=tuple(_cell(one, reader, none) for one in cells),
        height=number(own.get("trHeight")) or 0.0,
        head=is_on(own, "tblHeader"),
    )


def _cell(one: _Growing, reader: Reader, none: tuple[Side, ...]) -> Cell:
    own = properties(one.element.find(f"{W}tcPr"))
    shade = value_of(own.get("shd"), "fill")
    return Cell(
        paragraphs=tuple(reader.paragraph(each) for each in _paragraphs(one.element)),
        columns=one.columns,
        rows=one.rows,
        shade="" if shade in ("auto", "FFFFFF") else shade,
        middle=value_of(own.get("vAlign")) == "center",
        open=tuple(side for side in _SIDES if _is_open(own.get("tcBorders"), side, none)),
    )


def _paragraphs(cell: "_Element") -> Iterator["_Element"]:
    """The paragraphs of a cell; those of a table inside it follow as plain ones."""
    yield from cell.iter(f"{W}p")


def _is_open(borders: "_Element | None", side: Side, none: tuple[Side, ...]) -> bool:
    line = None if borders is None else borders.find(W + side)
    if line is None:
        return side in none
    return value_of(line) in _NO_LINE


def _lines(borders: "_Element | None") -> tuple[float, tuple[Side, ...]]:
    """How thick a table's lines are, and which sides its cells have none on."""
    if borders is None:
        return 0.0, _SIDES
    inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
    found = {side: borders.find(W + side) for side in _SIDES}
    drawn = [one for one in found.values() if one is not None and value_of(one) not in _NO_LINE]
    none = tuple(
        side
        for side in _SIDES
        if value_of(found[side] if found[side] is not None else None) in ("", *_NO_LINE)
        and value_of(borders.find(W + inner[side])) in ("", *_NO_LINE)
    )
    thickness = max((number(one, "sz", unit=8.0) or 0.5 for one in drawn), default=0.5)
    return thickness, none


def _widths(element: "_Element", columns: int, width: float) -> tuple[float, ...]:
    grid = element.find(f"{W}tblGrid")
    said = [] if grid is None else [number(one, "w") or 0.0 for one in grid.findall(f"{W}gridCol")]
    if len(said) != columns or not all(said):
        return tuple(width / columns for _ in range(columns))
    # Word draws what is wider than the page beyond its margin; a paper stays within.
    shrink = min(1.0, width / sum(said))
    return tuple(one * shrink for one in said)

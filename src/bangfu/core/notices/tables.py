"""Tables of a notice: a line of column names, then rows of as many cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lines import BODY, Line
from .word_lists import table as word_table

FEWEST_CELLS = 3
LONGEST_LABEL = 14
_CELL = re.compile(r"[^\t]*[^\t ][^\t]*")
_WORD = re.compile(r"\S+")
_FIGURE_OR_WORD = re.compile(r"[^\s\d]+|\d+")
_LEFT_EMPTY = ("备注", "说明")
_WANTING = ("岗位", "需求", "招募", "招聘")
_TOTAL = re.compile(r"(?:合\s?计|总\s?计|小\s?计|共\s?计)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row, where it stands in the cleaned text, and what its column is."""

    text: str
    start: int
    end: int
    label: str
    column: str
    """``sender``, ``host``, ``people`` or nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``table`` numbers the tables of the notice."""

    table: int
    start: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def is_total(self) -> bool:
        """Whether the row adds up the others."""
        return any(_TOTAL.match(cell.text) for cell in self.cells)


def rows_of(lines: Sequence[Line]) -> tuple[Row, ...]:
    """The rows of all tables in the lines that are body."""
    return tuple(_rows([line for line in lines if line.label == BODY]))


def header_starts(lines: Sequence[Line]) -> frozenset[int]:
    """Where the lines of column names begin."""
    return frozenset(line.start for line in lines if line.label == BODY and _labels(line))


def _rows(body: Sequence[Line]) -> Iterator[Row]:
    labels: tuple[str, ...] = ()
    number = 0
    for line in body:
        if found := _labels(line):
            labels, number = found, number + 1
            continue
        is_total = bool(labels) and _TOTAL.match(line.text) is not None
        cells = _cells(line, totals=is_total) if labels else []
        if not cells or not (is_total or _fits(line, cells, labels)):
            labels = ()
            continue
        # The row of totals leaves cells out; its figure belongs to the last column of figures.
        is_short = is_total and len(cells) != len(labels)
        names = _under_totals(labels, len(cells)) if is_short else labels
        filled = (
            Cell(text, line.start + at, line.start + at + len(text), name, column_of(name, labels))
            for (text, at), name in zip(cells, names, strict=False)
        )
        yield Row(number, line.start, line.end, tuple(filled))


def _fits(line: Line, cells: list[tuple[str, int]], labels: tuple[str, ...]) -> bool:
    """As many cells as columns; empty ones at the end of a row may be missing."""
    missing = len(labels) - len(cells)
    if "\t" in line.text:
        return 0 <= missing <= 2 and len(cells) >= 2
    return missing == 0 or (missing == 1 and labels[-1] in _LEFT_EMPTY)


def _under_totals(labels: tuple[str, ...], count: int) -> tuple[str, ...]:
    figures = [label for label in labels if column_of(label) == "people"]
    return tuple((["", *figures] + [""] * count)[:count])


def _labels(line: Line) -> tuple[str, ...]:
    """The column names a line consists of, or nothing."""
    cells = _cells(line)
    if len(cells) < FEWEST_CELLS or re.search(r"[。；，：]", line.text):
        return ()
    if any(len(text) > LONGEST_LABEL or re.search(r"\d", text) for text, _ in cells):
        return ()
    known = sum(bool(column_of(text) or text.endswith(_other())) for text, _ in cells)
    return tuple(text for text, _ in cells) if known >= 2 else ()


def _cells(line: Line, *, totals: bool = False) -> list[tuple[str, int]]:
    pattern = _CELL if "\t" in line.text else _WORD
    pattern = _FIGURE_OR_WORD if totals else pattern
    found = []
    for match in pattern.finditer(line.text):
        text = match[0].strip()
        found.append((text, match.start() + match[0].index(text)))
    return found


def column_of(label: str, labels: tuple[str, ...] = ()) -> str:
    """What a column holds, by its name without what is bracketed.

    A bare 单位 is who sends, but beside a column of posts it is who wants people.
    """
    bare = re.sub(r"[（(].*", "", label)
    if bare in ("单位", "单位名称") and any(word in "".join(labels) for word in _WANTING):
        return "host"
    for column in ("host", "sender", "people"):
        if any(bare.endswith(word) for word in word_table("tables")[column]["words"]):
            return column
    return ""


def _other() -> tuple[str, ...]:
    words: tuple[str, ...] = tuple(word_table("tables")["other"]["words"])
    return words

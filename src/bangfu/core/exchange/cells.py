"""A workbook as plain values: sheets, cells with their addresses, merged ranges."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# What a cell may hold. Whole numbers are int, an empty cell is None.
Raw = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class FormulaError:
    """A formula without a result: Excel shows #N/A, #DIV/0! and the like."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range by its corners; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """The range as Excel names it.

        >>> Merged(1, 1, 1, 4).address
        'A1:D1'
        """
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the first on, each as wide as the widest, and its merged ranges.

    A cell whose formula has no result holds a :class:`FormulaError`.
    """

    name: str
    rows: tuple[tuple[Raw | FormulaError, ...], ...]
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its name, the SHA-256 of its bytes, its visible sheets."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]


def address(row: int, column: int) -> str:
    """The address of a cell; both count from 1.

    >>> address(7, 2), address(1, 27)
    ('B7', 'AA1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def column_number(letters: str) -> int:
    """The number of a column by its letters, counting from 1.

    >>> column_number("B"), column_number("AA"), column_number("XFD")
    (2, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def shown(raw: Raw | FormulaError) -> str:
    """A cell's value as the reader of an error would recognise it.

    >>> shown(12.0), shown(date(2025, 3, 17)), shown(None), shown(True)
    ('12', '2025-03-17', '', 'TRUE')
    """
    if raw is None:
        return ""
    if isinstance(raw, FormulaError):
        return "#N/A"
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return f"{raw:.0f}" if raw.is_integer() else repr(raw)
    return str(raw)

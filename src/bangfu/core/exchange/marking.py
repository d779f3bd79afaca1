"""A marked-up copy of somebody's own workbook: each mistake in its cell, with what to do about it.

The copy holds the contents of every visible sheet as they were read, so nothing hidden, no formula
and no macro of the file comes back with it; a csv or an old xls comes back as xlsx.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from .cell_errors import CellError
from .cells import FormulaError, Raw, Sheet, Workbook, address, shown
from .importing import BESIDE
from .layouts import MISTAKES_SHEET

MOST_REMARKS = 2_000
"""Cells with a remark: a file full of mistakes is mended by its list, and opens faster so."""

REMARK = {"x_scale": 2.2, "y_scale": 1.2}
WRONG = {"bg_color": "#fbd5d0", "border": 1, "border_color": "#8a1f11"}
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDEST, _NARROWEST, _LOOKED_AT = 40, 8, 50
_HEADS = {
    "zh": ("工作表", "单元格", "填的是", "问题", "改法"),
    "en": ("Sheet", "Cell", "What stands there", "What is wrong", "What to do"),
}
_WIDTHS = (14, 10, 24, 70, 40)


def marked_copy(workbook: Workbook, errors: Sequence[CellError], *, language: str) -> bytes:
    """The workbook as xlsx, its first sheet the list of mistakes, each leading to its cell."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        names = _names(workbook)
        list_mistakes(book, errors, language=language, names=names)
        for sheet in workbook.sheets:
            if sheet.name in names:
                _write(book, names[sheet.name], sheet, errors, language)
    return stream.getvalue()


def list_mistakes(
    book: xlsxwriter.Workbook,
    errors: Sequence[CellError],
    *,
    language: str = "zh-hans",
    names: Mapping[str, str] | None = None,
) -> None:
    """A sheet with every mistake; ``names`` are those of the book's sheets that lines lead to."""
    sheet = book.add_worksheet(MISTAKES_SHEET)
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, text in enumerate(_HEADS["en" if language.startswith("en") else "zh"]):
        sheet.set_column(place, place, _WIDTHS[place])
        sheet.write_string(0, place, text, bold)
    sheet.freeze_panes(1, 0)
    for number, one in enumerate(errors, start=1):
        told = (one.sheet, one.cell, one.value, one.says(language), one.remedy(language))
        for place, text in enumerate(told):
            sheet.write_string(number, place, text, wrapped)
        if one.cell and names and one.sheet in names:
            target = f"internal:'{names[one.sheet]}'!{_corner(one.cell)}"
            sheet.write_url(number, 1, target, string=one.cell)


def _names(workbook: Workbook) -> Mapping[str, str]:
    """Each sheet's name in the copy: Excel takes at most 31 characters, and not all of them."""
    taken: dict[str, str] = {}
    for sheet in workbook.sheets:
        if sheet.name in BESIDE:
            continue
        base = _NOT_IN_NAMES.sub("_", sheet.name)[:_LONGEST_NAME].strip() or "1"
        name, number = base, 2
        while name.casefold() in {one.casefold() for one in (*taken.values(), MISTAKES_SHEET)}:
            end = f" {number}"
            name, number = base[: _LONGEST_NAME - len(end)] + end, number + 1
        taken[sheet.name] = name
    return taken


def _write(
    book: xlsxwriter.Workbook,
    name: str,
    sheet: Sheet,
    errors: Sequence[CellError],
    language: str,
) -> None:
    made = book.add_worksheet(name)
    wrong = dict(_wrong(sheet, errors))
    red, day = book.add_format(WRONG), book.add_format({"num_format": "yyyy-mm-dd"})
    red_day = book.add_format({**WRONG, "num_format": "yyyy-mm-dd"})
    for place, width in enumerate(_widths(sheet)):
        made.set_column(place, place, width)
    for number, row in enumerate(sheet.rows):
        for place, value in enumerate(row):
            is_wrong = address(number + 1, place + 1) in wrong
            if value is None and not is_wrong:
                continue
            is_day = isinstance(value, date)
            style = (red_day if is_day else red) if is_wrong else day if is_day else None
            _put(made, number, place, value, style)
    for cell, found in list(wrong.items())[:MOST_REMARKS]:
        said = "\n".join(f"{one.says(language)}{one.remedy(language)}" for one in found)
        made.write_comment(cell, said, REMARK)


def _wrong(sheet: Sheet, errors: Sequence[CellError]) -> Iterator[tuple[str, list[CellError]]]:
    """The cells of a sheet with what is wrong in each; of a range its first cell."""
    found: dict[str, list[CellError]] = {}
    for one in errors:
        if one.sheet == sheet.name and one.cell:
            found.setdefault(_corner(one.cell), []).append(one)
    yield from found.items()


def _corner(cell: str) -> str:
    """The first cell of a range or of a row: ``A1`` of ``A1:D1``, ``A7`` of ``7:7``."""
    first = cell.partition(":")[0]
    return f"A{first}" if first.isdigit() else first


def _widths(sheet: Sheet) -> list[int]:
    """Columns wide enough for what stands in the first rows; a Chinese character takes two."""
    columns: dict[int, int] = {}
    for row in sheet.rows[:_LOOKED_AT]:
        for place, value in enumerate(row):
            wide = sum(2 if ord(sign) > 0x2E7F else 1 for sign in shown(value))
            columns[place] = max(columns.get(place, _NARROWEST), min(wide + 2, _WIDEST))
    return [columns[place] for place in sorted(columns)]


def _put(sheet: Any, row: int, place: int, value: Raw | FormulaError, style: Any) -> None:
    match value:
        case None:
            sheet.write_blank(row, place, None, style)
        case bool():
            sheet.write_boolean(row, place, value, style)
        case int() | float():
            sheet.write_number(row, place, value, style)
        case datetime() | date() | time() | timedelta():
            sheet.write_datetime(row, place, value, style)
        case _:
            sheet.write_string(row, place, shown(value), style)

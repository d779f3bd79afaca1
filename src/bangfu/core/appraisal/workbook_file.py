"""Sheets written as one file: headings with remarks, lists to choose from, mistakes marked."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.cells import address, shown
from bangfu.core.exchange.importing import BESIDE
from bangfu.core.exchange.layouts import LISTS_SHEET, NOTES_SHEET, Column, Layout
from bangfu.core.exchange.marking import REMARK, WRONG, list_mistakes

_ROWS = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet and its rows; with ``name`` the rows have their headings themselves, somewhere."""

    layout: Layout | None
    rows: Sequence[Sequence[Any]]
    name: str = ""


def written(sheets: Sequence[Filled], *, errors: Sequence[CellError] = ()) -> bytes:
    """The bytes of an xlsx file of sheets; of ``errors`` each is marked in its cell."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        if errors:
            list_mistakes(book, errors)
        lists: dict[tuple[str, ...], str] = {}
        own = [one for one in sheets if one.name not in BESIDE]
        for one in own:
            _sheet(book, one, lists, errors)
        layouts = [one.layout for one in own if one.layout is not None]
        if layouts:
            _explained(book, layouts)
        if lists:
            listed = book.add_worksheet(LISTS_SHEET)
            for place, choices in enumerate(lists):
                listed.set_column(place, place, 24)
                listed.write_column(0, place, ["可选内容", *choices])
    return stream.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    one: Filled,
    lists: dict[tuple[str, ...], str],
    errors: Sequence[CellError],
) -> None:
    layout = one.layout
    rows = one.rows
    if not one.name and layout is not None:
        rows = [[f"{c.zh}*" if c.required else c.zh for c in layout.columns], *rows]
    name = one.name or (layout.zh if layout is not None else "")
    sheet = book.add_worksheet(name)
    wrong = {error.cell: error for error in errors if error.sheet == name and error.cell}
    red = book.add_format(WRONG)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            cell = address(number + 1, place + 1)
            _put(sheet, number, place, value, red if cell in wrong else plain)
    for cell, error in wrong.items():
        if ":" in cell:
            cell = f"A{cell.partition(':')[0]}"
        sheet.write_comment(cell, f"{error.zh}{error.remedy_zh}", REMARK)
    if layout is not None and rows:
        _headed(book, sheet, layout, rows[0], lists, {*wrong})


def _headed(
    book: xlsxwriter.Workbook,
    sheet: Any,
    layout: Layout,
    headings: Sequence[Any],
    lists: dict[tuple[str, ...], str],
    wrong: set[str],
) -> None:
    """Headings with remarks, the lists of their columns below them."""
    for place, heading in enumerate(headings):
        column = layout.column_of(shown(heading))
        if column is None:
            continue
        sheet.set_column(place, place, column.width)
        style = book.add_format(_heading(column))
        sheet.write_string(0, place, shown(heading), style)
        if column.note_zh and address(1, place + 1) not in wrong:
            sheet.write_comment(0, place, column.note_zh, REMARK)
        if column.choices:
            source = lists.setdefault(column.choices, _reference(len(lists), column.choices))
            sheet.data_validation(
                1,
                place,
                _ROWS,
                place,
                {
                    "validate": "list",
                    "source": source,
                    "error_title": column.zh,
                    "error_message": "请从列表中选择。",
                },
            )
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)


def _heading(column: Column) -> Mapping[str, object]:
    colour = "#8a1f11" if column.required else "#1f3d5c"
    return {"bold": True, "font_color": "#ffffff", "bg_color": colour, "border": 1}


def _put(sheet: Any, row: int, place: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, shown(value), style)


def _reference(place: int, choices: Sequence[str]) -> str:
    letters = address(1, place + 1).rstrip("1")
    return f"={LISTS_SHEET}!${letters}$2:${letters}${len(choices) + 1}"


def _explained(book: xlsxwriter.Workbook, layouts: Sequence[Layout]) -> None:
    sheet = book.add_worksheet(NOTES_SHEET)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heads = (("工作表", 14), ("项目", 18), ("是否必填", 10), ("填写要求", 70), ("示例", 36))
    for place, (text, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, text, bold)
    rows = [(layout.zh, column) for layout in layouts for column in layout.columns]
    for number, (name, column) in enumerate(rows, start=1):
        note = column.note_zh or (
            "可填：" + "、".join(column.choices[:20]) if column.choices else ""
        )
        must = "必填" if column.required else "选填"
        for place, text in enumerate((name, column.zh, must, note, column.example)):
            sheet.write_string(number, place, text, wrapped)
    sheet.freeze_panes(1, 0)

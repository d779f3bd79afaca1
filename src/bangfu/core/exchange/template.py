"""An empty workbook to fill in: headings, drop-down lists, a sheet that explains each column."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format

from .cells import address
from .layouts import LISTS_SHEET, NOTES_SHEET, Column, Layout

_ROWS = 2000
# Excel takes a list of choices inside a cell rule up to this many characters.
_LONGEST_LIST = 255


def write_template(
    layout: Layout, rows: Iterable[Sequence[str | int | float | None]] = ()
) -> bytes:
    """The bytes of an xlsx file whose filled rows ``importing.read_rows`` reads back.

    ``rows`` fill it in beforehand, a value for each column; what begins like a formula stays text.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        lists = {c: _reference(place, c) for place, c in enumerate(_long_lists(layout))}
        _fill_in(book, layout, lists, rows)
        _explain(book, layout)
        if lists:
            _list_out(book, list(lists))
    return stream.getvalue()


def _long_lists(layout: Layout) -> list[tuple[str, ...]]:
    """Each list of choices that is too long to stand inside a cell rule, once."""
    found = dict.fromkeys(column.choices for column in layout.columns)
    return [choices for choices in found if len(",".join(choices)) > _LONGEST_LIST]


def _reference(place: int, choices: tuple[str, ...]) -> str:
    top, bottom = address(2, place + 1), address(len(choices) + 1, place + 1)
    return f"={LISTS_SHEET}!{_fixed(top)}:{_fixed(bottom)}"


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def _list_out(book: xlsxwriter.Workbook, lists: list[tuple[str, ...]]) -> None:
    sheet = book.add_worksheet(LISTS_SHEET)
    for place, choices in enumerate(lists):
        sheet.set_column(place, place, 24)
        sheet.write_column(0, place, ["可选内容", *choices])


def _fill_in(
    book: xlsxwriter.Workbook,
    layout: Layout,
    lists: Mapping[tuple[str, ...], str],
    rows: Iterable[Sequence[str | int | float | None]],
) -> None:
    sheet = book.add_worksheet(layout.zh)
    required, optional = _heading(book, "#8a1f11"), _heading(book, "#1f3d5c")
    as_text = book.add_format({"num_format": "@"})
    for place, column in enumerate(layout.columns):
        sheet.set_column(place, place, column.width, as_text if column.as_text else None)
        heading = f"{column.zh}*" if column.required else column.zh
        sheet.write_string(0, place, heading, required if column.required else optional)
        _add_list(sheet, place, column, lists.get(column.choices))
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif value is not None:
                sheet.write_number(number, place, value)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)


def _add_list(
    sheet: xlsxwriter.worksheet.Worksheet, place: int, column: Column, reference: str | None
) -> None:
    if not column.choices:
        return
    sheet.data_validation(
        f"{address(2, place + 1)}:{address(_ROWS, place + 1)}",
        {
            "validate": "list",
            "source": reference or list(column.choices),
            "error_type": "warning",
            "error_title": column.zh,
            "error_message": "请从列表中选择。",
        },
    )


def _explain(book: xlsxwriter.Workbook, layout: Layout) -> None:
    sheet = book.add_worksheet(NOTES_SHEET)
    heading, wrapped = (
        _heading(book, "#1f3d5c"),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for row, (text, width) in enumerate(
        (("项目", 18), ("是否必填", 10), ("填写要求", 70), ("示例", 28))
    ):
        sheet.set_column(row, row, width)
        sheet.write_string(0, row, text, heading)
    for row, column in enumerate(layout.columns, start=1):
        is_short = column.choices and column.choices not in _long_lists(layout)
        note = column.note_zh or ("可填：" + "、".join(column.choices) if is_short else "")
        told = (column.zh, "必填" if column.required else "选填", note, column.example)
        for place, text in enumerate(told):
            sheet.write_string(row, place, text, wrapped)
    sheet.freeze_panes(1, 0)


def _heading(book: xlsxwriter.Workbook, colour: str) -> Format:
    return book.add_format(
        {
            "bold": True,
            "font_color": "#ffffff",
            "bg_color": colour,
            "valign": "vcenter",
            "border": 1,
        }
    )

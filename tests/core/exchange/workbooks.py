"""Workbooks made for a test."""

import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


def xlsx(*rows: list[object], sheet: str = "人员") -> bytes:
    """A workbook of one sheet with these rows."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return built(fill)


def built(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook that a function fills."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"}) as book:
        fill(book)
    return stream.getvalue()


def with_merged(*rows: list[object], ranges: tuple[str, ...], sheet: str = "人员") -> bytes:
    """A workbook of one sheet whose ranges are merged, keeping what stands in their first cell."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page: Worksheet = book.add_worksheet(sheet)
        for merged in ranges:
            page.merge_range(merged, "")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return built(fill)

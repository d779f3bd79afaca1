"""What goes into an exported list comes out of it, in programs that did not write it."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine as calamine
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.exchange.streaming_cells import MOST_CHARACTERS, Value, YesNo
from bangfu.core.exchange.streaming_workbook import (
    Heading,
    OutSheet,
    TooManyRows,
    stream_csv,
    stream_workbook,
)
from bangfu.core.exchange.workbook_files import read_workbook

TEXTS = st.text(max_size=40)
VALUES = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.decimals(-(10**9), 10**9, places=2)
    | st.dates(date(1900, 3, 1), date(2199, 12, 31))
)


def book(*sheets: OutSheet, **options: object) -> bytes:
    return b"".join(stream_workbook(sheets, **options))


def sheet(rows: Sequence[Sequence[Value]], *titles: str, name: str = "派驻") -> OutSheet:
    width = max(map(len, rows), default=1)
    return OutSheet(name, [Heading(t) for t in titles or map(str, range(width))], rows)


def printable(text: str) -> str:
    """What of a text a workbook can hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if (c >= " " or c in "\t\n") and not is_forbidden(c))


def is_forbidden(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"


WRITTEN = TEXTS.filter(lambda text: printable(text).strip())
AT = datetime(2025, 3, 17, 9, 5)  # noqa: DTZ001 - a workbook knows no zones


class TestWorkbook:
    @given(st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=8))
    def test_gives_back_what_went_in(self, rows: list[list[Value]]) -> None:
        written = book(sheet(rows, "甲", "乙", "丙"))

        read = openpyxl.load_workbook(io.BytesIO(written)).active
        found = [[cell.value for cell in row] for row in read.iter_rows(min_row=2, max_col=3)]

        for given_row, found_row in zip(rows, found, strict=False):
            for value, back in zip(given_row, found_row, strict=True):
                assert same(value, back), (value, back)

    @given(
        st.lists(
            st.lists(TEXTS.filter(lambda t: printable(t).strip()), min_size=2, max_size=2),
            min_size=1,
            max_size=6,
        )
    )
    def test_our_own_import_reads_it(self, rows: list[list[str]]) -> None:
        read = read_workbook(book(sheet(rows, "甲", "乙")), name="a.xlsx")

        assert read.sheets[0].rows[1:] == tuple(tuple(map(printable, row)) for row in rows)

    def test_types_are_excels_own(self) -> None:
        row = (date(2025, 3, 17), AT, Decimal("12.50"), 7, True, False, "=1+1", "010", 10**15)

        read = openpyxl.load_workbook(io.BytesIO(book(sheet([row])))).active

        found = [cell.value for cell in read[2]]
        assert (found[0].date(), *found[1:4]) == (date(2025, 3, 17), AT, 12.5, 7)
        assert found[4:] == ["是", "否", "=1+1", "010", "1000000000000000"]
        assert [read.cell(2, at).data_type for at in (7, 8, 9)] == ["s", "s", "s"]
        assert read["A2"].number_format == 'yyyy"年"m"月"d"日"'
        assert read["B2"].number_format == 'yyyy"年"m"月"d"日 hh:mm'.replace("日 ", '日" ')

    def test_speaks_english(self) -> None:
        written = book(sheet([(date(2025, 3, 17), True)]), words=YesNo("yes", "no"), language="en")

        read = openpyxl.load_workbook(io.BytesIO(written)).active

        assert read["A2"].number_format == "d mmm yyyy"
        assert read["B2"].value == "yes"

    def test_the_heading_stands_out_stays_and_filters(self) -> None:
        headings = [Heading("受援单位", 28), Heading("人数")]
        written = book(OutSheet("需求", headings, [("北宋镇卫生院", 2)] * 3))

        read = openpyxl.load_workbook(io.BytesIO(written)).active

        assert read.freeze_panes == "A2"
        assert read.auto_filter.ref == "A1:B4"
        assert read["A1"].font.b
        assert read["A1"].fill.fgColor.rgb == "FF1F3D5C"
        assert read.column_dimensions["A"].width == 28
        assert read.column_dimensions["B"].width == 8

    def test_an_empty_list_is_a_heading_alone(self) -> None:
        written = book(sheet([], "甲", "乙"))

        assert calamine.load_workbook(io.BytesIO(written)).get_sheet_by_index(0).to_python() == [
            ["甲", "乙"]
        ]

    def test_several_sheets_have_names_of_their_own(self) -> None:
        names = ["派驻", "派驻", "a/b:c*d?", "", "x" * 40, "X" * 40, 'A&B "q"']

        written = book(*(sheet([(1,)], name=name) for name in names))

        found = openpyxl.load_workbook(io.BytesIO(written)).sheetnames
        assert found[:4] == ["派驻", "派驻 (2)", "a b c d", "Sheet"]
        assert len({name.lower() for name in found}) == len(names)
        assert max(map(len, found)) <= 31
        assert found[-1] == 'A&B "q"'

    def test_what_is_longer_than_a_cell_is_cut_with_a_sign(self) -> None:
        written = book(sheet([("长" * 40_000,)]))

        text = openpyxl.load_workbook(io.BytesIO(written)).active["A2"].value
        assert len(text) == MOST_CHARACTERS
        assert text.endswith("…")

    @pytest.mark.parametrize(
        "odd", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]
    )
    def test_what_is_no_number_is_an_empty_cell(self, odd: Value) -> None:
        assert (
            openpyxl.load_workbook(io.BytesIO(book(sheet([(odd, 1)])))).active["A2"].value is None
        )

    def test_days_before_excels_calendar_are_text(self) -> None:
        written = book(sheet([(date(1899, 1, 2),)]))

        assert openpyxl.load_workbook(io.BytesIO(written)).active["A2"].value == "1899-01-02"

    def test_is_a_whole_archive(self) -> None:
        with zipfile.ZipFile(io.BytesIO(book(sheet([("a",)] * 2000)))) as archive:
            assert archive.testzip() is None


class TestStreaming:
    def test_the_first_bytes_leave_before_a_row_is_read(self) -> None:
        asked: list[int] = []

        def rows() -> Iterator[tuple[Value]]:
            for number in range(2000):
                asked.append(number)
                yield (number,)

        pieces = stream_workbook([OutSheet("a", [Heading("n")], rows())])

        assert next(pieces).startswith(b"PK")
        assert asked == []
        next(pieces)
        assert len(asked) < 2000

    def test_memory_does_not_grow_with_the_list(self) -> None:
        def peak(count: int) -> int:
            rows = ((f"李{n}", n, date(2025, 3, 17)) for n in range(count))
            tracemalloc.start()
            for _ in stream_workbook([OutSheet("a", [Heading("x")] * 3, rows)]):
                pass
            held = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return held

        assert peak(20_000) < 2 * peak(2_000)

    def test_more_rows_than_a_sheet_holds_are_no_silent_loss(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bangfu.core.exchange.streaming_workbook.MOST_ROWS", 10)

        assert book(sheet([(1,)] * 10))
        with pytest.raises(TooManyRows):
            book(sheet([(1,)] * 11))


class TestCsv:
    @given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=6))
    def test_gives_back_texts_and_runs_none(self, rows: list[list[str]]) -> None:
        written = b"".join(stream_csv([Heading("甲"), Heading("乙")], rows))

        assert written.startswith(b"\xef\xbb\xbf")
        found = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
        assert found[0] == ["甲", "乙"]
        for given_row, back in zip(rows, found[1:], strict=True):
            for text, cell in zip(given_row, back, strict=True):
                assert cell.removeprefix("'") == text.encode(
                    "utf-8", "replace"
                ).decode().removeprefix("'")
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))

    def test_numbers_stay_numbers(self) -> None:
        row = (
            -5,
            Decimal("-1.50"),
            0.5,
            date(2025, 3, 17),
            True,
            None,
            AT,
        )

        written = b"".join(stream_csv([Heading(str(n)) for n in range(7)], [row]))

        assert written.decode("utf-8-sig").splitlines()[1] == (
            "-5,-1.50,0.5,2025-03-17,是,,2025-03-17 09:05"
        )


def same(value: Value, back: object) -> bool:
    """Whether a cell read back is what was written."""
    if value is None or value == "" or (isinstance(value, str) and not printable(value)):
        return back is None or back == ""
    if isinstance(value, bool):
        return back == ("是" if value else "否")
    if isinstance(value, str):
        return str(back).replace("_x005F_", "_") == printable(value).replace("_x005F_", "_")
    if isinstance(value, Decimal):
        return back == pytest.approx(float(value))
    if isinstance(value, date):
        return isinstance(back, datetime) and back.date() == value
    return back == value

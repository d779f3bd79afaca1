"""Reading uploaded files."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from bangfu.core.exchange import workbook_files
from bangfu.core.exchange.cells import FormulaError, Merged
from bangfu.core.exchange.workbook_files import (
    EmptyWorkbook,
    NotAWorkbook,
    WorkbookLocked,
    WorkbookTooLarge,
    read_workbook,
)

from .workbooks import built, with_merged, xlsx


class TestReadWorkbook:
    def test_reads_cells_as_they_were_meant(self) -> None:
        content = xlsx(["姓名", "日期", "数"], ["王", date(2025, 3, 17), 12.0], ["  ", None, 1.5])

        book = read_workbook(content, name="名单.xlsx")

        (sheet,) = book.sheets
        assert sheet.name == "人员"
        assert sheet.rows == (
            ("姓名", "日期", "数"),
            ("王", date(2025, 3, 17), 12),
            (None, None, 1.5),
        )

    def test_gives_the_digest_of_the_bytes(self) -> None:
        content = xlsx(["姓名"])

        digests = {read_workbook(content, name=name).digest for name in ("甲.xlsx", "乙.xlsx")}

        assert len(digests) == 1
        assert len(digests.pop()) == 64

    def test_starts_at_the_first_row_even_where_it_is_empty(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            book.add_worksheet("表").write("C5", "在此")

        (sheet,) = read_workbook(built(fill), name="x.xlsx").sheets

        assert sheet.rows[4][2] == "在此"

    def test_marks_formulas_without_a_result(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            page = book.add_worksheet("表")
            page.write_row("A1", ["甲", "乙"])
            page.write_formula("B2", "=VLOOKUP(A2,C:D,2)", None, "#N/A")

        (sheet,) = read_workbook(built(fill), name="x.xlsx").sheets

        assert sheet.rows[1] == (None, FormulaError())

    def test_names_merged_ranges(self) -> None:
        content = with_merged(["名单"], ["姓名", "工号"], ranges=("A1:D1",))

        (sheet,) = read_workbook(content, name="x.xlsx").sheets

        assert sheet.merged == (Merged(1, 1, 1, 4),)
        assert sheet.merged[0].address == "A1:D1"

    def test_leaves_hidden_sheets_and_charts_alone(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            book.add_worksheet("可见").write("A1", "1")
            hidden = book.add_worksheet("隐藏")
            hidden.write("A1", "2")
            hidden.hide()
            page = book.add_chartsheet("图")
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=可见!$A$1:$A$2"})
            page.set_chart(chart)

        book = read_workbook(built(fill), name="x.xlsx")

        assert [sheet.name for sheet in book.sheets] == ["可见"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_reads_text_in_each_usual_encoding(self, encoding: str) -> None:
        content = "姓名,工号\r\n王晓,007\r\n".encode(encoding)

        (sheet,) = read_workbook(content, name="名单.csv").sheets

        assert sheet.rows == (("姓名", "工号"), ("王晓", "007"))

    def test_pads_short_lines_of_text(self) -> None:
        (sheet,) = read_workbook("姓名\t工号\n王".encode(), name="x.csv").sheets

        assert sheet.rows == (("姓名", "工号"), ("王", None))


class TestRefusals:
    @pytest.mark.parametrize(
        "content",
        [
            b"PK\x03\x04 no archive",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00",
            b"<html><table><tr><td>1</td></tr></table></html>",
        ],
        ids=["broken zip", "broken xls", "pdf", "web page"],
    )
    def test_refuses_what_is_no_workbook(self, content: bytes) -> None:
        with pytest.raises(NotAWorkbook, match=r"“名单\.xlsx”不是能读取的工作簿；请另存为 \.xlsx"):
            read_workbook(content, name="名单.xlsx")

    def test_refuses_another_archive(self) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("照片.txt", "x")

        with pytest.raises(NotAWorkbook):
            read_workbook(stream.getvalue(), name="照片.zip")

    def test_refuses_a_locked_workbook(self) -> None:
        content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

        with pytest.raises(WorkbookLocked, match="取消密码"):
            read_workbook(content, name="x.xlsx")

    @pytest.mark.parametrize("content", [b"", b"\r\n,,\r\n", xlsx(), xlsx(["", " "])])
    def test_refuses_an_empty_workbook(self, content: bytes) -> None:
        with pytest.raises(EmptyWorkbook, match="没有填写任何内容"):
            read_workbook(content, name="x.xlsx")

    def test_refuses_one_stray_cell_that_would_ask_for_all_memory(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            page = book.add_worksheet("名单")
            page.write("A1", "姓名")
            page.write("XFD1048576", "x")

        content = built(fill)

        assert len(content) < 10_000
        with pytest.raises(WorkbookTooLarge, match="“名单”内容到第 1048576 行、第 16384 列"):
            read_workbook(content, name="x.xlsx")

    def test_refuses_a_file_above_the_limit(self) -> None:
        content = b"x" * (workbook_files.MAX_BYTES + 1)

        with pytest.raises(WorkbookTooLarge, match="超过上限 10 MB"):
            read_workbook(content, name="x.csv")

    def test_refuses_too_many_lines_of_text(self) -> None:
        content = b"1\n" * (workbook_files.MAX_ROWS + 1)

        with pytest.raises(WorkbookTooLarge, match="100000 行"):
            read_workbook(content, name="x.csv")

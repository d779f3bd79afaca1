"""Rows out of a workbook."""

import pytest
import xlsxwriter

from bangfu.core.exchange import parsers
from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.importing import NoHeadings, Reading, read_rows
from bangfu.core.exchange.layouts import Column, Layout
from bangfu.core.exchange.template import write_template
from bangfu.core.exchange.workbook_files import read_workbook

from .workbooks import built, with_merged, xlsx

LAYOUT = Layout(
    zh="人员",
    en="Workers",
    columns=(
        Column("name", "姓名", "Name", parsers.text(longest=60), required=True, synonyms=("人员",)),
        Column("number", "工号", "Staff number", parsers.text(longest=30), required=True, width=9),
        Column("home", "单位", "Home", parsers.text(longest=30)),
        Column("born", "出生日期", "Born on", parsers.day(), synonyms=("出生年月日",)),
        Column("card", "证号", "Card", parsers.text(longest=30), unique=True, as_text=True),
        Column(
            "sex",
            "性别",
            "Sex",
            parsers.one_of({"男": 1, "女": 2}),
            choices=("男", "女"),
            example="女",
        ),
    ),
    keys=(("home", "number"),),
)


def read(content: bytes) -> Reading:
    return read_rows(read_workbook(content, name="名单.xlsx"), LAYOUT)


def only_error(content: bytes) -> CellError:
    reading = read(content)
    assert len(reading.errors) == 1, reading.errors
    return reading.errors[0]


class TestReadRows:
    def test_reads_values_by_column_whatever_their_order(self) -> None:
        reading = read(
            xlsx(["工号", "姓名*", "出生年月日"], [7, "王晓", "2000-01-02"], [8, "李明", ""])
        )

        assert [dict(row.values) for row in reading.rows] == [
            {"number": "7", "name": "王晓", "born": parsers.day()("2000-01-02")},
            {"number": "8", "name": "李明", "born": None},
        ]
        assert reading.errors == ()

    def test_finds_the_headings_below_a_merged_title(self) -> None:
        content = with_merged(["人员名单"], ["姓名", "工号"], ["王晓", 7], ranges=("A1:B1",))

        assert len(read(content).rows) == 1

    def test_reads_every_sheet_that_has_the_headings(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            for name in ("东城", "西城"):
                page = book.add_worksheet(name)
                page.write_row("A1", ["姓名", "工号"])
                page.write_row("A2", [f"{name}人", name])
            book.add_worksheet("说明").write("A1", "随便写")

        assert [row.sheet for row in read(built(fill)).rows] == ["东城", "西城"]

    def test_skips_empty_rows_and_names_headings_nobody_asked_for(self) -> None:
        reading = read(xlsx(["姓名", "工号", "籍贯"], [None], ["王晓", 7, "东营"]))

        assert [row.number for row in reading.rows] == [3]
        assert reading.ignored == ("籍贯",)

    def test_names_every_wrong_cell_of_every_row(self) -> None:
        reading = read(
            xlsx(
                ["姓名", "工号", "出生日期", "性别"],
                ["王晓", 7, "2000-02-30", "先生"],
                [None, 8, "2000-01-01", "男"],
                ["李明", 9, "2000-01-01", "女"],
            )
        )

        assert [(error.cell, error.value, error.code) for error in reading.errors] == [
            ("C2", "2000-02-30", "no_such_day"),
            ("D2", "先生", "unknown_word"),
            ("A3", "", "empty"),
        ]
        assert [row.number for row in reading.rows] == [4]

    def test_writes_an_error_as_a_sentence_with_place_value_and_remedy(self) -> None:
        error = only_error(xlsx(["姓名", "工号", "出生日期"], ["王晓", 7, "2000-02-30"]))

        assert str(error) == (
            "工作表“人员”单元格 C2“2000-02-30”：2000年2月30日不是存在的日期。"
            "请核对月份和日期后改正。"
        )
        assert error.says("en") == "There is no 2000-02-30."
        assert error.remedy("en") == "Check month and day and correct them."

    def test_refuses_formulas_without_a_result_even_where_nothing_is_required(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            page = book.add_worksheet("人员")
            page.write_row("A1", ["姓名", "工号", "出生日期"])
            page.write_row("A2", ["王晓", "7"])
            page.write_formula("C2", "=VLOOKUP(A2,E:F,2)", None, "#N/A")

        error = only_error(built(fill))

        assert (error.cell, error.code) == ("C2", "formula_error")

    def test_refuses_a_workbook_without_the_headings(self) -> None:
        with pytest.raises(NoHeadings, match="请使用模板，至少要有：姓名、工号。"):
            read(xlsx(["甲", "乙"], [1, 2]))


class TestHeadings:
    def test_refuses_merged_headings(self) -> None:
        content = with_merged(
            ["姓名", "工号", "出生日期"], [None, None, "年", "月"], ranges=("C1:D1", "A1:A2")
        )

        errors = read(content).errors

        assert {(error.cell, error.code) for error in errors} == {
            ("C1:D1", "merged_heading"),
            ("A1:A2", "merged_heading"),
        }
        assert "取消合并" in errors[0].remedy_zh

    def test_refuses_merged_cells_below_the_headings(self) -> None:
        content = with_merged(
            ["姓名", "工号", "单位"], ["王晓", 1, "院办"], ["李明", 2], ranges=("C2:C3",)
        )

        error = only_error(content)

        assert (error.cell, error.value, error.code) == ("C2:C3", "院办", "merged_cells")

    def test_names_a_required_column_that_is_missing_and_its_other_names(self) -> None:
        error = only_error(xlsx(["工号", "出生日期"], [7, "2000-01-01"]))

        assert (error.cell, error.code) == ("1:1", "heading_missing")
        assert error.remedy_zh == "请加上该列，表头可写：姓名、人员。"

    def test_refuses_two_columns_of_one_meaning(self) -> None:
        error = only_error(xlsx(["姓名", "工号", "人员"], ["王晓", 7, "王小"]))

        assert (error.cell, error.code) == ("C1", "heading_twice")
        assert "A1" in error.zh


class TestRepeated:
    def test_refuses_a_repeated_person_and_points_to_the_first(self) -> None:
        error = only_error(
            xlsx(["姓名", "工号", "证号"], ["王晓", 7, "A1"], ["李明", 8, "B2"], ["王晓", 9, "A1"])
        )

        assert (error.cell, error.value, error.code) == ("C4", "A1", "repeated")
        assert "C2" in error.zh

    def test_compares_the_columns_of_a_key_together(self) -> None:
        head = ["姓名", "工号", "单位"]

        apart = read(xlsx(head, ["王晓", 7, "甲"], ["李明", 7, "乙"]))
        same = only_error(xlsx(head, ["王晓", 7, "甲"], ["李明", 7, "甲"]))

        assert apart.errors == ()
        assert same.cell == "B3"
        assert "“单位＋工号”" in same.zh

    def test_lets_empty_cells_repeat(self) -> None:
        assert read(xlsx(["姓名", "工号", "证号"], ["王", 1, ""], ["李", 2, ""])).errors == ()


class TestWriteTemplate:
    def test_is_read_back_with_every_column(self) -> None:
        book = read_workbook(write_template(LAYOUT), name="模板.xlsx")

        assert [sheet.name for sheet in book.sheets] == ["人员", "填写说明"]
        headings = [str(cell) for cell in book.sheets[0].rows[0]]
        assert [LAYOUT.column_of(heading) for heading in headings] == list(LAYOUT.columns)
        assert headings[0] == "姓名*"

    def test_explains_what_each_column_takes(self) -> None:
        explained = read_workbook(write_template(LAYOUT), name="模板.xlsx").sheets[1].rows

        assert explained[6] == ("性别", "选填", "可填：男、女", "女")

    def test_holds_no_rows_to_import(self) -> None:
        assert read(write_template(LAYOUT)) == Reading(rows=(), errors=(), ignored=())


class TestLayout:
    def test_refuses_two_columns_with_one_heading(self) -> None:
        column = LAYOUT.columns[0]

        with pytest.raises(ValueError, match="姓名"):
            Layout("x", "x", (column, Column("other", "姓名", "Other", column.parse)))

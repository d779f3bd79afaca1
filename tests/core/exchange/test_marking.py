"""Marked-up copies: what somebody wrote stays, each mistake stands in its cell, nothing runs."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.cells import Sheet, Workbook, address
from bangfu.core.exchange.marking import marked_copy
from bangfu.core.exchange.workbook_files import read_workbook

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0xFFFD), min_size=1, max_size=20
)
CELLS = (
    st.none() | TEXTS | st.integers(-(10**9), 10**9) | st.booleans() | st.dates(date(1950, 1, 1))
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6)


def book(*sheets: Sheet) -> Workbook:
    return Workbook("人员.xlsx", "0" * 64, sheets)


def wrong(sheet: str, cell: str, value: str = "") -> CellError:
    return CellError(
        sheet=sheet,
        cell=cell,
        value=value,
        code="x",
        zh="这一格不对。",
        en="This is wrong.",
        remedy_zh="请改正。",
        remedy_en="Mend it.",
    )


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@given(ROWS)
def test_every_cell_is_as_it_was(rows: list[list[object]]) -> None:
    rows = [["姓名", "工号", "日期"], *rows]
    given_book = book(Sheet("名单", tuple(map(tuple, rows))))  # type: ignore[arg-type]
    copy = marked_copy(given_book, [wrong("名单", "B2")], language="zh-hans")
    found = next(s for s in read_workbook(copy, name="a.xlsx").sheets if s.name == "名单")
    for number, row in enumerate(rows):
        read = found.rows[number] if number < len(found.rows) else (None,) * 3
        assert [_plain(one) for one in (*read, None, None, None)[:3]] == [
            _plain(one) for one in row
        ]


def _plain(value: object) -> object:
    """Blank text, and blanks around text, are read as nothing."""
    if isinstance(value, str):
        return value.strip() or None
    return value.date() if hasattr(value, "date") else value


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "这一格不对。请改正。"), ("en", "This is wrong.Mend it.")]
)
def test_a_mistake_stands_in_its_cell_and_in_the_list(language: str, said: str) -> None:
    rows = (("姓名", "工号"), ("王晓", None))
    copy = opened(marked_copy(book(Sheet("名单", rows)), [wrong("名单", "B2")], language=language))
    assert copy.sheetnames == ["需要改正", "名单"]
    cell = copy["名单"]["B2"]
    assert cell.comment.text == said
    assert cell.fill.fgColor.rgb == "FFFBD5D0"
    assert copy["名单"]["A2"].comment is None
    line = copy["需要改正"]["B2"]
    assert (line.value, line.hyperlink.location) == ("B2", "'名单'!B2")


def test_two_mistakes_of_a_cell_and_those_of_ranges_are_all_said() -> None:
    rows = (("姓名", "工号"), ("王晓", "1"), ("李明", "1"))
    errors = [wrong("名单", "A1:B1"), wrong("名单", "A1"), wrong("名单", "3:3"), wrong("", "")]
    copy = opened(marked_copy(book(Sheet("名单", rows)), errors, language="zh-hans"))
    assert copy["名单"]["A1"].comment.text.count("请改正。") == 2
    assert copy["名单"]["A3"].comment is not None
    assert copy["需要改正"].max_row == 5


def test_text_that_looks_like_a_formula_stays_text() -> None:
    rows = (("姓名",), ('=HYPERLINK("https://x.example")',), ("+1",), ("@SUM(A1)",))
    copy = opened(marked_copy(book(Sheet("名单", rows)), [wrong("名单", "A2")], language="zh-hans"))
    assert [copy["名单"][f"A{n}"].data_type for n in (2, 3, 4)] == ["s", "s", "s"]


@given(st.lists(TEXTS, min_size=1, max_size=5, unique=True))
def test_any_names_of_sheets_give_a_file_that_opens(names: list[str]) -> None:
    sheets = [Sheet(name, (("姓名", "工号"),)) for name in names]
    copy = opened(marked_copy(book(*sheets), [wrong(names[0], "A1")], language="zh-hans"))
    assert len({name.casefold() for name in copy.sheetnames}) == len(copy.sheetnames)


def test_a_text_file_comes_back_as_a_workbook() -> None:
    given_book = read_workbook("姓名,工号\n王晓,1\n".encode("gb18030"), name="名单.csv")
    sheet = given_book.sheets[0]
    copy = opened(marked_copy(given_book, [wrong(sheet.name, address(2, 1))], language="zh-hans"))
    assert copy.worksheets[1]["A2"].comment is not None

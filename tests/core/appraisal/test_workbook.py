"""Items of a table as a sheet: there and back is the same table, and mistakes are named by cell."""

import io

import openpyxl
import pytest
from tests.core.appraisal.tables import INPUTS, table

from bangfu.core.appraisal import Scheme, shipped
from bangfu.core.appraisal.workbook import ItemsRead, read_items, write_items


def changed(scheme: Scheme, cells: dict[str, object]) -> ItemsRead:
    """The items of a table after somebody has written into some cells."""
    book = openpyxl.load_workbook(io.BytesIO(write_items(scheme, inputs=INPUTS)))
    for address, value in cells.items():
        book["评分项目"][address] = value
    kept = io.BytesIO()
    book.save(kept)
    return read_items(kept.getvalue(), name="表.xlsx", base=scheme, inputs=INPUTS)


@pytest.mark.parametrize("code", sorted(shipped()))
def test_there_and_back_is_the_same_table(code: str) -> None:
    scheme = shipped()[code]

    found = read_items(write_items(scheme), name="表.xlsx", base=scheme)

    assert found.errors == ()
    assert found.scheme == scheme


def test_a_clerk_changes_points_in_excel() -> None:
    found = changed(table(), {"H2": 15, "H3": 45, "J3": "数据=weeks；应有数=due；每单位分值=1"})

    assert found.errors == ()
    assert found.scheme is not None
    weeks = found.scheme.by_item["weeks"]
    assert (weeks.points, getattr(weeks.rule, "each", None)) == (45, 1)


@pytest.mark.parametrize(
    ("cells", "cell", "said"),
    [
        ({"H2": "很多"}, "H2", "“很多”不是数"),
        ({"J3": "数据=weks；每单位分值=1"}, "J3", "没有代码为“weks”的数据项，是否应为“weeks”"),
        ({"J3": "数据=weeks；每单位=1"}, "J3", "“每单位=1”看不懂"),
        ({"J3": "数据=weeks"}, "J3", "缺少“each”"),
        ({"J3": "数据=weeks；每单位分值=-1"}, "J3", "大于 0 的数"),
        ({"I3": "碰运气"}, "I3", "不是可填的内容"),
        ({"B2": "没有的板块"}, "B2", "不是可填的内容"),
        ({"A3": "signed"}, "A3", "重复"),
        ({"H2": 21}, "", "写明60分，各项目合计61分"),
        ({"M2": "取同组平均", "N2": "至少家数=许多"}, "N2", "“许多”不是数"),
        ({"N2": "至少家数=3"}, "N2", "没有选缺项处理"),
        ({"J2": None}, "J2", "缺少“input”"),
    ],
)
def test_a_mistake_is_named_by_its_cell(cells: dict[str, object], cell: str, said: str) -> None:
    found = changed(table(), cells)

    assert found.scheme is None
    assert [(error.cell, said in error.zh) for error in found.errors] == [(cell, True)]


def test_the_sheet_reads_as_a_table_of_scores() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_items(shipped()["posting_pair_default"])))

    rows = [[cell.value for cell in row] for row in book["评分项目"].iter_rows()]
    assert rows[0][:4] == ["代码", "板块*", "分组", "项目*"]
    (on_post,) = [row for row in rows if row[0] == "on_post"]
    assert on_post[8:10] == ["分档计分", "数据=在岗率；档次=0.95→10、0.9→8、0.85→6、0.8→3"]

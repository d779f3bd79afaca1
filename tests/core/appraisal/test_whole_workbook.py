"""A whole table by Excel: nothing is lost, and a mistake is marked in the user's own file."""

import io

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.core.appraisal.whole_tables import whole_tables

from bangfu.core.appraisal import Scheme, as_text, read, shipped
from bangfu.core.appraisal.whole_workbook import (
    TableRead,
    marked_copy,
    read_scheme,
    write_scheme,
)

STARS = shipped()["party_branch_stars"]


def another(scheme: Scheme) -> Scheme:
    """A table of which only code, year and kind are the same."""
    other = next(one for one in shipped().values() if one.title != scheme.title)
    own = {name: getattr(scheme, name) for name in ("code", "edition", "kind")}
    return msgspec.structs.replace(other, **own)


def written_into(scheme: Scheme, cells: dict[tuple[str, str], object]) -> bytes:
    """The workbook after somebody has written into some cells."""
    book = openpyxl.load_workbook(io.BytesIO(write_scheme(scheme)))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def changed(cells: dict[tuple[str, str], object]) -> TableRead:
    return read_scheme(written_into(STARS, cells), name="表.xlsx", base=STARS)


class TestNothingIsLost:
    @pytest.mark.parametrize("code", sorted(shipped()))
    def test_of_a_shipped_table(self, code: str) -> None:
        scheme = shipped()[code]
        found = read_scheme(write_scheme(scheme), name="表.xlsx", base=another(scheme))
        assert found == TableRead(scheme, ())

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    @given(whole_tables())
    def test_of_any_table(self, scheme: Scheme) -> None:
        found = read_scheme(write_scheme(scheme), name="表.xlsx", base=another(scheme))
        assert [str(each) for each in found.errors] == []
        assert found.scheme == scheme
        assert read(as_text(scheme)) == scheme

    def test_where_the_file_has_no_such_sheet(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(write_scheme(STARS)))
        for name in ("等次", "星级", "分项门槛", "并列次序", "表头"):
            del book[name]
        kept = io.BytesIO()
        book.save(kept)
        assert read_scheme(kept.getvalue(), name="表.xlsx", base=STARS).scheme == STARS


class TestMistakes:
    @pytest.mark.parametrize(
        ("cells", "sheet", "cell", "said"),
        [
            ({("表头", "C2"): "一百"}, "表头", "C2", "不是数"),
            ({("板块", "F2"): "60%"}, "板块", "F", "权重合计应为100%"),
            ({("星级", "D2"): 10}, "星级", "D3", "重叠"),
            ({("星级", "F2"): "130%"}, "星级", "F2", "不能超过100%"),
            ({("评审层级", "B2"): None}, "评审层级", "B2", "没有填写"),
            ({("并列次序", "A5"): "没有的项目"}, "并列次序", "A5", "不是可填的内容"),
        ],
    )
    def test_is_named_by_sheet_and_cell(
        self, cells: dict[tuple[str, str], object], sheet: str, cell: str, said: str
    ) -> None:
        found = changed(cells)
        assert found.scheme is None
        assert any(
            (one.sheet == sheet and one.cell.startswith(cell) and said in one.zh)
            for one in found.errors
        ), [str(one) for one in found.errors]

    def test_is_marked_in_the_file_that_was_sent(self) -> None:
        sent = written_into(STARS, {("表头", "C2"): "一百", ("表头", "A2"): "我们的表"})
        errors = read_scheme(sent, name="表.xlsx", base=STARS).errors
        copy = marked_copy(sent, name="表.xlsx", base=STARS, errors=errors)
        book = openpyxl.load_workbook(io.BytesIO(copy))
        cell = book["表头"]["C2"]
        assert (cell.value, book["表头"]["A2"].value) == ("一百", "我们的表")
        assert "不是数" in cell.comment.text
        assert cell.fill.bgColor.rgb != book["表头"]["A2"].fill.bgColor.rgb
        assert book["需要改正"]["B2"].value == "C2"
        again = read_scheme(copy, name="表.xlsx", base=STARS)
        assert [one.cell for one in again.errors] == ["C2"]

    def test_a_copy_that_was_mended_is_taken(self) -> None:
        sent = written_into(STARS, {("表头", "C2"): "一百"})
        errors = read_scheme(sent, name="表.xlsx", base=STARS).errors
        copy = marked_copy(sent, name="表.xlsx", base=STARS, errors=errors)
        book = openpyxl.load_workbook(io.BytesIO(copy))
        book["表头"]["C2"] = STARS.total.base
        kept = io.BytesIO()
        book.save(kept)
        assert read_scheme(kept.getvalue(), name="表.xlsx", base=STARS).scheme == STARS


def test_a_new_row_needs_no_code() -> None:
    scheme = shipped()["posting_evaluation"]
    sent = written_into(
        scheme, {("等次", "A9"): None, ("依据", "B30"): "县里的通知", ("依据", "D30"): "第三条"}
    )
    found = read_scheme(sent, name="表.xlsx", base=scheme)
    assert [str(each) for each in found.errors] == []
    assert found.scheme is not None
    assert found.scheme.sources[-1].what.zh == "县里的通知"
    assert found.scheme.sources[-1].code.startswith("source_")

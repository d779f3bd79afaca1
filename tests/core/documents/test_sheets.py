"""The product's own templates: letters as GB/T 9704-2012 lays them out, forms with their lines."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from bangfu.core.documents.filling import Line, filled
from bangfu.core.documents.paper import Paragraph, Table
from bangfu.core.documents.reading import beyond, read_paper
from bangfu.core.documents.sheets import At, Sheet, label
from bangfu.web.printing import paper_pdf

AT = datetime(2026, 7, 3, tzinfo=UTC)
MM = 72 / 25.4


def letter(paragraphs: int) -> bytes:
    sheet = Sheet.letter()
    sheet.each("one in body", "{{ one }}")
    return filled(sheet.saved(), {"body": ["测" * 26 + "试" * 28] * paragraphs}, name="t.docx")


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters() -> None:
    paper = read_paper(letter(22), name="t.docx")
    pages = pypdf.PdfReader(io.BytesIO(paper_pdf(paper, title="文", at=AT))).pages
    assert len(pages) == 2
    for page in pages:
        lines = [line for line in page.extract_text().splitlines() if "测" in line or "试" in line]
        assert len(lines) == 22
        assert {len(line.strip()) for line in lines} == {26, 28}


def test_the_type_area_is_156_by_225_millimetres() -> None:
    page = read_paper(letter(1), name="t.docx").page
    assert page.width - page.left - page.right == pytest.approx(156 * MM, abs=0.2)
    assert page.height - page.top - page.bottom == pytest.approx(225 * MM, abs=0.2)
    assert page.top == pytest.approx(37 * MM, abs=0.1)
    assert page.left == pytest.approx(28 * MM, abs=0.1)


def test_pages_are_numbered_outside() -> None:
    paper = read_paper(letter(1), name="t.docx")
    assert paper.footer[0].align == "right"
    assert paper.even_footer[0].align == "left"
    assert "".join(run.text or run.field for run in paper.footer[0].runs) == "— page —"


@pytest.mark.parametrize(("long", "size"), [(False, 38), (True, 26)])
def test_a_long_name_stands_on_one_line_of_the_red_head(long: bool, size: float) -> None:
    sheet = Sheet.letter()
    sheet.red_head("{{ office }}文件", "{{ number }}", small="long")
    given = {"office": "某县卫生健康委员会", "number": "某卫〔2026〕1号", "long": long}
    paper = read_paper(filled(sheet.saved(), given, name="t.docx"), name="t.docx")
    head = paper.blocks[0]
    assert isinstance(head, Paragraph)
    assert (head.text, head.runs[0].size, head.runs[0].colour) == (
        "某县卫生健康委员会文件",
        size,
        "E60012",
    )


def test_the_version_record_stands_at_the_foot() -> None:
    sheet = Sheet.letter()
    sheet.body("正文")
    sheet.record("市卫生健康委员会。", "县卫生健康委员会办公室", "2026年7月3日")
    paper = read_paper(sheet.saved(), name="t.docx")
    record = next(one for one in paper.blocks if isinstance(one, Table))
    assert record.at_foot
    text = pypdf.PdfReader(io.BytesIO(paper_pdf(paper, title="文", at=AT))).pages[0].extract_text()
    assert text.index("正文") < text.index("抄送")


def test_a_form_has_its_lines_heights_and_heads() -> None:
    sheet = Sheet.form(wide=True)
    sheet.grid([[label("姓名"), At("{{ name }}", 3)]], widths=(1, 2, 1, 2))
    sheet.rows(
        "row in rows", ["单位", "人次"], ["{{ row.unit }}", "{{ row.count }}"], widths=(3, 1)
    )
    given = {"name": "某某", "rows": [{"unit": "甲", "count": "3"}, {"unit": "乙", "count": "4"}]}
    content = filled(sheet.saved(), given, name="t.docx")
    paper = read_paper(content, name="t.docx")
    form, rows = [one for one in paper.blocks if isinstance(one, Table)]
    assert form.rows[0].cells[1].columns == 3
    assert form.rows[0].height == pytest.approx(9 * MM, abs=0.1)
    assert [row.head for row in rows.rows] == [True, False, False]
    assert paper.page.width > paper.page.height
    assert beyond(content, name="t.docx") == []


def test_headings_of_own_words_are_set_in_their_own_type() -> None:
    sheet = Sheet.letter()
    sheet.text("body")
    given = {"body": [Line("一、总体情况"), Line("（一）派驻"), Line("均已到岗。")]}
    paper = read_paper(filled(sheet.saved(), given, name="t.docx"), name="t.docx")
    faces = [one.runs[0].face for one in paper.blocks if isinstance(one, Paragraph) and one.runs]
    assert faces == ["hei", "kai", "fangsong"]
    page = pypdf.PdfReader(io.BytesIO(paper_pdf(paper, title="文", at=AT))).pages[0]
    fonts = {str(one.get_object()["/BaseFont"]) for one in page["/Resources"]["/Font"].values()}
    assert any("NotoSansSC" in one for one in fonts)

"""A Word document read as the paper it shows: looks over styles, tables, bands, what is beyond."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from bangfu.core.documents.paper import Paper, Paragraph, Table
from bangfu.core.documents.reading import beyond, read_paper
from bangfu.web.printing import qr_png


def paper_of(document: Any) -> Paper:
    written = io.BytesIO()
    document.save(written)
    return read_paper(written.getvalue(), name="t.docx")


def only_table(paper: Paper) -> Table:
    (table,) = [one for one in paper.blocks if isinstance(one, Table)]
    return table


def first(paper: Paper) -> Paragraph:
    found = paper.blocks[0]
    assert isinstance(found, Paragraph)
    return found


def test_the_nearest_look_wins_over_style_and_default() -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(16)
    line = document.add_paragraph("通报", style="Heading 1")
    line.add_run("（草稿）").font.size = Pt(9)
    runs = first(paper_of(document)).runs
    assert [(run.text, run.size, run.bold) for run in runs] == [
        ("通报", 14, True),
        ("（草稿）", 9, True),
    ]


def test_sentences_that_word_cut_are_one_run() -> None:
    document = Document()
    line = document.add_paragraph()
    for piece in ("兹证明", "该同志", "在岗"):
        line.add_run(piece)
    assert [run.text for run in first(paper_of(document)).runs] == ["兹证明该同志在岗"]


def test_faces_colours_and_spacing_are_kept() -> None:
    document = Document()
    run = document.add_paragraph().add_run("文件")
    run.font.color.rgb = RGBColor(0xE6, 0, 0x12)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "方正小标宋简体")
    found = first(paper_of(document)).runs[0]
    assert (found.face, found.colour) == ("title", "E60012")


def test_exact_lines_are_exact_and_others_follow_their_size() -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    exact, single = document.add_paragraph("甲"), document.add_paragraph("乙")
    exact.paragraph_format.line_spacing = Pt(28)
    single.paragraph_format.line_spacing = 1.5
    paper = paper_of(document)
    lines = [one.runs[0].line for one in paper.blocks if isinstance(one, Paragraph)]
    assert lines == [28, pytest.approx(10 * 1.3 * 1.5)]


def test_joined_cells_span_their_places() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "表头"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "左"
    found = only_table(paper_of(document))
    spans = [[(cell.columns, cell.rows) for cell in row.cells] for row in found.rows]
    assert spans == [[(3, 1)], [(1, 2), (1, 1), (1, 1)], [(1, 1), (1, 1)]]
    assert found.stroke == 0.5


def test_every_place_of_a_table_is_covered_once() -> None:
    document = Document()
    table = document.add_table(rows=4, cols=4)
    table.cell(0, 1).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 3))
    found = only_table(paper_of(document))
    covered = sum(cell.columns * cell.rows for row in found.rows for cell in row.cells)
    assert covered == 16


def test_a_table_without_lines_has_none() -> None:
    document = Document()
    document.add_table(rows=1, cols=2)
    assert only_table(paper_of(document)).stroke == 0


def test_the_page_its_margins_and_its_number_are_read() -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.top_margin = Mm(210), Mm(37)
    footer = section.footer.paragraphs[0]
    footer.add_run("第")
    run = footer.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        element.text = text or None
        if kind:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)
    paper = paper_of(document)
    assert paper.page.width == pytest.approx(595.3, abs=0.1)
    assert paper.page.top == pytest.approx(104.9, abs=0.1)
    assert [(one.text, one.field) for one in paper.footer[0].runs] == [("第", ""), ("", "page")]


def test_a_picture_in_the_line_comes_along_once() -> None:
    document = Document()
    for _ in range(2):
        document.add_picture(io.BytesIO(qr_png("甲")), width=Mm(20))
    paper = paper_of(document)
    assert len(paper.pictures) == 1
    assert first(paper).runs[0].width == pytest.approx(56.7, abs=0.1)


def test_what_the_pdf_leaves_out_is_named() -> None:
    document = Document()
    document.add_paragraph("一", style="List Number")
    line = document.add_paragraph("二")
    line._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>')
    )
    document.add_section()
    written = io.BytesIO()
    document.save(written)
    named = [one.zh for one in beyond(written.getvalue(), name="t.docx")]
    assert named == ["自动编号（请直接写出序号）", "第二节起的页面设置"]


def test_a_plain_document_leaves_nothing_out() -> None:
    document = Document()
    document.add_paragraph("通报")
    written = io.BytesIO()
    document.save(written)
    assert beyond(written.getvalue(), name="t.docx") == []

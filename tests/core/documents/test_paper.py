"""The words of a paper."""

from bangfu.core.documents.paper import Cell, Page, Paper, Paragraph, Row, Run, Table, lines_of


def said(text: str) -> Paragraph:
    return Paragraph(runs=(Run(text=text),))


def test_a_row_of_a_table_is_one_line() -> None:
    row = Row(cells=(Cell(paragraphs=(said("姓名"),)), Cell(paragraphs=(said("某某"),))))
    paper = Paper(
        page=Page(), blocks=(said("证明"), Paragraph(), Table(widths=(1, 1), rows=(row,)))
    )
    assert lines_of(paper) == ["证明", "姓名│某某"]

"""Every kind of paper: its template fills, says what the golden text says, and prints the same."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from bangfu.apps.documents.kinds import GROUPS, KINDS
from bangfu.apps.documents.kinds.frame import Kind, as_filled
from bangfu.apps.documents.making import Form, pdf_of, word_of
from bangfu.core.documents.filling import fields_of, refuse_template
from bangfu.core.documents.paper import lines_of
from bangfu.core.documents.reading import beyond, read_paper
from bangfu.core.programmes.vocabulary_review import DocumentKind

GOLDEN = Path(__file__).parent / "golden"
AT = datetime(2026, 7, 3, tzinfo=UTC)

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code.value)


def filled_example(kind: Kind) -> bytes:
    form = Form(kind.draw(), f"{kind.code.zh}.docx", "")
    return word_of(kind, form, kind.example)


@kinds
def test_the_template_of_a_kind_fills_and_asks_for_nothing_else(kind: Kind) -> None:
    form = kind.draw()
    refuse_template(form, as_filled(kind, kind.example), name="t.docx")
    assert beyond(form, name="t.docx") == []
    own = {one.name for one in kind.fields}
    shown = fields_of(form, name="t.docx")
    assert shown <= {one.name for one in kind.all_fields}
    assert {one.name for one in kind.typed if one.needed} <= shown
    assert own


@kinds
def test_an_example_of_a_kind_says_what_the_golden_text_says(kind: Kind) -> None:
    """Set ``GOLDEN=write`` to write the texts anew, and look at what changed."""
    said = "\n".join(lines_of(read_paper(filled_example(kind), name="t.docx"))) + "\n"
    file = GOLDEN / f"{kind.code.value}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")


@kinds
def test_the_pdf_of_a_kind_says_what_its_word_file_says(kind: Kind) -> None:
    paper = read_paper(filled_example(kind), name="t.docx")
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(paper, title="文", at=AT, draft=False))).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    for line in lines_of(paper):
        for words in line.split("│"):
            assert "".join(words.split())[:20] in printed


@kinds
def test_a_draft_says_that_it_is_one(kind: Kind) -> None:
    paper = read_paper(filled_example(kind), name="t.docx")
    printed = pypdf.PdfReader(io.BytesIO(pdf_of(paper, title="文", at=AT, draft=True))).pages
    assert all("草稿" in "".join(page.extract_text().split()) for page in printed)


def test_every_kind_stands_in_one_group() -> None:
    grouped = [code for _title, codes in GROUPS for code in codes]
    assert sorted(grouped) == sorted(DocumentKind)
    assert set(KINDS) <= set(grouped)

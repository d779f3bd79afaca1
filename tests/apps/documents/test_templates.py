"""An office's own templates: tried before they are used, retired, never touching what is issued."""

import io

import pytest
from docx import Document as WordFile
from tests.apps.documents.conftest import NOW, TODAY, Offices, absolute, issue

from bangfu.apps.documents import actions
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.making import drafted, form_in_use, kept, paper_of
from bangfu.apps.documents.models import Template
from bangfu.core.documents.filling import UnknownField
from bangfu.core.documents.paper import lines_of
from bangfu.core.documents.reading import read_paper
from bangfu.core.programmes.vocabulary_review import DocumentKind

CIRCULAR = DocumentKind.CIRCULAR


def word(*lines: str) -> bytes:
    made = WordFile()
    for line in lines:
        made.add_paragraph(line)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def put(offices: Offices, *lines: str) -> Template:
    return actions.put_template(
        office=offices.city,
        kind=CIRCULAR,
        content=word(*lines),
        name="通报.docx",
        by=offices.clerk,
        at=NOW,
    )


def test_papers_are_made_from_the_office_s_own_template(offices: Offices) -> None:
    put(offices, "本市通报：{{ title }}")
    draft = drafted(offices.filled_in(), on=TODAY, absolute=absolute)
    form = form_in_use(offices.city, KINDS[CIRCULAR])
    assert lines_of(paper_of(KINDS[CIRCULAR], form, draft.values)) == [
        "本市通报：关于上半年对口支援工作的通报"
    ]


def test_another_office_keeps_the_product_s(offices: Offices) -> None:
    put(offices, "{{ title }}")
    assert form_in_use(offices.sender, KINDS[CIRCULAR]).name == "通报.docx"
    assert form_in_use(offices.sender, KINDS[CIRCULAR]).content == KINDS[CIRCULAR].draw()


def test_a_template_that_cannot_be_filled_is_not_kept(offices: Offices) -> None:
    with pytest.raises(UnknownField):
        put(offices, "{{ weather }}")
    assert not Template.objects.exists()


def test_a_new_one_retires_the_one_before_and_the_same_stays(offices: Offices) -> None:
    content = word("甲{{ title }}")
    first, again = (
        actions.put_template(
            office=offices.city,
            kind=CIRCULAR,
            content=content,
            name="通报.docx",
            by=offices.clerk,
            at=NOW,
        )
        for _each in range(2)
    )
    assert again == first
    second = put(offices, "乙{{ title }}")
    assert [one.pk for one in Template.objects.in_use()] == [second.pk]
    first.refresh_from_db()
    assert first.retired_at == NOW


def test_an_issued_paper_keeps_the_template_it_was_made_from(offices: Offices) -> None:
    offices.with_words()
    put(offices, "甲：{{ title }}")
    issued = issue(offices.filled_in())
    put(offices, "乙：{{ title }}")
    assert issued.word_file
    lines = lines_of(read_paper(kept(issued.word_file, ""), name="t.docx"))
    assert lines == ["甲：关于上半年对口支援工作的通报"]


def test_retired_the_product_s_is_back(offices: Offices) -> None:
    row = put(offices, "{{ title }}")
    actions.retire_template(template=row, by=None, at=NOW)
    actions.retire_template(template=row, by=None, at=NOW)
    assert form_in_use(offices.city, KINDS[CIRCULAR]).content == KINDS[CIRCULAR].draw()

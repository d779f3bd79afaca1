"""Templates filled: what their fields may be, and that what is filled in stands there."""

import io
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.documents.filling import (
    Line,
    Picture,
    TemplateUnclear,
    UnknownField,
    fields_of,
    filled,
    refuse_template,
)
from bangfu.core.documents.package import NotADocument
from bangfu.core.documents.paper import lines_of
from bangfu.core.documents.reading import read_paper
from bangfu.web.printing import qr_png

EXAMPLE = {"name": "某某", "rows": [{"unit": "镇卫生院"}], "qr": ""}


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def words(content: bytes) -> list[str]:
    return lines_of(read_paper(content, name="t.docx"))


def test_fields_and_lists_are_filled() -> None:
    given_template = template(
        "姓名：{{ name }}", "{%p for row in rows %}", "单位：{{ row.unit }}", "{%p endfor %}"
    )
    values = {"name": "甲", "rows": [{"unit": "东镇卫生院"}, {"unit": "西镇卫生院"}]}
    made = filled(given_template, values, name="t.docx")
    assert words(made) == ["姓名：甲", "单位：东镇卫生院", "单位：西镇卫生院"]


def test_a_field_that_word_cut_into_pieces_is_one_field() -> None:
    document = Document()
    line = document.add_paragraph()
    for piece, bold in (("{{ na", False), ("me ", True), ("}}", False)):
        line.add_run(piece).bold = bold
    written = io.BytesIO()
    document.save(written)
    assert words(filled(written.getvalue(), {"name": "甲"}, name="t.docx")) == ["甲"]


def test_the_same_values_give_the_same_bytes() -> None:
    form = template("{{ name }}", "{{ qr }}")
    values: dict[str, Any] = {"name": "甲", "qr": Picture(qr_png("x"), width=80)}
    assert filled(form, values, name="t.docx") == filled(form, values, name="t.docx")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_filled_in_is_text_and_never_markup(text: str) -> None:
    made = filled(template("甲{{ name }}乙"), {"name": text}, name="t.docx")
    said = "".join("".join(words(made)).split())
    plain = "".join(one for one in text if one.isprintable())
    assert said.startswith("甲")
    assert said.endswith("乙")
    assert "".join(plain.split()) in said.replace("\u00ad", "") or plain != text


def test_a_template_may_hold_its_fields_only() -> None:
    form = template("{{ name }}{% if name %}同志{% endif %}", "{{ qr }}")
    refuse_template(form, EXAMPLE, name="t.docx")
    assert fields_of(form, name="t.docx") == {"name", "qr"}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{{ birthday }}", "birthday"),
        ("{% for row in rows %}{{ row.village }}{% endfor %}", "village"),
        ("{{ name.first }}", "first"),
    ],
)
def test_an_unknown_field_is_named_with_those_that_there_are(line: str, named: str) -> None:
    with pytest.raises(UnknownField) as refused:
        refuse_template(template(line), EXAMPLE, name="名单.docx")
    assert f"“{named}”不存在" in refused.value.zh
    assert "名单.docx" in refused.value.zh
    assert "name、qr、rows" in refused.value.zh


@pytest.mark.parametrize(
    "line",
    [
        "{{ name.__class__ }}",
        "{{ name }",
        "{% set name = 3 %}",
        "{{ name * 999999 }}",
        "{{ name ~ name }}",
        "{{ range(9) }}",
        "{{ rows[0] }}",
        "{{ name|upper }}",
        "{% include 'x' %}",
        "{% macro f() %}{% endmacro %}",
        "{% for a in rows %}" * 3 + "x" + "{% endfor %}" * 3,
        "{% for a in rows %}{{ name }}",
    ],
)
def test_what_could_run_or_grow_is_refused(line: str) -> None:
    with pytest.raises(TemplateUnclear) as refused:
        refuse_template(template(line), EXAMPLE, name="t.docx")
    assert "对照字段表改正" in refused.value.zh


def test_a_field_in_a_footer_is_looked_at_too() -> None:
    document = Document()
    document.sections[0].footer.paragraphs[0].text = "{{ nobody }}"
    written = io.BytesIO()
    document.save(written)
    with pytest.raises(UnknownField):
        refuse_template(written.getvalue(), EXAMPLE, name="t.docx")


def test_what_is_no_document_is_no_template() -> None:
    with pytest.raises(NotADocument):
        refuse_template(b"name,unit\n", EXAMPLE, name="t.csv")


def test_headings_of_own_words_are_told_from_sentences() -> None:
    assert [Line(text).level for text in ("一、总体情况", "十二、下一步", "（三）派驻")] == [
        1,
        1,
        2,
    ]
    assert [Line(text).level for text in ("一、各单位要按期到岗。", "一年来", "1．培训")] == [
        0,
        0,
        0,
    ]
    assert Line("一、" + "长" * 40).level == 0


def test_own_words_keep_their_level_in_a_template() -> None:
    form = template(
        "{%p for line in body %}",
        "{%p if line.level == 1 %}",
        "题：{{ line }}",
        "{%p else %}",
        "{{ line }}",
        "{%p endif %}",
        "{%p endfor %}",
    )
    made = filled(form, {"body": [Line("一、总体情况"), Line("均已到岗。\x07")]}, name="t.docx")
    assert words(made) == ["题：一、总体情况", "均已到岗。"]

"""Files become text: every encoding, four kinds, limits, nothing followed."""

import io
import time
import zipfile

import pytest
import typst
from benchmarks._notice_damage import big5, page
from benchmarks._notice_scores import notices, text_of

from bangfu.core.notices import UnreadableNotice, read_notice
from bangfu.core.notices.decoding import LARGEST_BYTES, LARGEST_TEXT, decode, decoded
from bangfu.core.notices.office import UnreadableDocument
from bangfu.core.notices.printed import UnreadablePdf
from bangfu.core.refusal import Refusal
from bangfu.web.printing import FONTS

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, before: str = "") -> bytes:
    inner = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    xml = f'<?xml version="1.0"?>{before}{inner}'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return packed.getvalue()


def paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


class TestEncodings:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
    )
    @pytest.mark.parametrize("name", notices())
    def test_are_told_by_the_bytes(self, name: str, encoding: str) -> None:
        assert decoded(text_of(name).encode(encoding))[0].lstrip("\ufeff") == text_of(name)

    def test_of_taiwan_are_known(self) -> None:
        text, encoding = decoded(big5(text_of("county_plan")))

        assert encoding == "big5hkscs"
        assert "鄉鎮衛生院" in text

    def test_are_chosen_by_what_reads_well_though_a_byte_is_broken(self) -> None:
        raw = bytearray(text_of("county_plan").encode())
        raw[40] = 0xFF

        assert decoded(bytes(raw))[1] == "utf-8"

    def test_are_not_guessed_for_what_is_no_text(self) -> None:
        with pytest.raises(UnreadableNotice):
            decode(bytes(range(256)) * 40 + b"\0" * 4000)


class TestHtml:
    def test_shows_what_a_reader_sees_at_its_place_in_the_source(self) -> None:
        source = (
            "<html><body><script>x='99名'</script><p>共&nbsp;14名&#65292;到岗</p></body></html>"
        )

        original = decode(source.encode())

        assert original.seen.text.split() == ["共", "14名，到岗"]
        at = original.seen.text.index("14名")
        start, end = original.seen.span(at, at + 3)
        assert source[start:end] == "14名"

    def test_of_a_whole_notice_gives_the_same_facts(self) -> None:
        plain = read_notice(text_of("county_plan").encode())
        web = read_notice(page(text_of("county_plan")))

        assert [(f.kind, f.value) for f in web.facts] == [(f.kind, f.value) for f in plain.facts]

    @pytest.mark.parametrize("piece", ["<", "<!--", "<script", "&#", "<p ", "</script", "<p><"])
    def test_takes_no_longer_for_a_page_made_to_be_slow(self, piece: str) -> None:
        source = "<html>" + piece * (LARGEST_TEXT // len(piece) - 10)

        began = time.perf_counter()
        decode(source.encode())

        assert time.perf_counter() - began < 3


class TestDocx:
    def test_gives_its_paragraphs(self) -> None:
        assert "云卫发〔2024〕17号" in decode(docx(paragraphs(text_of("county_plan")))).text

    def test_gives_the_same_facts_as_the_text(self) -> None:
        reading = read_notice(docx(paragraphs(text_of("pledge"))))

        assert any(f.kind == "quantity" and f.value == 250000 for f in reading.facts)

    def test_with_entities_is_refused(self) -> None:
        before = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'

        with pytest.raises(UnreadableDocument):
            decode(docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", before))

    def test_that_unpacks_to_a_mountain_is_refused(self) -> None:
        with pytest.raises(UnreadableDocument):
            decode(docx("<w:p/>" * 3_000_000))

    def test_that_is_no_document_is_refused(self) -> None:
        with pytest.raises(UnreadableDocument):
            decode(b"PK\x03\x04 nothing")


def typeset(text: str) -> bytes:
    """A PDF of a notice in the fonts that come with the product."""
    paragraphs = text.replace("\n", "\n\n")
    source = f'#set text(font: "Noto Serif SC")\n{paragraphs}'
    return typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)


class TestPdf:
    def test_that_is_broken_or_empty_is_refused_in_words(self) -> None:
        with pytest.raises(UnreadablePdf) as refused:
            decode(b"%PDF-1.7 nothing")

        assert "PDF" in str(refused.value)

    def test_with_text_is_read(self) -> None:
        reading = read_notice(typeset(text_of("pledge")))

        assert any(f.kind == "quantity" and f.value == 250000 for f in reading.facts)


class TestLimits:
    def test_hold_for_bytes_and_characters(self) -> None:
        for content in (b"a" * (LARGEST_BYTES + 1), "字".encode() * (LARGEST_TEXT + 1)):
            with pytest.raises(Refusal) as refused:
                decode(content)
            assert "太大" in str(refused.value)

    def test_hold_for_a_file_without_text(self) -> None:
        with pytest.raises(UnreadableNotice):
            decode(b"  \n ")

    def test_hold_for_what_is_seen_of_a_page_not_for_its_scripts(self) -> None:
        script = "<script>" + "x" * LARGEST_TEXT * 2 + "</script>"

        original = decode(f"<html>{script}<p>共14名</p></html>".encode())

        assert original.seen.text.strip() == "共14名"

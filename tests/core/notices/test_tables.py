"""Tables of Word documents, pages and plain text, read by row."""

import io
import zipfile

import pytest

from bangfu.core.notices import Reading, read_notice, read_text

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROWS = (
    ("派出医院", "受援卫生院", "人数", "备注"),
    ("县人民医院", "东渠镇卫生院", "3", "内科"),
    ("县中医医院", "西渠镇卫生院", "2", ""),
    ("合计", "", "5", ""),
)
HEAD = "北渠县2026年医师下沉名额分配方案"


def _plain(mark: str) -> Reading:
    lines = [mark.join(cell for cell in row if cell) for row in ROWS]
    return read_text("\n".join((HEAD, *lines)))


def _page() -> Reading:
    cells = ("".join(f"<td><p>{cell}</p></td>" for cell in row) for row in ROWS)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return read_notice(f"<html><body><p>{HEAD}</p><table>{table}</table></body></html>".encode())


def _word(rows: tuple[tuple[str, ...], ...] = ROWS) -> Reading:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    table = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    body = f"{paragraph(HEAD)}<w:tbl>{table}</w:tbl>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return read_notice(packed.getvalue())


@pytest.fixture(params=["tabs", "blanks", "page", "word"])
def reading(request: pytest.FixtureRequest) -> Reading:
    made = {"page": _page, "word": _word}
    if request.param in made:
        return made[request.param]()
    return _plain({"tabs": "\t", "blanks": " "}[request.param])


def _parties(reading: Reading, role: str) -> list[str]:
    return [str(f.value) for f in reading.facts if f.kind == "party" and f.object == role]


class TestTables:
    def test_give_parties_by_the_name_of_their_column(self, reading: Reading) -> None:
        assert _parties(reading, "sender") == ["县人民医院", "县中医医院"]
        assert _parties(reading, "host") == ["东渠镇卫生院", "西渠镇卫生院"]

    def test_give_numbers_of_people_and_their_total(self, reading: Reading) -> None:
        people = [f for f in reading.facts if f.kind == "quantity" and f.unit == "people"]

        assert [f.value for f in people] == [3, 2, 5]
        assert people[-1].rule == "table_total"
        for fact in people:
            shown = reading.notice.text.text[slice(*fact.place)]
            assert shown == str(fact.value)

    def test_keep_the_columns_behind_an_empty_cell(self) -> None:
        gap = (ROWS[0], ("", "东渠镇卫生院", "3", ""))

        assert _parties(_word(gap), "host") == ["东渠镇卫生院"]

    def test_that_only_lay_out_a_page_hold_paragraphs(self) -> None:
        long = "县人民医院选派医师3名到东渠镇卫生院驻点，" * 8
        page = f"<html><table><tr><td>左</td><td><p>{HEAD}</p><p>{long}</p></td></tr></table>"

        lines = [line.text for line in read_notice(page.encode()).notice.lines]

        assert HEAD in lines

    def test_end_where_a_sentence_begins(self) -> None:
        after = "县妇幼保健院负责培训，每年不少于2期。"
        reading = read_text("\n".join((HEAD, *("\t".join(filter(None, r)) for r in ROWS), after)))

        assert "县妇幼保健院" not in _parties(reading, "sender")[:2]
        assert any(f.kind == "quantity" and f.unit == "sessions" for f in reading.facts)

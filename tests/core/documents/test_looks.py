"""How Word's styles add up."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bangfu.core.documents.looks import is_on, over, properties, read_styles

STYLES = f"""<w:styles {nsdecls("w")}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="d"/></w:style>
<w:style w:type="paragraph" w:styleId="d"><w:basedOn w:val="c"/><w:rPr><w:i/></w:rPr></w:style>
</w:styles>"""


def test_a_style_has_what_it_is_based_on() -> None:
    found = read_styles(parse_xml(STYLES)).stated("b", "paragraph", "rPr")
    assert is_on(found, "b")
    assert found["sz"].get(f"{{{found['sz'].nsmap['w']}}}val") == "32"


def test_without_a_style_the_usual_one_speaks() -> None:
    assert set(read_styles(parse_xml(STYLES)).stated(None, "paragraph", "rPr")) == {"sz"}


def test_styles_based_on_each_other_end() -> None:
    assert set(read_styles(parse_xml(STYLES)).stated("c", "paragraph", "rPr")) == {"i"}


def test_the_nearest_statement_wins() -> None:
    near = properties(parse_xml(f'<w:rPr {nsdecls("w")}><w:b w:val="0"/></w:rPr>'))
    far = properties(parse_xml(f"<w:rPr {nsdecls('w')}><w:b/><w:i/></w:rPr>"))
    assert not is_on(over(near, far), "b")
    assert is_on(over(near, far), "i")

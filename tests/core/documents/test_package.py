"""Word files opened: what is taken, and what is refused before anything in it is used."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from bangfu.core.documents.package import (
    LARGEST,
    LARGEST_UNPACKED,
    DocumentTooLarge,
    NotADocument,
    PointsOutside,
    opened,
)
from bangfu.core.evidence.refusals import ActiveContent, BrokenFile, UnpacksTooLarge
from bangfu.core.refusal import Refusal

Change = Callable[[dict[str, bytes]], None]


def document(change: Change | None = None) -> bytes:
    made = Document()
    made.add_paragraph("兹证明")
    written = io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    if change:
        change(parts)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return changed.getvalue()


def test_a_document_is_its_parts_and_links() -> None:
    package = opened(document(), name="t.docx")
    assert package.xml("word/document.xml") is not None
    assert "word/styles.xml" in package.links("word/document.xml").values()
    assert package.xml("word/absent.xml") is None


def outside(parts: dict[str, bytes]) -> None:
    parts["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" TargetMode="External" Target="https://elsewhere.example/a.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate"/></Relationships>'
    )


def elsewhere(parts: dict[str, bytes]) -> None:
    outside(parts)
    name = "word/_rels/settings.xml.rels"
    parts[name] = parts[name].replace(b"attachedTemplate", b"customXml")


def entities(parts: dict[str, bytes]) -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    parts["word/document.xml"] = head + parts["word/document.xml"].split(b"?>", 1)[1]


def macros(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"


def bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/a.bin"] = b"\0" * (LARGEST_UNPACKED + 1)


def broken(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b"<w:document>"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (outside, ActiveContent),
        (elsewhere, PointsOutside),
        (entities, ActiveContent),
        (macros, ActiveContent),
        (bomb, UnpacksTooLarge),
        (broken, NotADocument),
    ],
)
def test_what_is_dangerous_is_refused_by_name(change: Change, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        opened(document(change), name="坏文件.docx")
    assert "坏文件.docx" in refused.value.zh


def test_what_is_no_archive_or_too_large_is_refused() -> None:
    with pytest.raises(NotADocument):
        opened(b"\xd0\xcf\x11\xe0 a document of 1997", name="t.doc")
    with pytest.raises(DocumentTooLarge):
        opened(b"PK\x03\x04" + bytes(LARGEST), name="t.docx")
    with pytest.raises(BrokenFile):
        opened(document()[:900], name="t.docx")

"""The table of attacks by files: each is refused in words, or made harmless."""

import io
import stat
import zipfile

import pytest
from tests.core.evidence import files

from bangfu.core.evidence import checked
from bangfu.core.evidence.refusals import (
    ActiveContent,
    BrokenFile,
    FileRefused,
    FileTooLarge,
    KindNotTaken,
    NameMisleads,
    TooManyPages,
    TooManyPixels,
    UnpacksTooLarge,
)

DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
RELATION = (
    '<Relationships><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)


def fetching(kind: str, target: str) -> bytes:
    relation = RELATION.format(kind=kind, target=target).encode()
    return files.docx({"word/_rels/document.xml.rels": relation})


ARCHIVED = files.pdf() + files.office({"a": b"x"}) + b"%%EOF"


def linked() -> bytes:
    """A sheet one of whose parts is a link to a file of the machine."""
    sink = io.BytesIO(files.xlsx())
    with zipfile.ZipFile(sink, "a") as archive:
        link = zipfile.ZipInfo("xl/media/image1.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return sink.getvalue()


def twice() -> bytes:
    """A document that has two bodies: one for the checker, one for the reader."""
    sink = io.BytesIO(files.docx())
    with zipfile.ZipFile(sink, "a") as archive:
        archive.writestr("Word/Document.xml", b"<another/>")
    return sink.getvalue()


def before_a_pdf(first: bytes) -> bytes:
    return first + files.pdf()


ATTACKS = [
    ("zip bomb in a sheet", files.xlsx(bomb=bytes(60 << 20)), "a.xlsx", UnpacksTooLarge),
    ("an archive in an archive", files.office({"a.zip": b"PK\x03\x04"}), "a.zip", KindNotTaken),
    (
        "more parts than any sheet has",
        files.office({"xl/workbook.xml": b"x"} | {f"xl/{n}.xml": b"" for n in range(5001)}),
        "a.xlsx",
        UnpacksTooLarge,
    ),
    ("pixel bomb", files.bare_png(10_000, 5_000), "a.png", TooManyPixels),
    ("larger than its limit", b"\xff\xd8\xff" + bytes(21 << 20), "a.jpg", FileTooLarge),
    ("pages without end", files.pdf(501), "a.pdf", TooManyPages),
    ("external entity", files.xlsx(**{"xl/sharedStrings.xml": DTD}), "a.xlsx", ActiveContent),
    (
        "external entity in wide letters",
        files.docx({"word/styles.xml": DTD.decode().encode("utf-16")}),
        "a.docx",
        ActiveContent,
    ),
    (
        "external entity across two pieces",
        files.docx({"word/styles.xml": b" " * ((1 << 20) - 4) + DTD}),
        "a.docx",
        (ActiveContent, UnpacksTooLarge),
    ),
    ("a billion laughs", files.xlsx(**{"xl/styles.xml": LAUGHS}), "a.xlsx", ActiveContent),
    ("entity in a relation", files.docx({"_rels/.rels": DTD}), "a.docx", ActiveContent),
    ("macros", files.xlsx(**{"xl/vbaProject.bin": b"x"}), "a.xlsx", ActiveContent),
    ("macros of Excel 4", files.xlsx(**{"xl/macrosheets/a.xml": b"x"}), "a.xlsx", ActiveContent),
    ("ActiveX", files.docx({"word/activeX/activeX1.bin": b"x"}), "a.docx", ActiveContent),
    ("an embedded program", files.docx({"word/embeddings/a.bin": b"x"}), "a.docx", ActiveContent),
    (
        "a template from elsewhere",
        fetching("attachedTemplate", "http://nas.example/a.dotm"),
        "a.docx",
        ActiveContent,
    ),
    (
        "an object from elsewhere",
        fetching("oleObject", "https://nas.example/"),
        "a.docx",
        ActiveContent,
    ),
    ("a picture on a share", fetching("image", r"\\nas.example\a\b.png"), "a.docx", ActiveContent),
    ("a frame on a share", fetching("frame", "file://nas.example/a"), "a.docx", ActiveContent),
    ("a part that climbs", files.xlsx(**{"../../etc/cron.d/a": b"x"}), "a.xlsx", ActiveContent),
    ("a part at the root", files.xlsx(**{"/etc/passwd": b"x"}), "a.xlsx", ActiveContent),
    ("a part on a drive", files.xlsx(**{"C:\\a.dll": b"x"}), "a.xlsx", ActiveContent),
    ("a part that is a link", linked(), "a.xlsx", ActiveContent),
    ("two bodies", twice(), "a.docx", ActiveContent),
    ("a script in a PDF", files.pdf(root={"/OpenAction": files.ACTION}), "a.pdf", ActiveContent),
    (
        "a form that sends itself",
        files.pdf(page={"/Annots": [{"/Subtype": "/Widget", "/A": {"/S": "/SubmitForm"}}]}),
        "a.pdf",
        ActiveContent,
    ),
    ("page and PDF in one", before_a_pdf(b"<script>alert(1)</script>\n"), "a.pdf", FileRefused),
    ("shell and PDF in one", before_a_pdf(b"#!/bin/sh\n"), "a.pdf", ActiveContent),
    (
        "PDF and archive in one",
        files.pdf() + files.office({"a": b"x"}) + b"%%EOF",
        "a.pdf",
        ActiveContent,
    ),
    ("program by the name of a photo", b"MZ\x90\x00" + bytes(60), "a.jpg", KindNotTaken),
    ("page by the name of a table", b"<html><script>", "a.csv", KindNotTaken),
    ("page by the name of a photo", b"<svg onload='x'/>", "a.png", KindNotTaken),
    ("PDF by the name of a photo", files.pdf(), "a.jpg", NameMisleads),
    ("a sheet cut short", files.xlsx()[:-30], "a.xlsx", (BrokenFile, KindNotTaken)),
]


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [attack[1:] for attack in ATTACKS],
    ids=[attack[0] for attack in ATTACKS],
)
def test_is_refused_in_words(
    content: bytes, name: str, refusal: type[FileRefused] | tuple[type[FileRefused], ...]
) -> None:
    with pytest.raises(refusal) as refused:
        checked(content, name)

    assert name in refused.value.zh
    assert name in refused.value.en


class TestMadeHarmless:
    @pytest.mark.parametrize(
        "behind", [b"<script>alert(1)</script>", files.office({"a.class": b"x"}), files.pdf()]
    )
    def test_what_hangs_behind_a_photo_is_not_kept(self, behind: bytes) -> None:
        clean = checked(files.photo() + behind, "a.jpg")

        assert behind not in clean.content
        assert clean.content.startswith(b"\xff\xd8\xff")

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../../etc/cron.d/a.jpg", "a.jpg"),
            ("..\\..\\a.jpg", "a.jpg"),
            ('a".jpg\r\nSet-Cookie: b=c', 'a".jpgSet-Cookie b=c.jpg'),
            ("a\u202egpj.exe.jpg", "agpj.exe.jpg"),
        ],
    )
    def test_a_name_leads_nowhere(self, name: str, kept: str) -> None:
        found = checked(files.photo(), name).name

        assert "\r" not in found
        assert "\n" not in found
        assert "/" not in found
        assert found.endswith(".jpg")
        if ":" not in name:
            assert found == kept


class TestNotTakenForAttacks:
    def test_what_people_send_every_day(self) -> None:
        """A document made from a template of one's own disk, and with links to other places."""
        own = fetching("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")
        link = fetching("hyperlink", "https://www.example.org/")

        assert checked(own, "a.docx").name == "a.docx"
        assert checked(link, "a.docx").name == "a.docx"

    def test_a_pdf_after_an_empty_line(self) -> None:
        assert checked(b"\r\n" + files.pdf(), "a.pdf").name == "a.pdf"

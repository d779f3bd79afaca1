"""Files that are no notice: each gets one sentence, soon, and without filling the memory."""

import hashlib
import io
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from bangfu.core.notices import read_notice
from bangfu.core.refusal import Refusal

SECONDS = 5
MEGABYTES = 256
STATUS = Path("/proc/self/status")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _noise(size: int) -> bytes:
    return b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(size // 32))


def _zipped(**parts: bytes | str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def _word(body: str) -> bytes:
    return _zipped(
        word__document_xml=f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )


def _pdf(commands: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages all draw the same commands."""
    stream = zlib.compress(commands, 9)
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R/Resources" + font + b">>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        *(page for _ in range(pages)),
    ]
    written, places = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return written + head + table + trailer % (len(objects) + 1, len(written))


def _locked() -> bytes:
    writer, written = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.encrypt("word")
    writer.write(written)
    return written.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "没有文字"),
    "blank": (lambda: b" \r\n\t\n", "没有文字"),
    "noise": (lambda: _noise(300_000), "不是文字"),
    "program": (lambda: b"\x7fELF" + _noise(50_000), "不是文字"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + _noise(5_000), "不是文字"),
    "old_word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000, "不是文字"),
    "large": (lambda: "县医院选派医师。\n".encode() * 900_000, "太大"),
    "long": (lambda: "县医院选派医师3名，".encode() * 40_000, "太大"),
    "workbook": (lambda: _zipped(xl__workbook_xml="<x/>"), "Word"),
    "bomb": (lambda: _word("<w:p/>" * 9_000_000), "Word"),
    "cells_in_cells": (lambda: _word("<w:tbl><w:tr><w:tc>" * 100_000), "Word"),
    "scan": (lambda: _pdf(b"q 9 0 0 9 0 0 cm /Im0 Do Q"), "扫描件"),
    "locked_pdf": (_locked, "密码"),
    "cut_pdf": (lambda: _pdf(b"BT ET")[:180], "PDF"),
    "pdf_bomb": (lambda: _pdf(b" " * 300_000_000), "PDF"),
    "pdf_of_commands": (lambda: _pdf(b"BT (a) Tj ET\n" * 4_000_000), "PDF"),
    "pdf_of_heavy_pages": (lambda: _pdf(b"BT /F 9 Tf (a) Tj ET\n" * 5_000, 290), "PDF"),
    "pdf_of_many_pages": (lambda: _pdf(b"BT (a) Tj ET", 301), "页"),
}


class TestBadFiles:
    @pytest.mark.parametrize("name", BAD)
    def test_get_one_sentence_soon(self, name: str) -> None:
        make, said = BAD[name]
        content = make()
        began = time.monotonic()

        with pytest.raises(Refusal, match=said) as refused:
            read_notice(content, f"{name}.docx")
        assert time.monotonic() - began < SECONDS
        assert str(refused.value).count("。") == 1
        assert refused.value.en.endswith(".")

    @pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the peak of a program")
    @pytest.mark.parametrize("name", ["bomb", "pdf_bomb", "pdf_of_commands", "large"])
    def test_do_not_fill_the_memory(self, name: str) -> None:
        program = (
            "import pathlib, re, sys\n"
            "from bangfu.core.notices import read_notice\n"
            "from bangfu.core.refusal import Refusal\n"
            "try:\n    read_notice(sys.stdin.buffer.read())\n"
            "except Refusal:\n    pass\n"
            "status = pathlib.Path('/proc/self/status').read_text()\n"
            "print(re.search(r'VmHWM:\\s*(\\d+) kB', status)[1])"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], input=BAD[name][0](), capture_output=True, check=True
        )

        assert run.stderr == b""
        assert int(run.stdout) < MEGABYTES * 1024

    def test_with_macros_are_read_for_their_words_alone(self) -> None:
        body = "<w:p><w:r><w:t>某县支医方案：选派医师3名到乡镇卫生院驻点。</w:t></w:r></w:p>"
        document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        content = _zipped(word__document_xml=document, word__vbaProject=_noise(5_000))

        reading = read_notice(content, "notice.docm")

        assert [f.value for f in reading.facts if f.kind == "quantity"] == [3]

    def test_tell_their_kind_by_content_not_by_name(self) -> None:
        text = "某县支医方案\n选派医师3名到乡镇卫生院驻点。"

        for name in ("notice.pdf", "notice.docx", "notice.jpg", "notice"):
            assert read_notice(text.encode("gb18030"), name).original.kind == "txt"

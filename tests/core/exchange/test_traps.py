"""Files that would take a server down are refused in a sentence before they are read."""

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from bangfu.core.exchange.workbook_files import (
    NotAWorkbook,
    WorkbookNotAlone,
    WorkbookTooLarge,
    read_workbook,
)
from bangfu.core.refusal import Refusal

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def xlsx(**more: bytes) -> bytes:
    """A small workbook with further parts, or parts replaced, by path."""
    plain, stream = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, ["姓名", "工号"])
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(stream, "w", 8) as after:
        for name in before.namelist():
            if name not in more:
                after.writestr(name, before.read(name))
        for name, content in more.items():
            after.writestr(name, content)
    return stream.getvalue()


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(*cells: tuple[int, int, float]) -> bytes:
    """A workbook of one sheet with numbers, in a compound file written by hand."""
    version = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)
    bound = struct.pack("<IBB", 0, 0, 0) + bytes([1, 0]) + b"A"
    head = record(0x0809, version)
    start = len(head) + 4 + len(bound) + 4
    head += record(0x0085, struct.pack("<I", start) + bound[4:]) + record(0x000A, b"")
    sheet = record(0x0809, version[:2] + struct.pack("<H", 0x0010) + version[4:])
    for row, column, value in cells:
        sheet += record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    stream = (head + sheet + record(0x000A, b"")).ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    links = [0xFFFFFFFD, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *links, *[FREE] * (128 - len(links)))
    root = _entry("Root Entry", 5, END, 0, child=1)
    directory = root + _entry("Workbook", 2, 2, len(stream)) + bytes(256)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
        + struct.pack("<109I", 0, *[FREE] * 108)
    )
    return header + table + directory + stream.ljust(count * 512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    links = struct.pack("<III", FREE, FREE, child)
    return (head + links + bytes(36) + struct.pack("<III", start, size, 0)).ljust(128, b"\0")


def lying() -> bytes:
    """Strings of 300 MB that the archive says are a few bytes."""
    content = xlsx(**{"xl/sharedStrings.xml": b"<sst>" + b" " * 300_000_000 + b"</sst>"})
    size = struct.pack("<I", 300_000_011)
    assert content.count(size) == 2
    return content.replace(size, struct.pack("<I", 40))


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'
TRAPS: dict[str, tuple[Callable[[], bytes], type[Refusal], str]] = {
    "gigabytes": (
        lambda: xlsx(**{"xl/media/image1.bin": bytes(1_000_000_000)}),
        WorkbookTooLarge,
        "解压后过大",
    ),
    "lies about its size": (lying, NotAWorkbook, "不是能读取的工作簿"),
    "macros": (lambda: xlsx(**{"xl/vbaProject.bin": b"x"}), WorkbookNotAlone, "带有宏"),
    "external links": (
        lambda: xlsx(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        WorkbookNotAlone,
        "引用了其他文件",
    ),
    "entities": (lambda: xlsx(**{"xl/workbook.xml": DOCTYPE}), NotAWorkbook, "不是能读取的工作簿"),
    "old stray cell": (
        lambda: xls((0, 0, 1.0), (65_535, 255, 1.0)),
        WorkbookTooLarge,
        "第 65536 行、第 256 列",
    ),
}


class TestTraps:
    @pytest.mark.parametrize("name", TRAPS)
    def test_are_refused_in_one_sentence(self, name: str) -> None:
        made, refusal, words = TRAPS[name]

        with pytest.raises(refusal, match=words):
            read_workbook(made(), name="名单.xlsx")

    def test_of_old_workbooks_let_a_usual_one_through(self) -> None:
        (sheet,) = read_workbook(xls((0, 0, 7.0), (2, 1, 8.5)), name="旧.xls").sheets

        assert sheet.rows == ((7, None), (None, None), (None, 8.5))

    @pytest.mark.parametrize("cut", [40, 600, 1100, 2000])
    def test_of_old_workbooks_that_are_cut_off_end_in_words(self, cut: int) -> None:
        with pytest.raises(Refusal):
            read_workbook(xls((0, 0, 7.0))[:cut], name="旧.xls")

    @pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="told by Linux alone")
    @pytest.mark.parametrize("name", ["old stray cell", "lies about its size", "gigabytes"])
    def test_cost_little_memory_and_time(self, name: str, tmp_path: Path) -> None:
        file = tmp_path / "trap"
        file.write_bytes(TRAPS[name][0]())
        measured = (
            "import re, sys\n"
            "from bangfu.core.exchange.workbook_files import read_workbook\n"
            "from bangfu.core.refusal import Refusal\n"
            "try: read_workbook(open(sys.argv[1], 'rb').read(), name='x')\n"
            # Not getrusage: it remembers the process that started this one.
            "except Refusal: pass\n"
            "told = open('/proc/self/status').read()\n"
            "print(re.search(r'VmHWM:\\s*(\\d+)', told)[1])\n"
        )
        answer = subprocess.run(
            [sys.executable, "-c", measured, file],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )

        assert int(answer.stdout) < 256 * 1024

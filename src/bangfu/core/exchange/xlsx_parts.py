"""A first look into an xlsx file: how far each sheet reaches, and which formulas have no result.

The reader lays out a sheet as one block up to its last cell, and shows a failed formula as an empty
cell; both must be known before it is asked.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree import ElementTree as ET

from .cells import column_number

MAX_UNPACKED = 200 * 1024 * 1024
_SMALL = 16 * 1024 * 1024
_MOST_PACKED = 100
"""No office's workbook shrinks to a hundredth; beyond a few megabytes such a file is a trap."""

_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt=["']e["'][^>]*>""")
_CHUNK = 1 << 20
_HEAD = 4096
# Longer than any cell's opening tag, so that none is cut in two between chunks.
_OVERLAP = 512

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class NotXlsx(Exception):  # noqa: N818
    """The archive is no xlsx workbook."""


class TooMuchInside(Exception):  # noqa: N818
    """The archive unpacks to more than can be read."""


class ForeignParts(Exception):  # noqa: N818
    """The workbook holds macros (``macros``) or draws on other files (``links``)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet: its last row and column, and the (row, column) of formulas without a result."""

    name: str
    last_row: int
    last_column: int
    formula_errors: frozenset[tuple[int, int]]


def scan(content: bytes) -> list[Part]:
    """Every sheet of the workbook.

    Raises ``NotXlsx`` where the bytes are something else, ``TooMuchInside`` or ``ForeignParts``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_traps(archive, len(content))
            return [
                _part(archive, name, path)
                for name, path in _sheet_paths(archive)
                if path is not None
            ]
    except (
        *(zipfile.BadZipFile, zlib.error, KeyError, ET.ParseError, EOFError, OSError),
        # A zip with its own lock, or packed in a way that no office program uses.
        *(RuntimeError, NotImplementedError, UnicodeDecodeError, ValueError),
    ) as reason:
        raise NotXlsx from reason


def _refuse_traps(archive: zipfile.ZipFile, packed: int) -> None:
    """What must not reach the reader: it unpacks whatever stands in the file, whole."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or unpacked > max(_SMALL, _MOST_PACKED * packed):
        raise TooMuchInside
    names = [member.filename.lower() for member in members]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise ForeignParts("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise ForeignParts("links")
    for member in members:
        _read_through(archive, member)


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Once through a part: it must hold as much as the archive says, and define no entities."""
    is_markup = member.filename.lower().endswith((".xml", ".rels"))
    with archive.open(member) as stream:
        for number, chunk in enumerate(iter(lambda: stream.read(_CHUNK), b"")):
            if is_markup and number == 0 and b"<!DOCTYPE" in chunk[:_HEAD].replace(b"\0", b""):
                raise NotXlsx


def _sheet_paths(archive: zipfile.ZipFile) -> list[tuple[str, str | None]]:
    # Expat itself stops entities that grow without end.
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(_LINK)}
    listed = set(archive.namelist())
    found = []
    for sheet in (*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(link, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found.append((sheet.get("name", ""), path if path in listed else None))
    return found


def _part(archive: zipfile.ZipFile, name: str, path: str) -> Part:
    last_row = last_column = 0
    wrong: set[tuple[int, int]] = set()
    with archive.open(path) as stream:
        for chunk in _chunks(stream):
            for letters, digits in _REFERENCE.findall(chunk):
                last_row = max(last_row, int(digits))
                last_column = max(last_column, column_number(letters.decode()))
            for tag in _ERROR_CELL.findall(chunk):
                if place := _REFERENCE.search(tag):
                    wrong.add((int(place[2]), column_number(place[1].decode())))
    return Part(name, last_row, last_column, frozenset(wrong))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]

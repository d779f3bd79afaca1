"""A first look into an xlsx file: how far each sheet reaches, and which formulas have no result.

The reader lays out a sheet as one block up to its last cell, and shows a failed formula as an empty
cell; both must be known before it is asked.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree import ElementTree as ET

from .cells import column_number

MAX_UNPACKED = 300 * 1024 * 1024

_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt=["']e["'][^>]*>""")
_CHUNK = 1 << 20
# Longer than any cell's opening tag, so that none is cut in two between chunks.
_OVERLAP = 512

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class NotXlsx(Exception):  # noqa: N818
    """The archive is no xlsx workbook."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet: its last row and column, and the (row, column) of formulas without a result."""

    name: str
    last_row: int
    last_column: int
    formula_errors: frozenset[tuple[int, int]]


def scan(content: bytes) -> list[Part]:
    """Every sheet of the workbook; raises ``NotXlsx`` where the bytes are something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise NotXlsx
            return [
                _part(archive, name, path)
                for name, path in _sheet_paths(archive)
                if path is not None
            ]
    except (zipfile.BadZipFile, KeyError, ET.ParseError, EOFError, OSError) as reason:
        raise NotXlsx from reason


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

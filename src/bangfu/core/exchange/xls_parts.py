"""A first look into an old xls file (BIFF8 in a compound file): how far its cells reach.

The reader lays a sheet out as one block up to its last cell, so one stray cell in the far corner
asks for a gigabyte. Records are walked without reading what they say.
[MS-CFB] describes the container, [MS-XLS] the records.
"""

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, the end of a chain among them."""
_SMALL_STREAM = 4096
_NAMES = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT_CUR"

# One cell by row and column; several in a row end with their last column.
_ONE_CELL = frozenset({0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_SEVERAL_CELLS = frozenset({0x00BD, 0x00BE})


class NotXls(Exception):  # noqa: N818
    """The compound file holds no workbook, or is broken."""


class HasMacros(Exception):  # noqa: N818
    """The workbook holds macros."""


def reaches(content: bytes) -> tuple[int, int]:
    """The last row and column of any sheet, counting from 1; raises ``NotXls``, ``HasMacros``."""
    try:
        stream = _workbook(content)
        return _furthest(stream)
    except (struct.error, IndexError) as reason:
        raise NotXls from reason


def _furthest(stream: bytes) -> tuple[int, int]:
    last_row = last_column = -1
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _ONE_CELL and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
        elif kind in _SEVERAL_CELLS and length >= 6:
            (row,) = struct.unpack_from("<H", stream, at + 4)
            (column,) = struct.unpack_from("<H", stream, at + 4 + length - 2)
        else:
            row = column = -1
        last_row, last_column = max(last_row, row), max(last_column, column)
        at += 4 + length
    return last_row + 1, last_column + 1


def _workbook(content: bytes) -> bytes:
    """The bytes of the stream that holds the workbook."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4096):
        raise NotXls
    table = _table(content, sector)
    (first,) = struct.unpack_from("<I", content, 48)
    entries = {name: (start, size) for name, start, size in _entries(content, sector, table, first)}
    if _MACROS in entries:
        raise HasMacros
    found = next((entries[name] for name in _NAMES if name in entries), None)
    # Smaller streams lie elsewhere; no workbook of an office program is as small.
    if found is None or found[1] < _SMALL_STREAM:
        raise NotXls
    return b"".join(_chain(content, sector, table, found[0]))[: found[1]]


def _table(content: bytes, sector: int) -> list[int]:
    """Which sector follows which."""
    (count,) = struct.unpack_from("<I", content, 44)
    places = list(struct.unpack_from("<109I", content, 76))
    (further,) = struct.unpack_from("<I", content, 68)
    seen = 0
    while further < _END and seen * sector < len(content):
        *more, further = struct.unpack_from(f"<{sector // 4}I", content, (further + 1) * sector)
        places += more
        seen += 1
    table: list[int] = []
    for place in places[:count]:
        if place < _END:
            table += struct.unpack_from(f"<{sector // 4}I", content, (place + 1) * sector)
    return table


def _chain(content: bytes, sector: int, table: list[int], first: int) -> Iterator[bytes]:
    place = first
    for _turn in range(len(table)):
        if place >= _END:
            return
        yield content[(place + 1) * sector : (place + 2) * sector]
        place = table[place]


def _entries(
    content: bytes, sector: int, table: list[int], first: int
) -> Iterator[tuple[str, int, int]]:
    """Names of the directory, each with its first sector and its size."""
    directory = b"".join(_chain(content, sector, table, first))
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield name, start, size

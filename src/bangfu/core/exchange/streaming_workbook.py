"""Lists written as xlsx or CSV while they are read, row by row, in bounded memory.

The workbook is written by hand: XlsxWriter and openpyxl hold their sheets in temporary files until
the end, for a zip's directory of strings and sizes; a browser would wait with nothing to show. With
texts inside their cells and sizes after each part (the data descriptors of a zip), the first bytes
leave before the second row is read.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .cells import address
from .streaming_cells import (
    DAY,
    HEADING,
    MOMENT,
    WRAPPED,
    Value,
    YesNo,
    cell_markup,
    csv_text,
    text_markup,
)

MOST_ROWS = 1_048_575
"""Rows of a sheet below its heading; what is more does not fit a workbook."""

_ROWS_AT_ONCE = 400
# Strong packing of markup costs time and saves little.
_PACKING = 3
_EPOCH = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAYS = {"zh": 'yyyy"年"m"月"d"日"', "en": "d mmm yyyy"}
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31


class TooManyRows(Exception):  # noqa: N818
    """More rows than a sheet holds; the caller counts before it begins."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, and its width in characters (0: by the title)."""

    title: str
    width: float = 0

    @property
    def wide(self) -> float:
        """The width that the column is given; a Chinese character takes two."""
        own = sum(2 if ord(letter) > 0x2E80 else 1 for letter in self.title) + 4
        return min(max(self.width or own, 6), 120)


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to write; ``rows`` is read once, while it is written."""

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Value]]


def stream_workbook(
    sheets: Sequence[OutSheet], *, words: YesNo | None = None, language: str = "zh"
) -> Iterator[bytes]:
    """An xlsx file in pieces; days are days of the calendar, numbers numbers, text never a formula.

    Raises ``TooManyRows`` where a sheet would overflow.
    """
    words = words or YesNo()
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKING) as archive:
        for path, content in _frame(sheets, language):
            archive.writestr(_member(path), content, compresslevel=_PACKING)
        yield sink.taken()
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(_member(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in _sheet(sheet, words):
                    part.write(piece.encode())
                    if sent := sink.taken():
                        yield sent
    yield sink.taken()


def stream_csv(
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Value]],
    *,
    words: YesNo | None = None,
) -> Iterator[bytes]:
    """The same list as CSV in UTF-8 with the mark by which spreadsheets know it."""
    words = words or YesNo()
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    writer.writerow([csv_text(heading.title, words) for heading in headings])
    yield b"\xef\xbb\xbf" + _drained(line)
    for count, row in enumerate(rows, start=1):
        writer.writerow([csv_text(value, words) for value in row])
        if count % _ROWS_AT_ONCE == 0:
            yield _drained(line)
    if rest := _drained(line):
        yield rest


class _Sink(io.RawIOBase):
    """Where the zip writes: it cannot go back, so sizes follow each part."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Everything written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _drained(line: io.StringIO) -> bytes:
    written = line.getvalue()
    line.seek(0)
    line.truncate()
    return written.encode("utf-8", "replace")


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _sheet(sheet: OutSheet, words: YesNo) -> Iterator[str]:
    letters = [address(1, at)[:-1] for at in range(1, max(1, len(sheet.headings)) + 1)]
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
    )
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{heading.wide}" customWidth="1"/>'
        for at, heading in enumerate(sheet.headings, start=1)
    )
    titles = "".join(
        f'<c r="{letter}1" s="{HEADING}" t="inlineStr">'
        f"<is><t>{text_markup(each.title)}</t></is></c>"
        for letter, each in zip(letters, sheet.headings, strict=False)
    )
    yield f'<cols>{widths}</cols><sheetData><row r="1" ht="22" customHeight="1">{titles}</row>'
    count = 0
    waiting: list[str] = []
    for row in sheet.rows:
        count += 1
        if count > MOST_ROWS:
            raise TooManyRows(sheet.name)
        waiting.append(_row(count + 1, row, letters, words))
        if len(waiting) == _ROWS_AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{count + 1}"/></worksheet>'


def _row(number: int, row: Sequence[Value], letters: Sequence[str], words: YesNo) -> str:
    """A row; addresses are given, for some readers do not count cells themselves."""
    cells = [
        f'<c r="{letter}{number}"{markup}'
        for letter, value in zip(letters, row, strict=True)
        if (markup := cell_markup(value, words))
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _frame(sheets: Sequence[OutSheet], language: str) -> Iterator[tuple[str, str]]:
    """Everything but the sheets themselves."""
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _links([("officeDocument", "xl/workbook.xml")])
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, _names(sheets), strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _links([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _styles(language)


def _links(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{path}"/>'
        for n, (kind, path) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _names(sheets: Sequence[OutSheet]) -> list[str]:
    """Names a workbook allows, each once whatever its case."""
    taken: dict[str, str] = {}
    for sheet in sheets:
        plain = " ".join(sheet.name.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME] or "Sheet"
        name, copy = plain, 2
        while name.lower() in taken:
            ending = f" ({copy})"
            name, copy = plain[: _LONGEST_NAME - len(ending)] + ending, copy + 1
        taken[name.lower()] = text_markup(name).replace('"', "&quot;")
    return list(taken.values())


def _styles(language: str) -> str:
    day = _DAYS["en" if language.startswith("en") else "zh"]
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in (
            (164, day.replace('"', "&quot;")),
            (165, f"{day} hh:mm".replace('"', "&quot;")),
        )
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    cells = {
        0: plain,
        HEADING: '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" '
        'applyFill="1" applyAlignment="1"><alignment vertical="center"/></xf>',
        DAY: '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left"/></xf>',
        MOMENT: '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left"/></xf>',
        WRAPPED: '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" '
        'applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>',
    }
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="等线"/></font>'
        '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="等线"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3D5C"/></patternFill></fill>'
        '</fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1">{plain.replace(" xfId=" + chr(34) + "0" + chr(34), "")}'
        f'</cellStyleXfs><cellXfs count="{len(cells)}">{"".join(cells.values())}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )

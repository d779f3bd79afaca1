"""The text of a Word document, read within limits and without ever following what it points to."""

import io
import zipfile
from xml.parsers import expat

from bangfu.core.refusal import Refusal

LARGEST_UNPACKED = 60 * 1024 * 1024
STEEPEST = 200
LONGEST_CELL = 120
"""Characters; a longer cell holds paragraphs."""
_PART = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BREAKS = {f"{_WORD} p": "\n", f"{_WORD} br": "\n", f"{_WORD} tab": "\t"}


class UnreadableDocument(Refusal):
    """The document cannot be read as one."""

    def __init__(self) -> None:
        super().__init__(
            zh="Word 文档无法读取：文件不完整、不是 docx，或含有不允许的内容。",
            en="The document cannot be read: incomplete, no docx, or with content not allowed.",
        )


def docx_text(content: bytes, _name: str = "") -> str:
    """The paragraphs of the main part, one a line; a table row by row, its cells parted by tabs.

    Raises ``UnreadableDocument``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            member = archive.getinfo(_PART)
            steep = member.file_size > STEEPEST * max(1, member.compress_size)
            if member.file_size > LARGEST_UNPACKED or (steep and member.file_size > 1 << 20):
                raise UnreadableDocument
            with archive.open(member) as part:
                # Sizes in the directory may lie.
                xml = part.read(LARGEST_UNPACKED + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise UnreadableDocument from None
    if len(xml) > LARGEST_UNPACKED:
        raise UnreadableDocument
    return _paragraphs(xml)


def _paragraphs(xml: bytes) -> str:
    body = _Body()

    def declares(*_: object) -> None:
        # A document type is where entities are declared; Word never writes one.
        raise UnreadableDocument

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = body.begins
    parser.EndElementHandler = body.ends
    parser.CharacterDataHandler = body.words
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableDocument from None
    return body.text()


class _Body:
    """The body while it is read; the cells of a row are kept apart until the row ends."""

    def __init__(self) -> None:
        self.open: list[list[str]] = [[]]
        """Pieces of the body, then of each cell that is open; tables may stand within cells."""
        self.cells: list[list[str]] = []
        """The finished cells of each row that is open."""
        self.shown = 0

    def begins(self, name: str, _attributes: object) -> None:
        self.shown += name == f"{_WORD} t"
        if name == f"{_WORD} tr":
            self.cells.append([])
        elif name == f"{_WORD} tc" and self.cells:
            self.open.append([])

    def ends(self, name: str) -> None:
        self.shown -= name == f"{_WORD} t"
        if name in _BREAKS:
            self.open[-1].append(_BREAKS[name])
        elif name == f"{_WORD} tc" and len(self.open) > 1 and self.cells:
            self.cells[-1].append("".join(self.open.pop()).strip())
        elif name == f"{_WORD} tr" and self.cells:
            self.open[-1].append(_row(self.cells.pop()))

    def words(self, text: str) -> None:
        if self.shown:
            self.open[-1].append(text)

    def text(self) -> str:
        return "".join("".join(pieces) for pieces in self.open)


def _row(cells: list[str]) -> str:
    """A row in one line where its cells are short; longer ones hold paragraphs laid out."""
    if len(cells) < 2 or max(map(len, cells)) > LONGEST_CELL:
        return "".join(f"{cell}\n" for cell in cells)
    return "\t".join(" ".join(cell.split()) or "—" for cell in cells) + "\n"

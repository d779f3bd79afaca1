"""The text of a Word document, read within limits and without ever following what it points to."""

import io
import zipfile
from xml.parsers import expat

from bangfu.core.refusal import Refusal

LARGEST_UNPACKED = 60 * 1024 * 1024
STEEPEST = 200
_PART = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BREAKS = {f"{_WORD} p": "\n", f"{_WORD} br": "\n", f"{_WORD} tab": "\t", f"{_WORD} tc": " "}


class UnreadableDocument(Refusal):
    """The document cannot be read as one."""

    def __init__(self) -> None:
        super().__init__(
            zh="Word 文档无法读取：文件不完整、不是 docx，或含有不允许的内容。",
            en="The document cannot be read: incomplete, no docx, or with content not allowed.",
        )


def docx_text(content: bytes, _name: str = "") -> str:
    """The paragraphs of the main part, one a line; cells of a table are parted by blanks.

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
    pieces: list[str] = []
    shown = 0

    def begins(name: str, _attributes: object) -> None:
        nonlocal shown
        shown += name == f"{_WORD} t"

    def ends(name: str) -> None:
        nonlocal shown
        shown -= name == f"{_WORD} t"
        if name in _BREAKS:
            pieces.append(_BREAKS[name])

    def words(text: str) -> None:
        if shown:
            pieces.append(text)

    def declares(*_: object) -> None:
        # A document type is where entities are declared; Word never writes one.
        raise UnreadableDocument

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begins
    parser.EndElementHandler = ends
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableDocument from None
    return "".join(pieces)

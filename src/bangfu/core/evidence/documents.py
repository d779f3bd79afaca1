"""PDFs, sheets and documents: whole, within limits, and nothing in them that acts by itself."""

import io
import logging
import zipfile
import zlib
from collections.abc import Iterator

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from . import traps
from .kinds import BROKEN_ZIP, Kind
from .limits import DocumentLimits
from .refusals import ActiveContent, BrokenFile, FileLocked, TooManyPages, UnpacksTooLarge

# It tells of every oddity as it reads; what becomes of a file is said to whoever sent it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_BROKEN_PDF = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    OSError,
    zlib.error,
)
_END_WITHIN = 4096
_MOST_OBJECTS = 300_000
# What starts something when the file is opened or a mark in it is touched.
_ACTING_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/EmbeddedFiles"}
_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_EMBEDDED = ("/activex/", "/macrosheets/", "/dialogsheets/")
# Nothing a sheet holds is packed tighter than this without intent, unless it is tiny.
_HARMLESS = 1 << 20


def check_pdf(content: bytes, name: str, limits: DocumentLimits) -> None:
    """Raises ``BrokenFile``, ``FileLocked``, ``TooManyPages`` or ``ActiveContent``."""
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise BrokenFile(name, Kind.PDF)
    traps.refuse_two_in_one(content, name)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileLocked(name)
        pages = len(reader.pages)
        acting = any(map(_acts, _dictionaries(reader)))
    except _BROKEN_PDF:
        raise BrokenFile(name, Kind.PDF) from None
    if not pages:
        raise BrokenFile(name, Kind.PDF)
    if pages > limits.max_pages:
        raise TooManyPages(name, pages=pages, limit=limits.max_pages)
    if acting:
        raise ActiveContent(name, zh="脚本、附件或自动执行的动作", en="scripts, files or actions")


def _acts(found: DictionaryObject) -> bool:
    return bool(_ACTING_KEYS & found.keys()) or str(found.get("/S", "")) in _ACTIONS


def _dictionaries(reader: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the trailer, each once."""
    waiting: list[object] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        held = waiting.pop()
        if isinstance(held, IndirectObject):
            key = (held.idnum, held.generation)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > _MOST_OBJECTS:
                raise ValueError("more objects than are looked through")
            held = held.get_object()
        if isinstance(held, DictionaryObject):
            yield held
            # Raw: an item that is only pointed to must stay a pointer, or a ring would never end.
            waiting.extend(held.raw_get(key) for key in held)
        elif isinstance(held, ArrayObject):
            waiting.extend(list.__iter__(held))


def check_office(content: bytes, kind: Kind, name: str, limits: DocumentLimits) -> None:
    """Raises ``BrokenFile``, ``UnpacksTooLarge`` or ``ActiveContent``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_bomb(members, name, limits)
            traps.refuse_paths(members, name)
            _refuse_macros(archive, members, name)
            _unpack(archive, members, name, limits)
            traps.refuse_relations(archive, name)
    except BROKEN_ZIP:
        raise BrokenFile(name, kind) from None


def _refuse_bomb(members: list[zipfile.ZipInfo], name: str, limits: DocumentLimits) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    is_steep = unpacked > _HARMLESS and unpacked / packed > limits.max_ratio
    if len(members) > limits.max_members or unpacked > limits.max_unpacked or is_steep:
        raise UnpacksTooLarge(name)


def _refuse_macros(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str) -> None:
    paths = ["/" + member.filename.lower() for member in members]
    if any(path.endswith(_MACROS) or any(part in path for part in _EMBEDDED) for path in paths):
        raise ActiveContent(name, zh="宏或控件", en="macros or controls")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise ActiveContent(name, zh="宏或控件", en="macros or controls")
    if any("/embeddings/" in path and path.endswith(".bin") for path in paths):
        raise ActiveContent(name, zh="嵌入的其他文件", en="other files embedded in it")


def _unpack(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, limits: DocumentLimits
) -> None:
    """Read every part through, which checks its sum; sizes in the directory may lie."""
    total = 0
    for member in members:
        before = b""
        with archive.open(member) as part:
            while chunk := part.read(1 << 20):
                total += len(chunk)
                if total > limits.max_unpacked:
                    raise UnpacksTooLarge(name)
                before = traps.refuse_declarations(member.filename, chunk, before, name)

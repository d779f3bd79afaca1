"""What a file is, told by its first bytes and, of an archive, by what lies in it; not by name."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeVar

from bangfu.core.exchange import csv_text
from bangfu.core.programmes.words import Coded

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted workbook or document is an OLE file that holds a stream of this name.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Readers look for a PDF's first line this far: some programs write something before it.
PDF_LINE_WITHIN = 1024
HEAD = 4096
"""So many bytes tell what a file is; an archive needs all of them."""
# What Python's reader is seen to raise for damaged archives.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    MemoryError,
    struct.error,
)


Word = TypeVar("Word", bound=Coded)


def _word(cls: type[Word], code: str, zh: str, en: str) -> Word:
    """A code with its names; the list's own maker is out of reach once the list is made."""
    word = str.__new__(cls, code)
    word._value_ = code
    word.zh, word.en = zh, en
    return word


class Kind(Coded):
    """A kind of file that is taken, as it is kept."""

    media_type: str
    ending: str

    JPEG = "jpeg", "JPG照片", "JPG photo", "image/jpeg", ".jpg"
    PNG = "png", "PNG图片", "PNG picture", "image/png", ".png"
    WEBP = "webp", "WebP图片", "WebP picture", "image/webp", ".webp"
    PDF = "pdf", "PDF文件", "PDF", "application/pdf", ".pdf"
    XLSX = (
        "xlsx",
        "Excel表格",
        "Excel sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    )
    DOCX = (
        "docx",
        "Word文档",
        "Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    )
    TEXT = "text", "文本或CSV表格", "text or CSV table", "text/plain", ".txt"

    def __new__(cls, code: str, zh: str, en: str, media_type: str, ending: str) -> Self:
        word = _word(cls, code, zh, en)
        word.media_type, word.ending = media_type, ending
        return word

    @property
    def is_photo(self) -> bool:
        """Whether a browser shows it as a picture."""
        return self in PHOTOS

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of such files end; the first is the usual one."""
        return (self.ending, *_OTHER_ENDINGS.get(self, ()))


PHOTOS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
_OTHER_ENDINGS = {Kind.JPEG: (".jpeg", ".jfif", ".jpe"), Kind.TEXT: (".csv",)}

ACCEPT = ",".join(
    [
        *(kind.media_type for kind in (Kind.JPEG, Kind.PNG, Kind.WEBP)),
        *(ending for kind in Kind for ending in (kind.ending, *_OTHER_ENDINGS.get(kind, ()))),
    ]
)
"""For a browser's file field. Phones offer the camera for it, and Apple's turn HEIC into JPEG."""


class Foreign(Coded):
    """What is recognised and not taken; the words continue “这是…” and say how to mend it."""

    remedy_zh: str
    remedy_en: str

    VIDEO = (
        "video",
        "视频文件",
        "a video",
        "请改传照片（JPG、PNG）或PDF、表格",
        "send photos (JPG, PNG), a PDF or a sheet instead",
    )
    AUDIO = (
        "audio",
        "录音文件",
        "a sound recording",
        "请改传照片（JPG、PNG）或PDF、表格",
        "send photos (JPG, PNG), a PDF or a sheet instead",
    )
    HEIC = (
        "heic",
        "HEIC格式的照片，多数电脑打不开",
        "a HEIC photo, which most computers cannot open",
        "请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或在相册中导出为JPG再传",
        "choose “Most Compatible” under Settings, Camera, Formats, or export it as JPG",
    )
    PICTURE = (
        "picture",
        "不常用的图片格式",
        "a picture in a rare format",
        "请另存为JPG或PNG后再传",
        "save it as JPG or PNG",
    )
    OLD_OFFICE = (
        "old_office",
        "旧版Office或WPS格式的文件",
        "a file in the old format of Office or WPS",
        "请另存为.xlsx、.docx或PDF后再传",
        "save it as .xlsx, .docx or PDF",
    )
    LOCKED_OFFICE = (
        "locked_office",
        "设有打开密码的文件",
        "a file protected by a password",
        "请取消密码后再传",
        "remove the password",
    )
    SLIDES = (
        "slides",
        "演示文稿",
        "a slide show",
        "请另存为PDF后再传",
        "save it as PDF",
    )
    OFD = (
        "ofd",
        "OFD版式文件",
        "an OFD document",
        "请用阅读器导出为PDF后再传",
        "export it as PDF",
    )
    ARCHIVE = (
        "archive",
        "压缩包",
        "an archive",
        "请解压后逐个上传",
        "unpack it and send the files one by one",
    )
    PROGRAM = (
        "program",
        "可执行程序",
        "a program",
        "佐证材料只收照片、PDF和表格、文档",
        "only photos, PDFs, sheets and documents are taken",
    )
    PAGE = (
        "page",
        "网页或矢量图",
        "a web page or a drawing",
        "请另存为PDF或截图后再传",
        "save it as PDF or as a picture",
    )
    UNKNOWN = (
        "unknown",
        "无法识别的文件，可能已损坏",
        "a file nobody can tell, perhaps damaged",
        "请改传照片（JPG、PNG）、PDF、.xlsx或.docx",
        "send a photo (JPG, PNG), a PDF, .xlsx or .docx",
    )

    def __new__(cls, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Self:
        word = _word(cls, code, zh, en)
        word.remedy_zh, word.remedy_en = remedy_zh, remedy_en
        return word


@dataclass(frozen=True, slots=True)
class _Mark:
    start: bytes
    means: "Kind | Foreign"
    then: bytes = b""
    at: int = 8


_MARKS = (
    _Mark(b"\xff\xd8\xff", Kind.JPEG),
    _Mark(b"\x89PNG\r\n\x1a\n", Kind.PNG),
    _Mark(b"RIFF", Kind.WEBP, b"WEBP"),
    _Mark(b"RIFF", Foreign.VIDEO, b"AVI "),
    _Mark(b"RIFF", Foreign.AUDIO, b"WAVE"),
    _Mark(b"\x1aE\xdf\xa3", Foreign.VIDEO),
    _Mark(b"FLV\x01", Foreign.VIDEO),
    _Mark(b"\x00\x00\x01\xba", Foreign.VIDEO),
    _Mark(b"0&\xb2u\x8ef\xcf\x11", Foreign.VIDEO),
    _Mark(b"ID3", Foreign.AUDIO),
    _Mark(b"OggS", Foreign.AUDIO),
    _Mark(b"#!AMR", Foreign.AUDIO),
    _Mark(b"GIF8", Foreign.PICTURE),
    _Mark(b"BM", Foreign.PICTURE, b"\x00\x00", at=6),
    _Mark(b"II*\x00", Foreign.PICTURE),
    _Mark(b"MM\x00*", Foreign.PICTURE),
    _Mark(b"8BPS", Foreign.PICTURE),
    _Mark(b"Rar!", Foreign.ARCHIVE),
    _Mark(b"7z\xbc\xaf\x27\x1c", Foreign.ARCHIVE),
    _Mark(b"\x1f\x8b", Foreign.ARCHIVE),
    _Mark(b"MZ", Foreign.PROGRAM),
    _Mark(b"\x7fELF", Foreign.PROGRAM),
)
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def recognised(content: bytes, *, is_cut: bool = False) -> Kind | Foreign:
    """What the bytes are; of a beginning that was cut off, an archive is only an archive.

    >>> recognised(b"\\x00\\x00\\x00\\x18ftypmp42")
    <Foreign.VIDEO: 'video'>
    """
    for mark in _MARKS:
        if content.startswith(mark.start) and content.startswith(mark.then, mark.at):
            return mark.means
    if content[4:8] == b"ftyp":
        return _by_brand(content[8:12])
    if b"%PDF-" in content[:PDF_LINE_WITHIN]:
        return Kind.PDF
    if content.startswith(ZIP):
        return Foreign.ARCHIVE if is_cut else _in_archive(content)
    if content.startswith(OLE):
        return Foreign.LOCKED_OFFICE if ENCRYPTED in content else Foreign.OLD_OFFICE
    return _text(content)


def _by_brand(brand: bytes) -> Foreign:
    """A box of ISO media: still pictures, sound or, all others, moving pictures."""
    if brand in _STILL:
        return Foreign.HEIC
    if brand in (b"avif", b"avis"):
        return Foreign.PICTURE
    return Foreign.AUDIO if brand in (b"M4A ", b"M4B ") else Foreign.VIDEO


def _in_archive(content: bytes) -> Kind | Foreign:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _by_members(archive.namelist())
    except BROKEN_ZIP:
        return Foreign.UNKNOWN


def _by_members(names: Iterable[str]) -> Kind | Foreign:
    held = {name.lower() for name in names}
    if "xl/workbook.xml" in held:
        return Kind.XLSX
    if "word/document.xml" in held:
        return Kind.DOCX
    if "ppt/presentation.xml" in held:
        return Foreign.SLIDES
    if "ofd.xml" in held:
        return Foreign.OFD
    return (
        Foreign.OLD_OFFICE if "mimetype" in held or "xl/workbook.bin" in held else (Foreign.ARCHIVE)
    )


def _text(content: bytes) -> Kind | Foreign:
    text = csv_text.decode(content)
    if not text or not text.strip("\ufeff \t\r\n"):
        return Foreign.UNKNOWN
    return Foreign.PAGE if text.lstrip("\ufeff \t\r\n").startswith("<") else Kind.TEXT

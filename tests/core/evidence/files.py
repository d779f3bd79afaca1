"""Files as phones, scanners and offices make them, and as they go wrong."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

MARKS = (b"Exif", b"ns.adobe.com/xap", b"ICC_PROFILE", b"PhoneMaker", b"Photoshop", b"eXIf")
"""What betrays camera, place or hand in the bytes of a picture."""
VIDEO = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00\x00\x00\x08free" * 20
HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heicmiaf" + bytes(64)


def picture(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Something with edges and shades: the upper left corner is red."""
    found = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    found.paste((220, 20, 20), (0, 0, max(1, width // 4), max(1, height // 4)))
    return found.convert(mode)


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    sink = io.BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """A phone's notes: maker, and where the photo was taken."""
    found = Image.Exif()
    found[0x010F] = "PhoneMaker"
    found[0x0112] = orientation
    place = found.get_ifd(0x8825)
    place[1], place[2] = "N", (37.0, 26.0, 5.0)
    place[3], place[4] = "E", (118.0, 40.0, 30.0)
    return found


def photo(width: int = 120, height: int = 80, *, orientation: int = 1) -> bytes:
    """A phone's JPEG with place, a note, a profile and a moving picture behind it."""
    content = written(
        picture(width, height),
        "JPEG",
        quality=92,
        exif=exif(orientation),
        comment=b"PhoneMaker note",
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>37.4N PhoneMaker</x:xmpmeta>",
    )
    return content + VIDEO


def bare_png(width: int, height: int) -> bytes:
    """A PNG of one colour, whatever its size: packed it is small."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    packer = zlib.compressobj(9)
    line = bytes(1 + width)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


ACTION = {"/S": "/JavaScript", "/JS": "app.alert(1)"}


def pdf(pages: int = 1, *, root: Any = None, page: Any = None, password: str = "") -> bytes:
    """A PDF with empty pages; ``root`` and ``page`` are entries added to its dictionaries."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(210, 297)
    writer.root_object.update(_entries(root or {}))
    writer.pages[0].update(_entries(page or {}))
    if password:
        writer.encrypt(password)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _entries(plain: Any) -> Any:
    """Python's values as a PDF's: names begin with a slash."""
    if isinstance(plain, dict):
        return DictionaryObject({NameObject(k): _entries(v) for k, v in plain.items()})
    if isinstance(plain, list):
        return ArrayObject(map(_entries, plain))
    if isinstance(plain, int):
        return NumberObject(plain)
    return NameObject(plain) if plain.startswith("/") else TextStringObject(plain)


def office(parts: dict[str, bytes], *, types: bytes = b"<Types/>") -> bytes:
    """A zip as office programs make it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for path, content in parts.items():
            archive.writestr(path, content)
    return sink.getvalue()


def xlsx(**more: bytes) -> bytes:
    return office(
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<sheet/>", **more}
    )


def docx(more: dict[str, bytes] | None = None) -> bytes:
    return office({"word/document.xml": b"<document/>", **(more or {})})

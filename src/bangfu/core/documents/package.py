"""A Word file as its parts, opened within limits and without following what it points to."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from lxml import etree

from bangfu.core.evidence.documents import check_office
from bangfu.core.evidence.kinds import Kind
from bangfu.core.evidence.limits import shipped
from bangfu.core.refusal import Refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

DOCUMENT = "word/document.xml"
LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
"""All parts of a template are held in memory at once, some of them as elements."""
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# A link that a reader may click is harmless; anything else outside is fetched on opening.
_CLICKED = "/hyperlink"


class NotADocument(Refusal):
    """The file is no Word document that can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"文件“{name}”不是能读取的Word文档；请在Word或WPS中另存为.docx后再上传。",
            en=f'"{name}" is no Word document that can be read; save it as .docx and send that.',
        )


class DocumentTooLarge(Refusal):
    """The file is larger than a template may be."""

    def __init__(self, name: str, size: int) -> None:
        most = LARGEST // 1048576
        super().__init__(
            zh=f"文件“{name}”有{size / 1048576:.1f} MB，超过上限{most} MB；请删去图片后再上传。",
            en=f'"{name}" has {size / 1048576:.1f} MB, more than {most} MB; remove pictures.',
        )


class PointsOutside(Refusal):
    """The document would fetch something from elsewhere when it is opened."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"文件“{name}”链接了外部的模板、图片或对象，打开时会去取；"
            "请改为嵌入图片、断开外部链接后再上传。",
            en=f'"{name}" is linked to something elsewhere; embed or unlink it.',
        )


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document by their paths, and for its main parts what their links lead to."""

    parts: Mapping[str, bytes]
    name: str

    def xml(self, path: str) -> "_Element | None":
        """A part as elements, ``None`` where there is none; raises ``NotADocument``."""
        content = self.parts.get(path)
        return None if content is None else _parsed(content, self.name)

    def links(self, path: str) -> dict[str, str]:
        """Where the links of a part lead, by their identifiers: paths within the file."""
        folder, own = posixpath.split(path)
        root = self.xml(f"{folder}/_rels/{own}.rels")
        found = {}
        for link in () if root is None else root.iter(_RELATION):
            if link.get("TargetMode") != "External":
                target = posixpath.join("/" + folder, link.get("Target", ""))
                found[link.get("Id", "")] = posixpath.normpath(target).lstrip("/")
        return found


def opened(content: bytes, *, name: str) -> Package:
    """The document as its parts.

    Raises ``NotADocument``, ``DocumentTooLarge``, ``PointsOutside``, or what
    ``core.evidence.documents.check_office`` refuses: a bomb, macros, other files embedded.
    """
    if len(content) > LARGEST:
        raise DocumentTooLarge(name, len(content))
    if not content.startswith(b"PK\x03\x04"):
        raise NotADocument(name)
    limits = msgspec.structs.replace(shipped().document, max_unpacked=LARGEST_UNPACKED)
    check_office(content, Kind.DOCX, name, limits)
    package = unpacked(content, name=name)
    if package.xml(DOCUMENT) is None:
        raise NotADocument(name)
    for path, part in package.parts.items():
        if path.endswith(".rels"):
            _refuse_outside(_parsed(part, name), name)
    return package


def unpacked(content: bytes, *, name: str) -> Package:
    """The parts of a document made here, from a template that was looked through when it came."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return Package({one.filename: archive.read(one) for one in archive.infolist()}, name)


def steady(content: bytes) -> bytes:
    """The same document whenever it is written: its parts carry no time."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for one in given.infolist():
            plain = zipfile.ZipInfo(one.filename, date_time=(1980, 1, 1, 0, 0, 0))
            plain.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(plain, given.read(one))
    return written.getvalue()


def _parsed(content: bytes, name: str) -> "_Element":
    # Word writes no document type; with one come entities that grow or read files.
    if b"<!DOCTYPE" in content[:4096].upper():
        raise NotADocument(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise NotADocument(name) from None


def _refuse_outside(root: "_Element", name: str) -> None:
    for link in root.iter(_RELATION):
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith(_CLICKED):
            raise PointsOutside(name)

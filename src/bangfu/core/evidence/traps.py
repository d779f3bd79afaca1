"""What is hidden in files that are something else besides, or lead out of themselves when opened.

Each of these opens as an innocent sheet, document or PDF. What reads it later, or by another name,
is made to fetch a file, run a page, or write beside its place.
"""

import io
import re
import stat
import zipfile

from .kinds import PDF_LINE_WITHIN
from .refusals import ActiveContent

_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
_XML = (".xml", ".rels", ".vml")
_OVERLAP = 64
"""Bytes of one piece that are looked at again with the next: longer than any mark."""
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
# What is fetched as the file is opened. Links that somebody clicks are no trap, nor are the
# templates of one's own disk that Word names in every document.
_FETCHED = re.compile(
    rb"Type\s*=\s*[\"'][^\"']*/(?:attachedTemplate|oleObject|subDocument|frame|image)[\"']",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rb"Target\s*=\s*[\"']\s*(?:https?:|ftps?:|smb:|mhtml:|\\\\|//|file:/{2}[^/\"']|file:/{4,})",
    re.IGNORECASE,
)


def refuse_paths(members: list[zipfile.ZipInfo], name: str) -> None:
    """Parts that lead out of the archive, links, and two parts of one name.

    Raises ``ActiveContent``.
    """
    seen: set[str] = set()
    for member in members:
        path = member.filename.replace("\\", "/")
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        leads_out = path.startswith("/") or ".." in path.split("/") or ":" in path.split("/")[0]
        # Readers differ in which of two they take: one is checked and the other opened.
        if is_link or leads_out or path.lower() in seen:
            raise ActiveContent(name, zh="路径或链接异常的内容", en="paths or links that mislead")
        seen.add(path.lower())


def refuse_declarations(path: str, piece: bytes, before: bytes, name: str) -> bytes:
    """Document types and entities in a part of an office file, which never has any.

    ``before`` is the end of the last piece, the answer the end of this. Raises ``ActiveContent``.
    """
    if not path.lower().endswith(_XML):
        return b""
    # The wide encodings put a nought beside each letter.
    text = (before + piece).replace(b"\0", b"")
    if any(mark in text for mark in _DECLARED):
        raise ActiveContent(name, zh="文档类型或实体声明", en="document types or entities")
    return (before + piece)[-_OVERLAP:]


def refuse_relations(archive: zipfile.ZipFile, name: str) -> None:
    """What the file would fetch from elsewhere as it is opened; raises ``ActiveContent``."""
    for path in archive.namelist():
        if not path.lower().endswith(".rels"):
            continue
        for found in _RELATION.findall(archive.read(path).replace(b"\0", b"")):
            if _EXTERNAL.search(found) and _FETCHED.search(found) and _ELSEWHERE.search(found):
                raise ActiveContent(
                    name, zh="打开时会连接外部地址的内容", en="content fetched when it is opened"
                )


def refuse_two_in_one(content: bytes, name: str) -> None:
    """A PDF that is a web page, a program or an archive as well; raises ``ActiveContent``."""
    first = content[:PDF_LINE_WITHIN].partition(b"%PDF-")[0]
    if b"<" in first or b"#!" in first or b"PK\x03\x04" in first or _is_archive(content):
        raise ActiveContent(name, zh="另一种文件的内容", en="another file")


def _is_archive(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False

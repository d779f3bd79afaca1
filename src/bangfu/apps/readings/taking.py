"""A notice as it is uploaded: looked at, and made ready to be kept by its content."""

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from bangfu.core.evidence import Clean, Kind, checked
from bangfu.core.notices.decoding import LARGEST_BYTES, UnreadableNotice, decode
from bangfu.core.refusal import Refusal

ENDINGS = (".txt", ".html", ".htm", ".docx", ".pdf")
_BINARY = (b"PK\x03\x04", b"%PDF-")
LONGEST_NAME = 120


def taken(upload: UploadedFile[Any]) -> Clean:
    """The file as it is kept; raises a ``Refusal`` where it can be no notice.

    Documents and PDFs are checked as all evidence is. A text or a saved page is decoded here, which
    takes milliseconds, and kept byte for byte; it is only ever handed out as a download.
    """
    if (upload.size or 0) > LARGEST_BYTES:
        raise UnreadableNotice(
            zh=f"文件超过{LARGEST_BYTES // 2**20} MB，不像是一份通知，请核对。",
            en=f"The file has more than {LARGEST_BYTES // 2**20} MB; it can hardly be a notice.",
        )
    content = upload.read()
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name or "通知.txt"
    if content.startswith(_BINARY):
        upload.seek(0)
        return _checked(upload, name, content)
    if not content.strip():
        raise UnreadableNotice(zh="文件是空的，请重新选择。", en="The file is empty.")
    decode(content, name)
    return as_text(content, name)


def _checked(upload: UploadedFile[Any], name: str, content: bytes) -> Clean:
    """As all evidence is; where that is refused, the reader of notices knows better what to do.

    It would not advise a photo in place of a damaged document.
    """
    try:
        return checked(upload, name)
    except Refusal:
        decode(content, name)
        raise


def as_text(content: bytes, name: str) -> Clean:
    """A text as it is kept."""
    digest = sha256(content).hexdigest()
    shown = "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:]
    return Clean(shown, Kind.TEXT, content, digest, digest)

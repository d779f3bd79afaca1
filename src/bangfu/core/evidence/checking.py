"""Taking a file: what it is, whether it may be taken, and what is kept of it."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Protocol

from . import documents, office_photos, photos
from .kinds import HEAD, PHOTOS, Foreign, Kind, recognised
from .limits import Limits, shipped
from .refusals import EmptyFile, FileTooLarge, KindNotTaken, NameMisleads

LONGEST_NAME = 120
# Besides control characters: marks that turn the reading direction and so disguise an ending.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Readable(Protocol):
    """An open file, as an upload gives it."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that was checked, as it is kept and others see it.

    ``digest`` is the SHA-256 of ``content``, ``upload_digest`` that of what was sent. ``width``,
    ``height`` and ``preview`` (a small JPEG) are there for photos alone.
    """

    name: str
    kind: Kind
    content: bytes
    digest: str
    upload_digest: str
    width: int | None = None
    height: int | None = None
    preview: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes kept."""
        return len(self.content)


def checked(content: bytes | Readable, name: str, limits: Limits | None = None) -> Clean:
    """The file cleaned, or a refusal (``FileRefused``) that names it and says how to mend it.

    What it is is told by its content; a name that promises another kind is refused, one that only
    confuses two kinds of pictures is mended.
    """
    limits = limits or shipped()
    name = shown_name(name)
    held = content if isinstance(content, bytes) else _read(content, limits.max_bytes)
    if not held:
        raise EmptyFile(name)
    # What is read stops at the limit; how large the file really is, the upload knows.
    size: int = max(len(held), getattr(content, "size", None) or 0)
    kind = _kind(held, name, limits, size=size)
    upload_digest = sha256(held).hexdigest()
    if kind.is_photo:
        photo = photos.cleaned(held, kind, name, limits.photo)
        return Clean(
            name=_named(name, photo.kind),
            kind=photo.kind,
            content=photo.content,
            digest=sha256(photo.content).hexdigest(),
            upload_digest=upload_digest,
            width=photo.width,
            height=photo.height,
            preview=photo.preview,
        )
    kept = _document(held, kind, name, limits)
    return Clean(_named(name, kind), kind, kept, sha256(kept).hexdigest(), upload_digest)


def _document(content: bytes, kind: Kind, name: str, limits: Limits) -> bytes:
    """What is kept of a document: all of it, but for what photos inside betray."""
    if kind is Kind.PDF:
        documents.check_pdf(content, name, limits.document)
    elif kind is not Kind.TEXT:
        documents.check_office(content, kind, name, limits.document)
        return office_photos.cleaned(content, name, limits.photo)
    return content


def shown_name(name: str) -> str:
    r"""A file's name without folders and what cannot be printed, at most 120 characters.

    >>> shown_name("C:\\照片\\义诊\u202egpj.exe"), shown_name("../..//")
    ('义诊gpj.exe', '未命名')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = " ".join(_UNPRINTABLE.sub("", last).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME and dot and len(ending) < 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return plain[:LONGEST_NAME] or "未命名"


def _read(source: Readable, most: int) -> bytes:
    """One byte more than the largest file there may be, so that a larger one is noticed."""
    return source.read(most + 1)


def _kind(content: bytes, name: str, limits: Limits, *, size: int) -> Kind:
    limit = limits.max_bytes
    is_cut = len(content) > limit
    kind = recognised(content[:HEAD] if is_cut else content, is_cut=is_cut)
    if isinstance(kind, Foreign) and not (is_cut and kind in (Foreign.ARCHIVE, Foreign.UNKNOWN)):
        raise KindNotTaken(name, kind)
    is_photo = kind in PHOTOS
    limit = limits.photo.max_bytes if is_photo else limits.document.max_bytes
    if len(content) > limit or not isinstance(kind, Kind):
        raise FileTooLarge(name, size=size, limit=limit, is_photo=is_photo)
    _refuse_misleading(name, kind)
    return kind


def _refuse_misleading(name: str, kind: Kind) -> None:
    promised = _promised(name)
    if promised is None or promised is kind or {promised, kind} <= PHOTOS:
        return
    raise NameMisleads(name, kind)


def _promised(name: str) -> Kind | None:
    """The kind that the name's ending stands for, if it is one of ours."""
    lower = name.lower()
    return next((kind for kind in Kind if lower.endswith(kind.endings)), None)


def _named(name: str, kind: Kind) -> str:
    """The name with an ending that tells the kind."""
    if name.lower().endswith(kind.endings):
        return name
    stem, dot, ending = name.rpartition(".")
    is_ending = bool(dot and stem) and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending)
    return f"{stem if is_ending else name}"[: LONGEST_NAME - len(kind.ending)] + kind.ending

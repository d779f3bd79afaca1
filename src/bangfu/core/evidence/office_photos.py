"""Photos inside sheets and documents, cleaned like photos sent alone; the rest stays as it is."""

import io
import re
import zipfile

from . import photos
from .kinds import Kind, recognised
from .limits import PhotoLimits
from .refusals import BrokenFile

_MEDIA = re.compile(r"(word|xl)/media/[^/]+\.(jpe?g|png)\Z", re.IGNORECASE)
# A signature covers every part: cleaned, the document would no longer be what was signed.
_SIGNATURES = "_xmlsignatures/"


def cleaned(content: bytes, name: str, limits: PhotoLimits) -> bytes:
    """The archive with its photos cleaned; the very same bytes where none needs it.

    ``content`` was checked before. Raises ``TooManyPixels`` for a photo in it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if any(member.filename.startswith(_SIGNATURES) for member in members):
            return content
        changed: dict[str, bytes] = {}
        for member in members:
            if _MEDIA.match(member.filename):
                before = archive.read(member)
                after = _cleaned(before, f"{name}：{member.filename}", limits)
                if after != before:
                    changed[member.filename] = after
        return _rewritten(archive, members, changed) if changed else content


def _cleaned(content: bytes, name: str, limits: PhotoLimits) -> bytes:
    kind = recognised(content)
    if not isinstance(kind, Kind) or kind not in (Kind.JPEG, Kind.PNG):
        return content
    try:
        photo = photos.cleaned(content, kind, name, limits)
    except BrokenFile:
        # Nobody can see it, and the document is whole without it.
        return content
    return photo.content


def _rewritten(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], changed: dict[str, bytes]
) -> bytes:
    """The same parts in the same order with the same dates."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as written:
        for member in members:
            part = zipfile.ZipInfo(member.filename, member.date_time)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, changed.get(member.filename) or archive.read(member))
    return sink.getvalue()

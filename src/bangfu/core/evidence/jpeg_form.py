"""Whether a JPEG stands exactly as this product writes one.

What does is left as it is: writing it again would lose quality and give one photo two digests.
"""

import io
import re
from functools import lru_cache

from PIL import Image

_SIZE = slice(5, 9)
"""Height and width within the segment that names them, from its marker on."""
_FRAME, _SCAN = 0xC0, 0xDA
# Within a scan every 0xFF is followed by 0x00 or is a restart mark; anything else ends it.
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def written(image: Image.Image, quality: int) -> bytes:
    """The picture as JPEG with nothing beside it, whatever it carried."""
    plain = image.copy()
    plain.info = {}
    sink = io.BytesIO()
    plain.save(sink, "JPEG", quality=quality)
    return sink.getvalue()


def is_as_written(content: bytes, mode: str, quality: int) -> bool:
    """Whether the bytes are what :func:`written` makes at that quality, to the last one."""
    segments = _before_scan(content)
    if segments is None or segments != _usual(mode, quality):
        return False
    end = _MARK.search(content, sum(map(len, segments)))
    return end is not None and end.group() == b"\xff\xd9" and end.end() == len(content)


@lru_cache(maxsize=16)
def _usual(mode: str, quality: int) -> tuple[bytes, ...] | None:
    return _before_scan(written(Image.new(mode, (16, 16)), quality))


def _before_scan(content: bytes) -> tuple[bytes, ...] | None:
    """The segments up to the picture itself, its height and width blotted out; nothing if odd."""
    found, at = [content[:2]], 2
    while len(content) >= at + 4 and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        segment = bytearray(content[at : at + 2 + length])
        if marker == _FRAME:
            segment[_SIZE] = bytes(len(segment[_SIZE]))
        found.append(bytes(segment))
        at += 2 + length
        if marker == _SCAN:
            return tuple(found)
    return None

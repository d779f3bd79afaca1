"""Photos: decoded within limits, turned upright, written anew without camera, place or comments."""

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from . import jpeg_form
from .kinds import Kind
from .limits import PhotoLimits
from .refusals import BrokenFile, TooManyPixels

_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}
# What Pillow's decoders are seen to raise for damaged bytes.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_PREVIEW_QUALITY = 78
# A decoder's halving is coarser than the scaling that follows; this much more hides it.
_SPARE = 1.25


@dataclass(frozen=True, slots=True)
class Photo:
    """A cleaned photo: its bytes, size in pixels, and a small JPEG of it."""

    kind: Kind
    content: bytes
    width: int
    height: int
    preview: bytes


def cleaned(content: bytes, kind: Kind, name: str, limits: PhotoLimits) -> Photo:
    """The photo as others may see it; a WebP becomes a JPEG, or a PNG where it is transparent.

    Raises ``BrokenFile`` or ``TooManyPixels``.
    """
    image = _decoded(content, kind, name, limits)
    kept = Kind.PNG if kind is Kind.PNG or image.mode == "RGBA" else Kind.JPEG
    return Photo(
        kind=kept,
        content=_kept(content, image, kind, kept, limits),
        width=image.width,
        height=image.height,
        preview=_preview(image, limits),
    )


def _decoded(content: bytes, kind: Kind, name: str, limits: PhotoLimits) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as source:
            pixels = source.width * source.height
            if pixels > limits.max_pixels:
                raise TooManyPixels(name, pixels=pixels, limit=limits.max_pixels)
            # A JPEG decoder can halve while it decodes: less memory, the same result.
            share = _SPARE * limits.kept_side / max(source.size)
            enough = tuple(max(1, int(side * share)) for side in source.size)
            source.draft(None, (enough[0], enough[1]))
            source.load()
            upright = ImageOps.exif_transpose(source)
            plain = _in_plain_colours(upright)
    except _BOMB:
        pixels = 2 * limits.max_pixels
        raise TooManyPixels(name, pixels=pixels, limit=limits.max_pixels) from None
    except BROKEN:
        raise BrokenFile(name, kind) from None
    if max(plain.size) > limits.kept_side:
        plain.thumbnail((limits.kept_side, limits.kept_side), Image.Resampling.LANCZOS)
    plain.info = {}
    return plain


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """Grey, RGB or, where something shows through, RGBA; colours of a profile become sRGB."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        # Sixteen bits of grey: Pillow would cut off above 255 instead of scaling.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    return (
        image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")
    )


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that fits no decoder says nothing about the picture.
        return image
    return turned or image


def _kept(content: bytes, image: Image.Image, kind: Kind, kept: Kind, limits: PhotoLimits) -> bytes:
    if kept is Kind.PNG:
        sink = io.BytesIO()
        image.save(sink, "PNG", compress_level=6)
        return sink.getvalue()
    if kind is Kind.JPEG and jpeg_form.is_as_written(content, image.mode, limits.quality):
        return content
    return jpeg_form.written(image, limits.quality)


def _preview(image: Image.Image, limits: PhotoLimits) -> bytes:
    small = image.copy()
    small.thumbnail((limits.preview_side, limits.preview_side), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    return jpeg_form.written(small, _PREVIEW_QUALITY)

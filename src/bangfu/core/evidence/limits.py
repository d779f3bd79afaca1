"""How large and how many: named settings with their sources, from ``definitions/evidence``."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section
from bangfu.definitions import FOLDER

Bytes = Annotated[
    int,
    Meta(ge=1024, le=1 << 30, extra={"zh": "1024至2³⁰之间的字节数", "en": "bytes, 1024 to 2^30"}),
]
Side = Annotated[
    int,
    Meta(ge=64, le=10_000, extra={"zh": "64至10000之间的像素数", "en": "pixels, 64 to 10,000"}),
]
Pixels = Annotated[
    int,
    Meta(
        ge=10_000,
        le=500_000_000,
        extra={"zh": "1万至5亿之间的像素数", "en": "pixels, 10,000 to 500 million"},
    ),
]
Quality = Annotated[
    int, Meta(ge=50, le=95, extra={"zh": "50至95之间的整数", "en": "an integer from 50 to 95"})
]


class PhotoLimits(Section, frozen=True, kw_only=True):
    """What a photo may be, and what is kept of it."""

    max_bytes: Bytes
    max_pixels: Pixels
    kept_side: Side
    preview_side: Side
    quality: Quality
    sources: tuple[Code, ...]


class DocumentLimits(Section, frozen=True, kw_only=True):
    """What a PDF, a sheet or a document may be."""

    max_bytes: Bytes
    max_unpacked: Bytes
    max_ratio: Count
    max_members: Count
    max_pages: Count
    sources: tuple[Code, ...]


class UploadLimits(Section, frozen=True, kw_only=True):
    """How many files at a time, and how large together."""

    max_files: Count
    max_bytes: Bytes
    sources: tuple[Code, ...]


class Limits(Section, frozen=True, kw_only=True):
    """All limits of evidence; every code in ``sources`` of a table is described once."""

    sources: tuple[Source, ...]
    photo: PhotoLimits
    document: DocumentLimits
    upload: UploadLimits

    @property
    def max_bytes(self) -> int:
        """The largest file that can be of any kind at all."""
        return max(self.photo.max_bytes, self.document.max_bytes)


def read(text: str, *, file: str = "limits.toml") -> Limits:
    """Limits from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Limits, file=file, check=_problems)


@cache
def shipped() -> Limits:
    """The limits that come with the product."""
    return read((FOLDER / "evidence" / "limits.toml").read_text(encoding="utf-8"))


def _problems(limits: Limits) -> Iterator[Problem]:
    yield from unknown_sources(limits, limits.sources)
    if limits.photo.preview_side > limits.photo.kept_side:
        yield Problem(
            ("photo", "preview_side"),
            "缩略图不能大于保留的照片，请改小。",
            "a preview cannot be larger than the photo kept; make it smaller.",
        )

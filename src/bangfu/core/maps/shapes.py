"""The shapes that stand below an area, as they lie in a folder of maps."""

from functools import lru_cache
from pathlib import Path

import msgspec

NATION = "nation"
"""The file of the whole country; the others are named by their area's code."""
ORIGIN = "origin.json"
"""Where the shapes of a folder are from."""


class Shape(msgspec.Struct, frozen=True):
    """One area: its code path, an SVG path, where its label stands and how much room it has.

    All in units of the map's box; ``wide`` and ``high`` are those of its largest part.
    """

    code: str
    path: str
    x: int
    y: int
    wide: int
    high: int


class Map(msgspec.Struct, frozen=True):
    """The areas below one in a box of ``width`` by ``height``; ``lines`` belong to none."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    lines: str = ""


class Origin(msgspec.Struct, frozen=True):
    """Where shapes are from, and the number under which the base map was approved, if it was."""

    source: str
    approval: str = ""


def map_below(folder: Path, area: str) -> Map | None:
    """The map of what lies below an area ("" for the country); nothing where there is none."""
    path = folder / f"{area or NATION}.json"
    return _read(path, path.stat().st_mtime_ns) if path.exists() else None


def origin_of(folder: Path) -> Origin | None:
    """Where a folder's shapes are from; nothing where it holds none."""
    path = folder / ORIGIN
    return msgspec.json.decode(path.read_bytes(), type=Origin) if path.exists() else None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Map:
    return msgspec.json.decode(path.read_bytes(), type=Map)

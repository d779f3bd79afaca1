"""Borders as whole numbers: projected, laid on a grid, and written as SVG paths.

Neighbours share the points of their border, and a grid moves equal points equally: so no gap opens
between them, which simplifying each outline by itself would do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]
"""Longitude and latitude in degrees, one row for each point."""
Laid = NDArray[np.int64]
"""Points on the grid, without repetition."""

_SOUTH, _NORTH = np.radians(25.0), np.radians(47.0)
_N = (np.sin(_SOUTH) + np.sin(_NORTH)) / 2
_C = np.cos(_SOUTH) ** 2 + 2 * _N * np.sin(_SOUTH)
_MARGIN = 4
# Islands that a map of the country may not leave out, however small: west, south, east, north.
_NEVER_LEFT_OUT = ((105.0, 3.0, 120.0, 18.0), (123.0, 25.0, 125.0, 26.5))


def projected(points: Ring, middle: float) -> Ring:
    """Albers' equal-area projection with parallels 25°N and 47°N; north is up at ``middle``."""
    longitude, latitude = np.radians(points[:, 0] - middle), np.radians(points[:, 1])
    radius = np.sqrt(_C - 2 * _N * np.sin(latitude)) / _N
    angle = _N * longitude
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))


@dataclass(frozen=True, slots=True)
class Grid:
    """Where points of a map come to lie; ``width`` and ``height`` are its box."""

    middle: float
    left: float
    top: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, rings: Sequence[Ring], *, most_wide: int, most_high: int) -> "Grid":
        """The grid that holds all points, as large as the box allows."""
        every = np.concatenate(rings)
        middle = float((every[:, 0].min() + every[:, 0].max()) / 2)
        flat = projected(every, middle)
        (left, top), (right, bottom) = flat.min(axis=0), flat.max(axis=0)
        inner = 2 * _MARGIN
        scale = min((most_wide - inner) / (right - left), (most_high - inner) / (bottom - top))
        width, height = (
            round((end - start) * scale) + inner for start, end in ((left, right), (top, bottom))
        )
        return cls(middle, float(left), float(top), float(scale), width, height)

    def laid(self, points: Ring) -> Laid:
        """Points on the grid, each different from the one before, none between two in a line."""
        flat = (projected(points, self.middle) - (self.left, self.top)) * self.scale + _MARGIN
        whole = np.rint(flat).astype(np.int64)
        moved = np.any(np.diff(whole, axis=0) != 0, axis=1)
        whole = whole[np.concatenate(([True], moved))]
        if len(whole) < 3:
            return whole
        into, out = whole[1:-1] - whole[:-2], whole[2:] - whole[1:-1]
        bent = into[:, 0] * out[:, 1] != into[:, 1] * out[:, 0]
        return whole[np.concatenate(([True], bent, [True]))]


def outline(rings: Iterable[Ring], grid: Grid) -> tuple[str, Laid]:
    """An area as one path, and its largest ring; what is smaller than a unit is left out.

    An area of which nothing would be left, and islands that no map may leave out, stay as dots.
    """
    laid = [(ring, grid.laid(ring)) for ring in rings]
    drawn = [points for _ring, points in laid if len(points) > 3]
    dots = [points[:1] for ring, points in laid if len(points) <= 3 and _stays(ring)]
    if not drawn and not dots:
        dots = [points[:1] for _ring, points in laid[:1]]
    path = "".join(map(_closed, drawn)) + "".join(f"M{p[0][0]} {p[0][1]}h2v2h-2z" for p in dots)
    return path, max(drawn, key=_size) if drawn else dots[0]


def open_line(points: Laid) -> str:
    """A path that is not closed."""
    steps = "".join(f"l{x} {y}".replace(" -", "-") for x, y in np.diff(points, axis=0))
    return f"M{points[0][0]} {points[0][1]}{steps}"


def _closed(points: Laid) -> str:
    return open_line(points[:-1]) + "z"


def _stays(ring: Ring) -> bool:
    longitude, latitude = ring.mean(axis=0)
    return any(
        west <= longitude <= east and south <= latitude <= north
        for west, south, east, north in _NEVER_LEFT_OUT
    )


def _size(points: Laid) -> float:
    x, y = points[:, 0], points[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def middle_of(points: Laid) -> tuple[int, int]:
    """A point for the label: the middle of the widest stretch inside, near half the height."""
    low, high = int(points[:, 1].min()), int(points[:, 1].max())
    heights = [low + (high - low) * share + 0.25 for share in (0.5, 0.4, 0.6, 0.3, 0.7)]
    stretches = [(end - start, start, y) for y in heights for start, end in _inside(points, y)]
    if not stretches:
        return int(points[0][0]), int(points[0][1])
    wide, start, y = max(stretches, key=lambda stretch: stretch[0])
    return round(start + wide / 2), round(y)


def _inside(points: Laid, y: float) -> list[tuple[float, float]]:
    """From where to where a level line runs inside a ring."""
    crossings = sorted(
        float(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        for (x0, y0), (x1, y1) in pairwise(points)
        if (y0 <= y) != (y1 <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))

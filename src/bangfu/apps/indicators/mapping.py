"""A map of the places below one: shades by value, laid out in the server; no script is needed."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from bangfu.core.maps.shapes import Map, Origin, Shape, map_below, origin_of
from bangfu.definitions import FOLDER

SHADES = 5
"""Steps of lightness from the lowest values to the highest; a colour-blind eye tells them apart."""
ROOM_WIDE, ROOM_HIGH = 44, 30
"""What the label of an area needs, in units of the map."""
ROOM_ON_PHONES = (96, 56)


@dataclass(frozen=True, slots=True)
class Known:
    """What the map says of one area."""

    name: str
    url: str
    value: Decimal | None
    said: str


@dataclass(frozen=True, slots=True)
class Area:
    """One area as it is drawn: ``shade`` 1 to 5, 0 without a value; ``label`` where it fits."""

    shape: Shape
    known: Known | None
    shade: int
    label: str
    is_roomy: bool


@dataclass(frozen=True, slots=True)
class Band:
    """One shade of the key, with the lowest and the highest value that it stands for."""

    shade: int
    lowest: str
    highest: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The map with its key; ``left_out`` are codes with a value that have no border."""

    borders: Map
    areas: Sequence[Area]
    bands: Sequence[Band]
    origin: Origin
    left_out: frozenset[str]

    @property
    def has_gaps(self) -> bool:
        """Whether an area has no value."""
        return any(area.shade == 0 for area in self.areas)


def folders() -> tuple[Path, Path]:
    """Where maps lie: the office's own base map, then the one the product is built with."""
    return settings.DATA / "maps", FOLDER / "areas" / "maps"


def drawn(area: str, known: Mapping[str, Known]) -> Drawn | None:
    """The map of what lies below an area; nothing where there are no borders or no values."""
    for folder in folders():
        borders, origin = map_below(folder, area), origin_of(folder)
        if borders and origin:
            return _drawn(borders, origin, known)
    return None


def _drawn(borders: Map, origin: Origin, known: Mapping[str, Known]) -> Drawn | None:
    values = {code: each.value for code, each in known.items() if each.value is not None}
    codes = {shape.code for shape in borders.shapes}
    if not values.keys() & codes:
        return None
    limits = breaks([value for code, value in values.items() if code in codes])
    said: dict[int, list[tuple[Decimal, str]]] = {}
    areas = []
    for shape in borders.shapes:
        own = known.get(shape.code)
        shade = 0
        if own and own.value is not None:
            shade = bisect_right(limits, own.value) + 1
            said.setdefault(shade, []).append((own.value, own.said))
        areas.append(_area(shape, own, shade))
    bands = [Band(n, min(said[n])[1], max(said[n])[1]) for n in sorted(said)]
    return Drawn(borders, areas, bands, origin, frozenset(values.keys() - codes))


def breaks(values: Sequence[Decimal]) -> list[Decimal]:
    """Values from which a darker shade begins, so that shades hold about as many places each.

    Equal values are never told apart.

    >>> breaks([Decimal(n) for n in range(10)])
    [Decimal('2'), Decimal('4'), Decimal('6'), Decimal('8')]
    >>> breaks([Decimal(3)] * 4)
    []
    """
    ordered = sorted(values)
    starts = {ordered[len(ordered) * step // SHADES] for step in range(1, SHADES)}
    return sorted(starts - {ordered[0]})


def _area(shape: Shape, known: Known | None, shade: int) -> Area:
    fits = shape.wide >= ROOM_WIDE and shape.high >= ROOM_HIGH
    wide, high = ROOM_ON_PHONES
    return Area(
        shape=shape,
        known=known,
        shade=shade,
        label=known.said if known and shade and fits else "",
        is_roomy=shape.wide >= wide and shape.high >= high,
    )

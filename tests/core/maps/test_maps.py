"""Borders become whole numbers without gaps; islands stay; a file that is no map is refused."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.maps.compiling import NotABaseMap, compile_file, compile_maps, rings_of
from bangfu.core.maps.geometry import Grid, Ring, middle_of, outline, projected
from bangfu.core.maps.shapes import Origin, map_below, origin_of

KNOWN = ("37", "3705", "370502", "370523", "11", "110101", "4690", "46", "469001", "469002")


def square(west: float, south: float, side: float = 1.0) -> Ring:
    east, north = west + side, south + side
    return np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])


def feature(code: str, ring: Ring, **properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"adcode": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]},
    }


def collection(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def points(path: str) -> set[tuple[int, int]]:
    """The corners of a path of relative steps."""
    found = set()
    for part in re.findall(r"M(-?\d+) (-?\d+)((?:l-?\d+ ?-?\d+)*)", path):
        x, y = int(part[0]), int(part[1])
        found.add((x, y))
        for step in re.findall(r"l(-?\d+) ?(-?\d+)", part[2]):
            x, y = x + int(step[0]), y + int(step[1])
            found.add((x, y))
    return found


class TestGeometry:
    def test_north_is_up_and_east_is_right(self) -> None:
        south, north, east = projected(np.array([[105, 20], [105, 50], [110, 20.0]]), 105.0)

        assert north[1] < south[1]
        assert east[0] > south[0]

    def test_equal_areas_stay_equal(self) -> None:
        """A degree square in the south and one of the same true area farther north."""
        south = projected(square(105, 20), 105.0)
        high = np.degrees(
            np.arcsin(np.sin(np.radians(50)) + np.sin(np.radians(21)) - np.sin(np.radians(20)))
        )
        ring = np.array([[105, 50], [106, 50], [106, high], [105, high], [105, 50.0]])

        def size(flat: Ring) -> float:
            x, y = flat[:, 0], flat[:, 1]
            return abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2

        assert size(projected(ring, 105.0)) == pytest.approx(size(south), rel=1e-3)

    @given(
        st.lists(st.tuples(st.floats(0.05, 0.95), st.floats(-0.02, 0.02)), min_size=2, max_size=20)
    )
    def test_neighbours_keep_their_border_in_common(
        self, wiggles: list[tuple[float, float]]
    ) -> None:
        border = [(118.0 + dx, 36.0 + y) for y, dx in sorted(wiggles)]
        west = np.array(
            [(117.0, 36.0), (118.0, 36.0), *border, (118.0, 37.0), (117.0, 37.0), (117.0, 36.0)]
        )
        east = np.array(
            [
                (118.0, 36.0),
                (119.0, 36.0),
                (119.0, 37.0),
                (118.0, 37.0),
                *border[::-1],
                (118.0, 36.0),
            ]
        )
        grid = Grid.around([west, east], most_wide=300, most_high=300)

        one, other = ({tuple(p) for p in grid.laid(ring).tolist()} for ring in (west, east))

        edge = {
            tuple(p) for p in grid.laid(np.array([(118.0, 36.0), *border, (118.0, 37.0)])).tolist()
        }
        assert edge <= one | other
        assert edge & one == edge & other

    def test_an_islet_off_the_coast_goes_and_one_of_the_south_sea_stays(self) -> None:
        land, coast, reef = square(110, 20, 8), square(119, 30, 0.001), square(112, 9, 0.001)
        grid = Grid.around([land, coast, reef], most_wide=200, most_high=200)

        alone, _ = outline([land], grid)
        with_coast, _ = outline([land, coast], grid)
        with_reef, _ = outline([land, reef], grid)

        assert with_coast == alone
        assert with_reef != alone

    def test_an_area_too_small_to_be_seen_is_a_dot(self) -> None:
        grid = Grid.around([square(110, 20, 10)], most_wide=100, most_high=100)

        path, _ = outline([square(113, 22, 0.001)], grid)

        assert path.endswith("h2v2h-2z")

    def test_a_label_stands_inside_where_there_is_most_room(self) -> None:
        hollow = np.array(
            [[0, 0], [30, 0], [30, 30], [20, 30], [20, 10], [10, 10], [10, 30], [0, 30], [0, 0]]
        )

        x, y = middle_of(hollow)

        assert (x, 0 < y < 10) == (15, True)


class TestCompile:
    def test_areas_stand_below_the_one_above_them(self) -> None:
        maps = compile_maps(
            {c: [square(110 + n, 30)] for n, c in enumerate(KNOWN) if c != "4690"}, KNOWN
        )

        below = {above: [shape.code for shape in one.shapes] for above, one in maps.items()}
        assert below[""] == ["11", "37", "46"]
        assert below["11"] == ["110101"]
        assert below["3705"] == ["370502", "370523"]

    def test_a_group_of_counties_is_drawn_by_them(self) -> None:
        maps = compile_maps({"469001": [square(109, 18)], "469002": [square(110, 18)]}, KNOWN)

        (group,) = maps["46"].shapes
        both = points("".join(shape.path for shape in maps["4690"].shapes))
        assert group.code == "4690"
        assert points(group.path) == both

    def test_lines_of_the_sea_are_drawn_with_the_country_alone(self) -> None:
        line = np.array([[110.0, 5.0], [111.0, 6.0]])

        maps = compile_maps({"37": [square(117, 36)], "3705": [square(118, 37)]}, KNOWN, [line])

        assert maps[""].lines
        assert not maps["37"].lines


class TestBaseMapOfAnOffice:
    def test_is_written_with_its_number_and_read_back(self, tmp_path: Path) -> None:
        content = collection(
            feature("370502", square(118, 37)), feature("156370523", square(119, 37))
        )

        count = compile_file(
            content, tmp_path / "maps", KNOWN, origin=Origin("shandong.json", "鲁SG（2025）001号")
        )

        found = map_below(tmp_path / "maps", "3705")
        assert count == 2
        assert found is not None
        assert [shape.code for shape in found.shapes] == ["370502", "370523"]
        assert origin_of(tmp_path / "maps") == Origin("shandong.json", "鲁SG（2025）001号")
        assert map_below(tmp_path / "maps", "11") is None

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe",
            b"[]",
            b'{"features": 3}',
            b'{"features": [{"properties": null}]}',
            collection(),
            collection(feature("999999", square(118, 37))),
            json.dumps(
                {
                    "features": [
                        {
                            "properties": {"code": "370502"},
                            "geometry": {"type": "Point", "coordinates": [1, 2]},
                        }
                    ]
                }
            ).encode(),
            json.dumps(
                {
                    "features": [
                        {
                            "properties": {"code": "370502"},
                            "geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]},
                        }
                    ]
                }
            ).encode(),
            json.dumps(
                {"features": [{"properties": {"code": "370502"}, "geometry": None}]}
            ).encode(),
        ],
    )
    def test_what_is_no_map_is_refused_and_leaves_the_one_before(
        self, content: bytes, tmp_path: Path
    ) -> None:
        target = tmp_path / "maps"
        compile_file(
            collection(feature("370502", square(118, 37))), target, KNOWN, origin=Origin("before")
        )

        with pytest.raises(NotABaseMap):
            compile_file(content, target, KNOWN, origin=Origin("after"))

        assert origin_of(target) == Origin("before")

    def test_holes_are_not_drawn(self) -> None:
        outer, hole = square(118, 37), square(118.4, 37.4, 0.2)

        (found,) = rings_of({"type": "Polygon", "coordinates": [outer.tolist(), hole.tolist()]})

        assert np.array_equal(found, outer)

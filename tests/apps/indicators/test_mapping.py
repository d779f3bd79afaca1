"""The map of places below one: shades, labels, links, the office's own base map."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.indicators.conftest import fact
from tests.apps.indicators.test_views import ASKED, RATE, refill, signed_in, text
from tests.apps.intake import world

from bangfu.apps.indicators import mapping
from bangfu.apps.registry.models import Area, Institution
from bangfu.core.indicators import Fact
from bangfu.core.maps.compiling import compile_maps, write_maps
from bangfu.core.maps.shapes import Origin

MARCH, APRIL = 202503, 202504
KNOWN = ("37", "3705", "3706", "370502", "370523", "370611")
Make = Callable[[str, str], Institution]


def ring(west: float, south: float) -> list[list[float]]:
    east, north = west + 1, south + 1
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.fixture
def borders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two folders: the office's own is empty, the shipped one has squares for all areas."""
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    rings = {code: [np.array(ring(116 + n, 36))] for n, code in enumerate(KNOWN)}
    write_maps(compile_maps(rings, KNOWN), shipped, Origin("squares"))
    monkeypatch.setattr(mapping, "folders", lambda: (own, shipped))
    return own, shipped


@pytest.fixture
def filled(areas: None, facts: list[Fact], hospital: Make) -> list[Fact]:
    """东营市 has 1 of 4 half-days, 烟台市 all."""
    for code, area in (("A", "370523"), ("C", "370611")):
        hospital(code, area)
    facts += [
        fact("duty", "A", "370523", MARCH, expected=4, served=1),
        fact("duty", "C", "370611", APRIL, expected=4, served=4),
    ]
    refill(MARCH, APRIL)
    return facts


@pytest.fixture
def province(db: None) -> Client:
    return signed_in(world.user("province", "commission_clerk", area="37"))


class TestShades:
    @given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=60))
    def test_a_higher_value_is_never_lighter_and_equal_ones_are_alike(
        self, values: list[Decimal]
    ) -> None:
        limits = mapping.breaks(values)

        shades = [mapping.bisect_right(limits, value) + 1 for value in sorted(values)]

        assert shades == sorted(shades)
        assert shades[0] == 1
        assert shades[-1] <= mapping.SHADES

    def test_fall_on_about_as_many_places_each(self) -> None:
        values = [Decimal(n) for n in range(50)]

        limits = mapping.breaks(values)

        shades = [mapping.bisect_right(limits, value) for value in values]
        assert [shades.count(n) for n in range(mapping.SHADES)] == [10] * 5


@pytest.mark.django_db
@pytest.mark.usefixtures("filled", "borders")
class TestMap:
    def test_stands_for_each_area_with_name_value_and_link(self, province: Client) -> None:
        page = text(province, f"{RATE}?{ASKED}")

        links = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><title>', page))
        by_name = {name: address for address, name in links.items()}
        assert set(by_name) == {"东营市 25.0%", "烟台市 100%"}
        assert "place=3705" in by_name["东营市 25.0%"]
        assert text(province, by_name["东营市 25.0%"].replace("&amp;", "&"))

    def test_darker_is_higher_and_the_key_says_how_much(self, province: Client) -> None:
        page = text(province, f"{RATE}?{ASKED}")

        shades = dict(re.findall(r'aria-label="(\S+市) \S+"><title>.*?in-shade-(\d)"', page))
        assert int(shades["东营市"]) < int(shades["烟台市"])
        key = re.findall(r'<li><span class="in-shade-(\d)"></span>([^<]+)</li>', page)
        assert (shades["东营市"], "25.0%") in key
        assert (shades["烟台市"], "100%") in key

    def test_an_area_without_a_value_can_still_be_opened(self, province: Client) -> None:
        page = text(province, f"{RATE}?{ASKED}&place=3705")

        assert re.search(r'aria-label="东营区 —"><title>.*?in-shade-0"', page)
        assert "没有数据" in page

    def test_says_that_nobody_approved_it(self, province: Client) -> None:
        assert "没有审图号，不得公开发布" in text(province, f"{RATE}?{ASKED}")

    def test_without_borders_places_are_cells(
        self, province: Client, borders: tuple[Path, Path]
    ) -> None:
        (borders[1] / "37.json").unlink()

        page = text(province, f"{RATE}?{ASKED}")

        assert 'class="in-geo"' not in page
        assert page.count('class="in-cell') == 2

    def test_an_area_that_the_map_does_not_know_is_a_cell_below_it(
        self, province: Client, borders: tuple[Path, Path]
    ) -> None:
        rings = {code: [np.array(ring(117, 36))] for code in ("37", "3705")}
        write_maps(compile_maps(rings, KNOWN), borders[1], Origin("older"))

        page = text(province, f"{RATE}?{ASKED}")

        assert "底图上没有的地区" in page
        assert re.findall(r'class="in-cell[^>]*><span>([^<]+)', page) == ["烟台市"]

    def test_institutions_of_a_county_are_cells(self, province: Client) -> None:
        page = text(province, f"{RATE}?{ASKED}&place=370523")

        assert 'class="in-geo"' not in page
        assert 'class="in-cell' in page

    def test_districts_stand_directly_below_a_municipality(
        self, facts: list[Fact], hospital: Make
    ) -> None:
        for code, name, level, parent in (("11", "北京市", 1, ""), ("110101", "东城区", 3, "11")):
            Area.objects.create(
                code=code, name=name, level=level, parent_code=parent, valid_from="2000-01-01"
            )
        hospital("D", "110101")
        facts.append(fact("duty", "D", "110101", MARCH, expected=4, served=2))
        refill(MARCH, APRIL)
        client = signed_in(world.user("beijing", "commission_clerk", area="11"))

        page = text(client, f"{RATE}?{ASKED}")

        assert "各县（市、区）" in page
        assert "东城区" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("filled")
class TestAdoptMap:
    def approved(self, folder: Path) -> Path:
        features = [
            {
                "type": "Feature",
                "properties": {"gb": f"156{code}"},
                "geometry": {"type": "Polygon", "coordinates": [ring(117 + n, 37)]},
            }
            for n, code in enumerate(("370500", "370600"))
        ]
        path = folder / "山东省.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    def test_the_offices_own_map_comes_first_with_its_number(
        self, province: Client, borders: tuple[Path, Path], tmp_path: Path
    ) -> None:
        call_command("adopt_map", str(self.approved(tmp_path)), approval="鲁SG（2025）001号")

        page = text(province, f"{RATE}?{ASKED}")

        assert "底图审图号：鲁SG（2025）001号" in page
        assert "不得公开发布" not in page

    def test_the_shipped_one_comes_back(
        self, province: Client, borders: tuple[Path, Path], tmp_path: Path
    ) -> None:
        call_command("adopt_map", str(self.approved(tmp_path)), approval="鲁SG（2025）001号")

        call_command("adopt_map", shipped=True)

        assert "不得公开发布" in text(province, f"{RATE}?{ASKED}")

    def test_without_its_number_it_is_not_adopted(
        self, borders: tuple[Path, Path], tmp_path: Path
    ) -> None:
        with pytest.raises(CommandError, match="审图号"):
            call_command("adopt_map", str(self.approved(tmp_path)))

        assert not borders[0].exists()

    @pytest.mark.parametrize("content", [None, "{}"])
    def test_what_is_no_map_is_refused(
        self, borders: tuple[Path, Path], tmp_path: Path, content: str | None
    ) -> None:
        path = tmp_path / "map.json"
        if content:
            path.write_text(content)

        with pytest.raises(CommandError):
            call_command("adopt_map", str(path), approval="GS（2025）1号")

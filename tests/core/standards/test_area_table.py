"""The table of area codes."""

import json
from pathlib import Path

import pytest

from bangfu.core.standards import area_table, areas
from bangfu.core.standards.area_table import AreaRow, NoAreaTable

PUBLISHED = [
    {"code": "460000", "name": "海南省", "town": 0},
    {"code": "469000", "name": "海南省-自治区直辖县级行政区划", "town": 0},
    {"code": "469001", "name": "五指山市", "town": 0},
    {"code": "469001", "name": "通什镇", "town": "100000"},
    {"code": "110000", "name": "北京市", "town": 0},
    {"code": "110101", "name": "东城区", "town": 0},
    {"code": "620000", "name": "甘肃省", "town": 0},
    {"code": "620100", "name": "兰州市", "town": 0},
    {"code": "620101", "name": "市辖区", "town": 0},
    {"code": "620200", "name": "嘉峪关市", "town": 0},
    {"code": "620201", "name": "市辖区", "town": 0},
    {"code": "620201", "name": "雄关街道", "town": "001000"},
]


class TestCompileRows:
    def test_makes_paths_levels_and_parents(self) -> None:
        rows = {row.code: row for row in area_table.compile_rows(PUBLISHED)}

        assert rows["469001100"] == AreaRow("469001100", "通什镇", 4, "469001")
        assert rows["469001"] == AreaRow("469001", "五指山市", 3, "4690")
        assert rows["110101"] == AreaRow("110101", "东城区", 3, "11")
        assert rows["46"] == AreaRow("46", "海南省", 1, "")

    def test_drops_placeholders_with_nothing_beneath(self) -> None:
        codes = {row.code for row in area_table.compile_rows(PUBLISHED)}

        assert "620101" not in codes
        assert {"620201", "620201001"} <= codes

    def test_names_a_grouping_row_for_its_province(self) -> None:
        names = {row.code: row.name for row in area_table.compile_rows(PUBLISHED)}

        assert names["4690"] == "省直辖县级行政区划"


class TestMain:
    def test_writes_what_is_read_again(self, tmp_path: Path) -> None:
        package, target = tmp_path / "package", tmp_path / "areas"
        (package / "dist").mkdir(parents=True)
        (package / "dist" / "data.json").write_text(json.dumps(PUBLISHED), encoding="utf-8")

        code = area_table.main([str(package), str(target)])

        assert code == 0
        assert area_table.read(target / "areas.csv") == area_table.compile_rows(PUBLISHED)

    def test_refuses_a_folder_without_the_package(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert area_table.main([str(tmp_path), str(tmp_path / "areas")]) == 2
        assert str(tmp_path) in capsys.readouterr().err
        assert not (tmp_path / "areas").exists()


class TestRead:
    def test_says_where_the_table_is_missed(self, tmp_path: Path) -> None:
        with pytest.raises(NoAreaTable, match=r"areas\.csv"):
            area_table.read(tmp_path / "areas.csv")

    def test_resolves_the_places_of_the_programmes(self) -> None:
        rows = {row.code: row for row in area_table.read()}
        names = {code: row.name for code, row in rows.items()}

        assert [areas.full_name(code, names) for code in _PLACES] == list(_PLACES.values())

    def test_knows_every_parent_and_one_level_per_length(self) -> None:
        rows = area_table.read()
        codes = {row.code for row in rows}

        assert all(row.parent in codes or row.level == areas.PROVINCE for row in rows)
        assert all(row.level == areas.level_of(row.code) for row in rows)
        assert len(codes) == len(rows) > 40_000


_PLACES = {
    "3705": "山东省东营市",
    "370523": "山东省东营市广饶县",
    "370523101": "山东省东营市广饶县大王镇",
    "2107": "辽宁省锦州市",
    "411303": "河南省南阳市卧龙区",
    "652302": "新疆维吾尔自治区昌吉回族自治州阜康市",
    "652328": "新疆维吾尔自治区昌吉回族自治州木垒哈萨克自治县",
    "419001": "河南省济源市",
    "110101": "北京市东城区",
}

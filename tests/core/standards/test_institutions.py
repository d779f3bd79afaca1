"""Classes, levels and grades of institutions."""

import pytest

from bangfu.core.standards import institutions


class TestFind:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("综合医院", "general_hospital"),
            ("A100", "general_hospital"),
            ("A210", "tcm_hospital"),
            ("疾控中心", "disease_control"),
            ("C210", "township_hospital"),
            ("township_hospital", "township_hospital"),
            ("A519", "other"),
            ("K100", "health_supervision"),
            ("卫生健康局", "commission"),
        ],
    )
    def test_reads_names_and_codes_of_the_standard(self, written: str, code: str) -> None:
        found = institutions.find(written)

        assert found is not None
        assert found.code == code

    @pytest.mark.parametrize("written", ["", "学校", "A", "Axyz", "Z100"])
    def test_finds_nothing_for_anything_else(self, written: str) -> None:
        assert institutions.find(written) is None


class TestLevelAndGrade:
    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ("三级甲等", (3, "甲")),
            ("三甲", (3, "甲")),
            ("二级", (2, "")),
            ("二级医院", (2, "")),
            ("一级乙等医院", (1, "乙")),
            ("三级未定等", (3, "")),
            ("3级", (3, "")),
            ("未定级", (0, "")),
            ("", (0, "")),
            ("四级", None),
            ("三级优等", None),
            ("甲等", None),
        ],
    )
    def test_reads_what_offices_write(self, written: str, found: tuple[int, str] | None) -> None:
        assert institutions.level_and_grade(written) == found

    @pytest.mark.parametrize("level", [0, 1, 2, 3])
    def test_reads_back_what_is_shown(self, level: int) -> None:
        for grade in ("", *institutions.GRADES) if level else ("",):
            shown = institutions.level_name(level, grade)
            assert institutions.level_and_grade(shown) == (level, grade)

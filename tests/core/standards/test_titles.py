"""Professional titles."""

import pytest

from bangfu.core.standards import titles


class TestRankOf:
    def test_is_the_last_digit_with_5_counting_as_4(self) -> None:
        assert {code: titles.rank_of(code) for code in ("231", "242", "253", "264", "255")} == {
            "231": 1,
            "242": 2,
            "253": 3,
            "264": 4,
            "255": 4,
        }

    def test_is_the_lowest_without_a_title(self) -> None:
        assert titles.rank_of(titles.NO_TITLE) == 4

    @pytest.mark.parametrize("code", ["230", "239", "23", "2311", "主任医师", "23²"])
    def test_refuses_what_is_no_code(self, code: str) -> None:
        with pytest.raises(ValueError, match=code):
            titles.rank_of(code)


class TestEvery:
    def test_holds_five_titles_in_each_of_four_professions(self) -> None:
        series = [title.series for title in titles.every().values()]

        assert {name: series.count(name) for name in series} == {
            "physician": 5,
            "pharmacist": 5,
            "nurse": 5,
            "technician": 5,
        }

    def test_ranks_agree_with_the_names(self) -> None:
        for title in titles.every().values():
            expected = 2 if "副主任" in title.zh else 1 if "主任" in title.zh else None
            if expected is None:
                expected = 3 if title.zh.startswith("主") else 4
            assert title.rank == expected, title


class TestFind:
    def test_reads_every_code_and_every_name(self) -> None:
        for code, title in titles.every().items():
            assert titles.find(code) == titles.find(title.zh) == title

    def test_reads_titles_of_traditional_medicine(self) -> None:
        found = titles.find("副主任中医师")

        assert found is not None
        assert found.code == "232"

    def test_finds_nothing_for_another_word(self) -> None:
        assert titles.find("院长") is None

"""Settings and title rules: every figure has its source, and a mistake is named with its line."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from bangfu.core.duty import settings, title_rules
from bangfu.core.programmes import DefinitionRefused
from bangfu.core.programmes.vocabulary import Form, Place
from bangfu.core.programmes.vocabulary_review import DutyException, Treatment
from bangfu.core.programmes.work import Duty, ExceptionTreatment
from bangfu.definitions import FOLDER

DAY = date(2025, 3, 17)
SETTINGS = (FOLDER / "duty/settings.toml").read_text(encoding="utf-8")
TITLES = (FOLDER / "duty/titles.toml").read_text(encoding="utf-8")


class TestSettings:
    def test_name_a_source_for_every_figure_and_no_other(self) -> None:
        named = set(re.findall(r'^source += "(\w+)"', SETTINGS, re.M))

        assert named == {source.code for source in settings.shipped().sources}

    def test_a_programme_has_its_own_way_with_an_exception(self) -> None:
        shipped = settings.shipped()
        own = Duty(
            treatments=(
                ExceptionTreatment(exception=DutyException.LEAVE, treatment=Treatment.COUNTED),
            ),
            break_after_days=30,
        )

        usual, differently = shipped.treatments(), shipped.treatments(own)

        assert usual.of(DutyException.LEAVE, "annual") is Treatment.EXCUSED
        assert differently.of(DutyException.LEAVE, "annual") is Treatment.COUNTED
        assert differently.of(DutyException.ABSENCE) is Treatment.ABSENT
        assert (shipped.break_after(), shipped.break_after(own)) == (15, 30)

    def test_a_kind_of_leave_may_be_reckoned_apart(self) -> None:
        begin, end = '[[leave]]\ncode      = "annual"', 'treatment = "excused"'
        before, after = SETTINGS.split(begin)
        text = before + begin + after.replace(end, 'treatment = "counted"', 1)

        found = settings.read(text).treatments()

        assert found.of(DutyException.LEAVE, "annual") is Treatment.COUNTED
        assert found.of(DutyException.LEAVE, "sick") is Treatment.EXCUSED


class TestTitleRules:
    def test_name_a_source_for_every_rule_and_no_other(self) -> None:
        named = set(re.findall(r'^source += "(\w+)"', TITLES, re.M))

        assert named == {source.code for source in title_rules.shipped().sources}

    def test_the_nearest_area_goes_first(self) -> None:
        shipped = title_rules.shipped()
        (nation,), (hunan,) = shipped.owed("37", DAY), shipped.owed("4301", DAY)

        assert (nation.each_stay_months, hunan.each_stay_months) == (None, 6)
        assert shipped.conversion("14", Form.PAIRING, DAY) is None
        assert shipped.conversion("1401", Form.PAIRING, DAY) is not None
        assert shipped.exemptions("37", DAY) == []


class TestMistakes:
    @pytest.mark.parametrize(
        ("read", "text", "place", "words"),
        [
            (
                settings.read,
                SETTINGS.replace('days   = "30"', 'days   = "0"'),
                "units[5].days",
                "30",
            ),
            (settings.read, SETTINGS.replace("= 248", '= "248"'), "working_year.days", "整数"),
            (
                settings.read,
                SETTINGS.replace(
                    'days   = 248\nsource = "working_time"', 'days   = 248\nsource = "x"'
                ),
                "working_year.source",
                "来源“x”不在 sources 中",
            ),
            (
                settings.read,
                SETTINGS.replace('unit   = "years"', 'unit   = "months"'),
                "units",
                "（months）须列一次，现列了2次",
            ),
            (
                settings.read,
                SETTINGS.replace('exception = "swap"', 'exception = "swop"'),
                "exceptions[5].exception",
                "swap",
            ),
            (
                title_rules.read,
                TITLES.replace("amount      = 1", "amount      = 0"),
                "areas[3].rules[1].amount",
                "大于 0",
            ),
            (
                title_rules.read,
                TITLES.replace('area = "43"', 'area = "14"'),
                "areas[4].area",
                "重复",
            ),
        ],
    )
    def test_are_named_with_their_line(
        self, read: Callable[[str], object], text: str, place: str, words: str
    ) -> None:
        with pytest.raises(DefinitionRefused) as refused:
            read(text)

        problem = next(one for one in refused.value.problems if one.place == place)
        assert words in problem.zh
        assert problem.line is not None
        assert problem.en


class TestEditionsOfTitleRules:
    """A place's rules change: on a day holds the edition of that day."""

    TEXT = """
[[sources]]
code = "place"
what = { zh = "某地规定", en = "a place's rules" }
why  = { zh = "示例", en = "an example" }

[[places]]
place        = "poor_county"
areas        = ["140123"]
valid_before = 2020-02-27
source       = "place"

[[areas]]
area         = "14"
valid_before = 2023-01-01
rules = [
    { kind = "service_before_title", title = "associate_senior", months = 6, source = "place" },
]

[[areas]]
area       = "14"
valid_from = 2023-01-01
rules = [
    { kind = "service_before_title", title = "associate_senior", months = 12, source = "place" },
]
"""

    @pytest.mark.parametrize(("on", "months"), [(date(2022, 12, 31), 6), (date(2023, 1, 1), 12)])
    def test_the_one_of_the_day_holds(self, on: date, months: int) -> None:
        (owed,) = title_rules.read(self.TEXT).owed("1401", on)

        assert owed.months == months

    def test_those_that_overlap_are_refused_with_their_place(self) -> None:
        text = self.TEXT.replace("valid_from = 2023-01-01", "valid_from = 2022-12-31")

        with pytest.raises(DefinitionRefused, match="有效期重叠"):
            title_rules.read(text)

    def test_a_county_is_listed_as_long_as_its_list_holds(self) -> None:
        rules = title_rules.read(self.TEXT)

        assert rules.listed("140123101", date(2019, 1, 1)) == {Place.POOR_COUNTY}
        assert rules.listed("140123", date(2020, 2, 27)) == frozenset()
        assert rules.listed("140121", date(2019, 1, 1)) == frozenset()

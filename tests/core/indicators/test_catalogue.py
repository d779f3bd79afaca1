"""The catalogue: every worked example is computed, and every entry says what it is."""

from pathlib import Path

import pytest

from bangfu.core.indicators import TABLES, Fact, Figures, Indicator, catalogue, indicator_of
from bangfu.core.indicators.catalogue import UnknownIndicator
from bangfu.core.indicators.engines import on_duckdb, open_duckdb, write_parquet
from bangfu.core.indicators.expressions import INSTITUTION
from bangfu.core.indicators.indicator import Combine

MONTH = 202503
STABLE = {
    "on_post_rate",
    "uncovered_post_days",
    "person_times",
    "service_days",
    "posted_doctors_per_10000",
    "techniques_done_alone",
    "referral_down_share",
    "target_attainment",
    "spot_check_findings",
    "findings_closed_in_time",
    "tasks_closed_in_time",
    "requests_answered_in_time",
    "needs_met",
    "in_county_share",
    "appraisal_spread",
}
"""Codes that score tables name; they never change."""


def example_facts(indicator: Indicator, *, number: int) -> list[Fact]:
    """The rows of an example, at an institution of their own."""
    facts = []
    for name, rows in indicator.example.given.items():
        table = TABLES[name]
        for row in rows:
            assert set(row) <= {*table.kinds, *table.amounts}, indicator.code
            facts.append(
                Fact(
                    table=name,
                    side="host",
                    institution=f"E{number:03d}",
                    area="370523",
                    programme="",
                    month=MONTH,
                    kinds=tuple(str(row.get(kind, "")) for kind in table.kinds),
                    amounts=tuple(int(row.get(amount, 0)) for amount in table.amounts),
                )
            )
    return facts


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    """What every indicator's example comes to, all in one run of the engine."""
    folder: Path = tmp_path_factory.mktemp("examples")
    every = list(catalogue().values())
    facts = [fact for n, one in enumerate(every) for fact in example_facts(one, number=n)]
    write_parquet(folder, facts)
    with open_duckdb(folder) as opened:
        rows = on_duckdb(opened, every, first=MONTH, last=MONTH)
    own = {f"E{n:03d}": one.code for n, one in enumerate(every)}
    return {
        code: Figures(above, below)
        for code, _side, level, place, _month, above, below in rows
        if level == INSTITUTION and own[place] == code
    }


class TestCatalogue:
    def test_has_the_indicators_asked_for(self) -> None:
        assert set(catalogue()) >= STABLE
        assert len([code for code in catalogue() if "." not in code]) >= 40

    @pytest.mark.parametrize("code", list(catalogue()))
    def test_every_worked_example_comes_to_what_it_says(
        self, computed: dict[str, Figures], code: str
    ) -> None:
        indicator = catalogue()[code]
        figures = computed[code]

        assert figures == Figures(indicator.example.numerator, indicator.example.denominator or 0)
        assert str(indicator.value(figures)) == indicator.example.value

    @pytest.mark.parametrize("one", list(catalogue().values()), ids=lambda one: one.code)
    def test_every_entry_says_itself_in_both_languages(self, one: Indicator) -> None:
        said = [one.title, one.meaning, one.source, one.numerator_title, one.example.words]
        said += [one.denominator_title] if one.denominator_title else []

        assert all(text.zh and text.en for text in said)
        assert (one.denominator is None) == (one.denominator_title is None)

    def test_an_unknown_code_is_refused_by_name(self) -> None:
        with pytest.raises(UnknownIndicator, match="nothing_such"):
            indicator_of("nothing_such")


class TestFigures:
    def test_a_rate_is_the_ratio_of_sums_not_the_mean_of_rates(self) -> None:
        rate = catalogue()["on_post_rate"]

        figures = rate.over([Figures(1, 1), Figures(0, 3)])

        assert str(rate.value(figures)) == "0.250"

    def test_nothing_to_divide_by_is_no_value(self) -> None:
        assert catalogue()["on_post_rate"].value(Figures(5, 0)) is None

    def test_of_a_stock_the_last_month_with_figures_counts(self) -> None:
        stock = catalogue()["people_on_post"]

        figures = stock.over([Figures(4), Figures(7), Figures()])

        assert stock.combine is Combine.LAST
        assert figures == Figures(7)

    def test_halves_are_rounded_up_once(self) -> None:
        rate = catalogue()["on_post_rate"]

        assert str(rate.value(Figures(1, 16))) == "0.063"


REPORTED = {
    "门急诊人次": "outpatient.visits",
    "管理出院人次": "inpatient.discharges",
    "手术台次": "operation.operations",
    "会诊": "consultation.times",
    "疑难病例讨论": "case_discussion.times",
    "教学查房": "teaching_round.times",
    "手术示教": "operation_teaching.operations",
    "教学培训人次": "training.people",
    "手术培训人次": "operation_teaching.people",
    "培训班期数": "training_class.sessions",
    "培训班人次": "training_class.people",
    "讲座次数": "lecture.times",
    "讲座人次": "lecture.people",
    "义诊次数": "free_clinic.times",
    "义诊人次": "free_clinic.people",
    "免费接收进修": "trainee.people",
    "建立制度": "rules_built.sets",
    "新技术": "technique.items",
    "新项目": "project.items",
    "特色专科": "specialty_built.specialties",
    "捐赠药品": "medicine.value",
    "捐赠设备": "equipment.value",
    "远程会诊": "teleconsultation.times",
    "上转人次": "referral_up.patients",
    "下转人次": "referral_down.patients",
}
"""The counters that every report on counterpart support has."""


@pytest.mark.parametrize("code", REPORTED.values(), ids=REPORTED.keys())
def test_what_everybody_reports_is_counted(code: str) -> None:
    assert code in catalogue()

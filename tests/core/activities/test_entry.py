"""What an entry may say: days, figures, units, and when a word of explanation is asked for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.activities import Entry, Surroundings, problems
from bangfu.core.programmes import shipped_kinds

TODAY = date(2026, 6, 15)
CLINIC = shipped_kinds()["free_clinic"]
MEDICINE = shipped_kinds()["medicine"]
WITHIN = Surroundings(
    today=TODAY, starts_on=date(2026, 1, 1), ends_before=date(2027, 1, 1), population=3000
)


def entry(**said: object) -> Entry:
    usual = {"on": date(2026, 6, 10), "figures": {"times": Decimal(1), "people": Decimal(80)}}
    return Entry(**{**usual, **said})  # type: ignore[arg-type]


def fields(found: Entry, within: Surroundings = WITHIN) -> list[str]:
    return [problem.field for problem in problems(found, CLINIC, within)]


class TestProblems:
    def test_are_none_of_an_ordinary_entry(self) -> None:
        assert fields(entry()) == []

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"on": TODAY + timedelta(days=1)}, "on"),
            ({"on": date(2025, 12, 31)}, "on"),
            ({"last_day": date(2026, 6, 1)}, "last_day"),
            ({"figures": {"times": Decimal(0), "people": Decimal(8)}}, "times"),
            ({"figures": {"times": Decimal(1), "people": Decimal(-8)}}, "people"),
            ({"figures": {"times": Decimal(1), "people": Decimal("8.5")}}, "people"),
            ({"figures": {"times": Decimal(1)}}, "people"),
            ({"figures": {"times": Decimal(1), "people": Decimal(10) ** 12}}, "people"),
            (
                {"figures": {"times": Decimal(1), "people": Decimal(8), "beds": Decimal(1)}},
                "beds",
            ),
            ({"details": {"colour": "red"}}, "colour"),
        ],
    )
    def test_name_the_field(self, said: dict[str, object], field: str) -> None:
        assert fields(entry(**said)) == [field]

    def test_lock_the_months_of_all_its_days(self) -> None:
        found = entry(on=date(2026, 5, 31), last_day=date(2026, 6, 2))
        locked = Surroundings(today=TODAY, locked=[date(2026, 5, 1)])

        (problem,) = problems(found, CLINIC, locked)

        assert problem.said.zh.startswith("2026年5月的台账已锁定")

    def test_lock_a_month_between_the_first_and_the_last_day(self) -> None:
        found = entry(on=date(2026, 3, 31), last_day=date(2026, 5, 2))

        assert fields(found, Surroundings(today=TODAY, locked=[date(2026, 4, 1)])) == ["on"]

    def test_name_the_locked_month_an_entry_would_leave_once(self) -> None:
        within = Surroundings(today=TODAY, locked=[date(2026, 5, 1)], stood_on=[date(2026, 5, 20)])

        assert fields(entry(figures={"times": Decimal(0), "people": Decimal(8)}), within) == [
            "on",
            "times",
        ]

    def test_ask_for_a_word_where_a_figure_is_unusual_and_take_it_with_one(self) -> None:
        many = entry(figures={"times": Decimal(1), "people": Decimal(10_000)})

        (problem,) = problems(many, CLINIC, WITHIN)

        assert problem.explainable
        assert "10,000人次" in problem.said.zh
        assert fields(entry(figures=many.figures, explained="全县集中活动")) == []

    def test_hold_people_against_the_population_served(self) -> None:
        village = Surroundings(today=TODAY, population=60)

        (problem,) = problems(entry(), CLINIC, village)

        assert "服务人口60人" in problem.said.zh

    def test_say_money_in_ten_thousands(self) -> None:
        dear = Entry(on=TODAY, figures={"value": Decimal(150_000_000)})

        (problem,) = problems(dear, MEDICINE, WITHIN)

        assert "15,000万元" in problem.said.zh

    @given(st.decimals(min_value=1, max_value=60, places=0), st.integers(0, 100))
    def test_do_not_depend_on_what_is_not_asked(self, people: Decimal, days: int) -> None:
        one = entry(
            on=TODAY - timedelta(days=days), figures={"times": Decimal(1), "people": people}
        )

        assert fields(one) == fields(
            Entry(on=one.on, figures=one.figures, note="附记", place="广场")
        )

    @given(st.decimals(min_value=2001, max_value=10**6, places=0))
    def test_take_any_figure_with_a_word_of_explanation(self, people: Decimal) -> None:
        figures = {"times": Decimal(1), "people": people}

        assert fields(entry(figures=figures)) == ["people"]
        assert fields(entry(figures=figures, explained="属实")) == []

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.core.duty.arbitrary import some_days

from bangfu.core.duty.days import (
    Days,
    DaysReversed,
    Half,
    HalfDay,
    merged,
    month_of,
    months_later,
    periods,
    week_of,
    whole_months,
    without,
)
from bangfu.core.programmes.vocabulary import Per


class TestHalfDay:
    @given(st.dates(), st.sampled_from(Half))
    def test_is_found_again_by_its_number(self, day: date, half: Half) -> None:
        there = HalfDay(day, half)

        assert HalfDay.of_slot(there.slot) == there

    def test_comes_in_the_order_of_time(self) -> None:
        monday = date(2025, 3, 17)
        morning, afternoon = HalfDay(monday), HalfDay(monday, Half.AFTERNOON)

        assert morning < afternoon < HalfDay(monday + timedelta(days=1))
        assert morning.slot + 1 == afternoon.slot


class TestDays:
    def test_refuse_an_end_before_the_beginning(self) -> None:
        with pytest.raises(DaysReversed, match="2025年3月16日早于起始日2025年3月17日"):
            Days(date(2025, 3, 17), date(2025, 3, 16))

    @given(some_days(), some_days())
    def test_hold_within_others_what_both_hold(self, days: Days, other: Days) -> None:
        assert set(days.within(other)) == set(days) & set(other)
        assert days.meets(other) == bool(set(days) & set(other))

    @given(st.lists(some_days(), max_size=6))
    def test_merge_into_the_same_days_apart(self, stretches: list[Days]) -> None:
        found = merged(stretches)

        assert {day for one in found for day in one} == {day for one in stretches for day in one}
        assert all(before.ends_before < after.starts_on for before, after in pairwise(found))

    @given(some_days(), st.lists(some_days(), max_size=6))
    def test_without_others_are_what_is_left(self, days: Days, taken: list[Days]) -> None:
        left = without(days, taken)

        assert [day for one in left for day in one] == [
            day for day in days if not any(day in one for one in taken)
        ]


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "months", "later"),
        [
            (date(2025, 3, 17), 6, date(2025, 9, 17)),
            (date(2025, 1, 31), 1, date(2025, 3, 1)),
            (date(2024, 2, 29), 12, date(2025, 3, 1)),
            (date(2024, 11, 30), 3, date(2025, 3, 1)),
            (date(2025, 12, 1), 1, date(2026, 1, 1)),
        ],
    )
    def test_go_by_the_calendar(self, day: date, months: int, later: date) -> None:
        assert months_later(day, months) == later

    @given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 60), st.integers(0, 27))
    @example(date(2025, 1, 31), 1, 0)
    def test_held_in_full_are_as_many_as_were_added(
        self, first: date, months: int, more: int
    ) -> None:
        until = months_later(first, months)

        assert whole_months(Days(first, until + timedelta(days=more))) == months
        if months:
            assert whole_months(Days(first, until - timedelta(days=1))) == months - 1


class TestPeriods:
    @pytest.mark.parametrize("per", [Per.WEEK, Per.MONTH])
    @given(days=some_days())
    def test_cover_every_day_once(self, per: Per, days: Days) -> None:
        found = list(periods(days, per))

        assert [day for one in found for day in one.within(days)] == list(days)
        assert all(before.ends_before == after.starts_on for before, after in pairwise(found))

    def test_are_weeks_from_monday_and_calendar_months(self) -> None:
        assert week_of(date(2025, 3, 23)) == Days(date(2025, 3, 17), date(2025, 3, 24))
        assert month_of(date(2024, 2, 29)) == Days(date(2024, 2, 1), date(2024, 3, 1))

    def test_are_of_no_other_length(self) -> None:
        with pytest.raises(ValueError, match="a quarter"):
            list(periods(month_of(date(2025, 1, 1)), Per.QUARTER))

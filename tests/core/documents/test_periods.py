"""Halves and years that reports are about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.documents.periods import PeriodUnknown, period_of, periods

codes = st.builds(
    lambda year, half: f"{year}{half}", st.integers(1950, 2150), st.sampled_from(["", "H1", "H2"])
)


@given(codes)
def test_a_code_names_its_period(code: str) -> None:
    assert period_of(code).code == code


@given(codes)
def test_periods_follow_without_a_gap(code: str) -> None:
    period = period_of(code)
    assert period.following.starts_on == period.ends_before
    assert period.following.is_year == period.is_year


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 1500), st.booleans())
def test_every_day_of_a_stretch_lies_in_one_period(first: date, days: int, years: bool) -> None:
    found = list(periods(first, first + timedelta(days), years=years))
    assert found == sorted(found, reverse=True)
    for day in (first, first + timedelta(days - 1)):
        assert sum(one.starts_on <= day < one.ends_before for one in found) == 1


def test_a_running_period_is_judged_today_and_a_past_one_on_its_last_day() -> None:
    assert period_of("2026H1").judged_on(date(2026, 3, 1)) == date(2026, 3, 1)
    assert period_of("2026H1").judged_on(date(2027, 3, 1)) == date(2026, 6, 30)


@pytest.mark.parametrize("code", ["", "26H1", "2026H3", "2026Q1", "二〇二六", "２０２６"])
def test_other_codes_name_none(code: str) -> None:
    with pytest.raises(PeriodUnknown):
        period_of(code)

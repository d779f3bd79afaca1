"""Periods and days agree in both directions."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.planner import Horizon

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


class TestHorizon:
    @given(st.sampled_from(("months", "weeks", "days")), DAYS, DAYS)
    def test_every_day_lies_in_its_period(self, unit: str, opening: date, day: date) -> None:
        horizon = Horizon(unit=unit, starts_on=opening, count=12)  # type: ignore[arg-type]

        period = horizon.period_of(day)

        assert horizon.starts_of(period) <= day < horizon.starts_of(period + 1)

    @given(st.sampled_from(("months", "weeks", "days")), DAYS, DAYS)
    def test_the_first_period_from_a_day_begins_no_earlier(
        self, unit: str, opening: date, day: date
    ) -> None:
        horizon = Horizon(unit=unit, starts_on=opening, count=12)  # type: ignore[arg-type]

        period = horizon.first_from(day)

        assert horizon.starts_of(period - 1) < day <= horizon.starts_of(period)

    def test_months_from_the_31st_begin_on_the_last_day_of_short_months(self) -> None:
        horizon = Horizon(unit="months", starts_on=date(2025, 1, 31), count=3)

        assert horizon.days(1, 2) == (date(2025, 2, 28), date(2025, 3, 31))

    def test_a_year_of_days_ends_before_new_year(self) -> None:
        horizon = Horizon(unit="days", starts_on=date(2009, 1, 1), count=365)

        assert horizon.days(0, 365)[1] == date(2010, 1, 1)
        assert horizon.starts_of(364) + timedelta(days=1) == date(2010, 1, 1)

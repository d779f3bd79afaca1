from datetime import date

import pytest
from hypothesis import given
from tests.core.duty.arbitrary import some_days

from bangfu.core.duty import working_days
from bangfu.core.duty.days import Days, month_of, year_of
from bangfu.core.duty.working_days import NotAnAnnouncement, weekends_only

CALENDAR = working_days.shipped()


class TestShippedCalendar:
    def test_knows_the_week_of_national_day(self) -> None:
        """In 2025 it joined Mid-Autumn: 1 to 8 October free, 28 September and 11 October worked."""
        free = [day for day in month_of(date(2025, 10, 1)) if CALENDAR.is_public_holiday(day)]

        assert free == list(Days(date(2025, 10, 1), date(2025, 10, 9)))
        assert CALENDAR.is_worked(date(2025, 9, 28))  # a Sunday
        assert CALENDAR.is_worked(date(2025, 10, 11))  # a Saturday
        assert not CALENDAR.is_worked(date(2025, 10, 12))

    def test_knows_a_working_day_shifted_into_the_year_before(self) -> None:
        assert CALENDAR.is_worked(date(2011, 12, 31))  # a Saturday, for New Year 2012

    @pytest.mark.parametrize(("year", "days"), [(2009, 250), (2019, 250), (2025, 248)])
    def test_counts_the_working_days_of_a_year(self, year: int, days: int) -> None:
        """250 by the rules until 2024, 248 since two holidays were added."""
        assert int(CALENDAR.worked(year_of(date(year, 1, 1))).sum()) == days

    @given(some_days())
    def test_says_of_many_days_what_it_says_of_each(self, days: Days) -> None:
        assert CALENDAR.worked(days).tolist() == [CALENDAR.is_worked(day) for day in days]
        assert CALENDAR.free_of_holiday(days).tolist() == [
            not CALENDAR.is_public_holiday(day) for day in days
        ]


class TestYearNotAnnounced:
    def test_goes_by_weekends_and_says_so(self) -> None:
        unknown = max(CALENDAR.years) + 1
        january = month_of(date(unknown, 1, 1))

        found = CALENDAR.provisional(january)

        assert found is not None
        assert f"{unknown}年" in found.zh
        assert "周一至周五" in found.zh
        assert str(unknown) in found.en
        assert CALENDAR.worked(january).tolist() == weekends_only().worked(january).tolist()

    def test_reaches_back_into_the_last_week_of_the_year_before(self) -> None:
        year = max(CALENDAR.years)

        assert CALENDAR.provisional(Days(date(year, 12, 1), date(year, 12, 25))) is None
        assert CALENDAR.provisional(Days(date(year, 12, 1), date(year, 12, 31))) is not None

    def test_is_no_matter_for_years_that_are_known(self) -> None:
        assert CALENDAR.provisional(Days(date(2004, 1, 1), date(2025, 12, 31))) is None
        assert CALENDAR.provisional(Days(date(2025, 1, 1), date(2025, 1, 1))) is None

    def test_is_known_once_it_is_entered(self) -> None:
        unknown = max(CALENDAR.years) + 1
        holiday = Days(date(unknown, 1, 1), date(unknown, 1, 4))

        known = CALENDAR.announced(unknown, holidays=[holiday], shifted=[date(unknown, 1, 10)])

        assert known.provisional(month_of(date(unknown, 1, 1))) is None
        assert not any(known.is_worked(day) for day in holiday)
        assert known.is_worked(date(unknown, 1, 10))
        assert known.is_public_holiday(date(2025, 10, 1))
        assert not CALENDAR.is_public_holiday(date(unknown, 1, 1))

    def test_is_not_entered_with_days_of_another(self) -> None:
        with pytest.raises(NotAnAnnouncement, match="2029年1月1日不能列入2028年"):
            CALENDAR.announced(
                2028, holidays=[Days(date(2028, 12, 30), date(2029, 1, 2))], shifted=[]
            )

    def test_is_not_entered_with_a_working_day_of_another(self) -> None:
        with pytest.raises(NotAnAnnouncement, match="2027年5月8日不能列入2028年"):
            CALENDAR.announced(2028, holidays=[], shifted=[date(2027, 5, 8)])

    def test_is_not_entered_with_a_day_both_worked_and_free(self) -> None:
        day = date(2028, 5, 1)

        with pytest.raises(NotAnAnnouncement, match="2028年5月1日"):
            CALENDAR.announced(2028, holidays=[Days(day, date(2028, 5, 3))], shifted=[day])

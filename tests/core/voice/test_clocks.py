"""Terms against calendars written by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.working_days import WorkCalendar
from bangfu.core.programmes import review
from bangfu.core.programmes.words import Text
from bangfu.core.voice import settings
from bangfu.core.voice.settings import last_day

HOLIDAYS = frozenset(date(2025, 10, day) for day in range(1, 9))
SHIFTED = frozenset({date(2025, 9, 28), date(2025, 10, 11)})
AUTUMN = WorkCalendar(holidays=HOLIDAYS, shifted=SHIFTED, years=frozenset({2025}))
PLAIN = WorkCalendar(holidays=frozenset(), shifted=frozenset(), years=frozenset({2025}))


class TestLastDay:
    def test_leaves_out_a_weekend(self) -> None:
        assert last_day(date(2025, 3, 13), 2, PLAIN) == date(2025, 3, 17)

    def test_leaves_out_holidays_and_counts_shifted_saturdays(self) -> None:
        assert last_day(date(2025, 9, 30), 3, AUTUMN) == date(2025, 10, 11)

    def test_counts_a_shifted_sunday(self) -> None:
        assert last_day(date(2025, 9, 26), 1, AUTUMN) == date(2025, 9, 28)

    @given(day=st.dates(date(2025, 1, 1), date(2025, 12, 1)), days=st.integers(1, 15))
    def test_ends_on_a_worked_day_with_so_many_worked_days_behind(
        self, day: date, days: int
    ) -> None:
        end = last_day(day, days, AUTUMN)
        between = [day + timedelta(step) for step in range(1, (end - day).days + 1)]

        assert AUTUMN.is_worked(end)
        assert sum(AUTUMN.is_worked(one) for one in between) == days


class TestTerms:
    def test_a_programme_says_its_own(self) -> None:
        voice = review.Voice(
            title=Text(zh="需求"), channels=(), answer_working_days=3, return_working_days=1
        )

        assert settings.terms_of(voice).answer == 3
        assert settings.terms_of(voice).hand_back == 1

    def test_without_one_the_measures_hold(self) -> None:
        found = settings.terms_of(None)

        assert (found.answer, found.joint_answer, found.extension, found.hand_back) == (
            5,
            10,
            10,
            2,
        )

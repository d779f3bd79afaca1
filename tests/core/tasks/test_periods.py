"""The calendar of a ledger: periods tile a term without a gap, reports fall due within theirs."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from bangfu.core.duty.days import Days
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks.periods import (
    CYCLE_OF,
    CYCLES,
    cycle_of,
    due_of,
    next_unanswered,
    occurrences,
    period_before,
    period_of,
)

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
recurring = st.sampled_from(list(CYCLE_OF))


class TestPeriods:
    @given(days, st.sampled_from(CYCLES))
    def test_hold_their_day_and_meet_the_one_before(self, day: date, per: Per) -> None:
        period, before = period_of(day, per), period_before(day, per)

        assert day in period
        assert before.ends_before == period.starts_on
        assert all(period_of(edge, per) == period for edge in (period.starts_on, period.last_day))

    def test_are_halves_and_quarters_of_the_year(self) -> None:
        assert period_of(date(2015, 7, 10), Per.HALF_YEAR) == Days(
            date(2015, 7, 1), date(2016, 1, 1)
        )
        assert period_before(date(2015, 7, 10), Per.HALF_YEAR) == Days(
            date(2015, 1, 1), date(2015, 7, 1)
        )
        assert period_of(date(2025, 12, 31), Per.QUARTER).starts_on == date(2025, 10, 1)

    def test_take_what_is_no_stretch_of_the_calendar_by_the_year(self) -> None:
        assert {cycle_of(per) for per in (Per.TERM, Per.BATCH, Per.ALWAYS)} == {Per.YEAR}
        assert cycle_of(Per.QUARTER) is Per.QUARTER


class TestOccurrences:
    @given(recurring, days, st.integers(1, 900))
    def test_tile_the_term(self, repeat: Repeat, starts_on: date, length: int) -> None:
        ends_before = starts_on + timedelta(length)

        found = list(
            occurrences(repeat, starts_on=starts_on, ends_before=ends_before, until=ends_before)
        )

        assert found[0].starts_on == starts_on
        assert found[-1].ends_before == ends_before
        assert all(a.ends_before == b.starts_on for a, b in pairwise(found))
        assert sum(map(len, found)) == length

    @given(recurring, days, st.integers(0, 900))
    def test_begin_no_later_than_today(self, repeat: Repeat, starts_on: date, passed: int) -> None:
        today = starts_on + timedelta(passed)

        found = list(occurrences(repeat, starts_on=starts_on, ends_before=None, until=today))

        assert today in found[-1]

    @given(recurring, days, st.integers(1, 900), st.none() | days)
    def test_fall_due_within_themselves(
        self, repeat: Repeat, starts_on: date, length: int, anchor: date | None
    ) -> None:
        ends_before = starts_on + timedelta(length)

        for period in occurrences(
            repeat, starts_on=starts_on, ends_before=ends_before, until=ends_before
        ):
            assert due_of(period, repeat, anchor) in period

    @given(days, st.integers(2001, 2090))
    def test_of_a_year_fall_due_on_the_same_day(self, anchor: date, year: int) -> None:
        assume((anchor.month, anchor.day) != (2, 29))

        due = due_of(Days(date(year, 1, 1), date(year + 1, 1, 1)), Repeat.YEARLY, anchor)

        assert due == anchor.replace(year=year)

    def test_of_a_quarter_keep_the_day_where_the_month_has_it(self) -> None:
        quarter = Days(date(2025, 1, 1), date(2025, 4, 1))

        assert due_of(quarter, Repeat.QUARTERLY, date(2024, 5, 31)) == date(2025, 2, 28)

    @given(recurring, days, st.integers(1, 900), st.data())
    def test_are_answered_one_after_the_other(
        self, repeat: Repeat, starts_on: date, length: int, data: st.DataObject
    ) -> None:
        ends_before, answered = starts_on + timedelta(length), set()
        term = {"starts_on": starts_on, "ends_before": ends_before}
        every = list(occurrences(repeat, **term, until=ends_before))
        while period := next_unanswered(repeat, **term, answered=answered, on=starts_on):
            assert period == every[len(answered)]
            answered.add(period.starts_on)
        assert len(answered) == len(every)

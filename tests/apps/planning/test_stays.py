"""Stays in calendar months and weeks, from the term's first day to its last."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.apps.planning.stays import Lengths, allowed, lengths_of
from bangfu.core import planner
from bangfu.core.programmes import dispatch as said
from bangfu.core.programmes import quota_rules as q
from bangfu.core.programmes.vocabulary import Form
from bangfu.core.programmes.words import Text

YEAR = planner.Horizon(unit="days", starts_on=date(2009, 1, 1), count=365)
WHOLE_YEAR = planner.Span(start=0, end=365)


def posts(stint: said.Stint | None = None) -> said.Posts:
    return said.Posts(code="p", title=Text(zh="岗位"), form=Form.ROTATING, stint=stint)


def dispatch(*rules: q.QuotaRule) -> said.Dispatch:
    return said.Dispatch(forms=(Form.ROTATING,), rules=rules)


class TestLengthsOf:
    @pytest.mark.parametrize(
        ("stint", "lengths"),
        [
            (said.Stint(whole_term=True), None),
            (said.Stint(months=(6, 3)), Lengths("months", (3, 6))),
            (said.Stint(weeks=(2,)), Lengths("weeks", (2,))),
        ],
    )
    def test_are_those_of_the_posts(self, stint: said.Stint, lengths: Lengths | None) -> None:
        assert lengths_of(dispatch(q.MinimumStay(months=12)), posts(stint)) == lengths

    def test_are_at_least_the_minimum_stay_where_the_posts_say_nothing(self) -> None:
        found = lengths_of(dispatch(q.MinimumStay(days=180), q.MinimumStay(months=3)), posts())

        assert found == Lengths("months", (6,), or_longer=True)

    def test_are_not_limited_where_nothing_is_said(self) -> None:
        assert lengths_of(dispatch(), posts()) is None


class TestAllowed:
    def test_begin_and_end_with_calendar_months(self) -> None:
        found = allowed(Lengths("months", (2, 6)), YEAR, WHOLE_YEAR) or ()
        days = [YEAR.days(stay.start, stay.end) for stay in found]

        assert (date(2009, 1, 1), date(2009, 3, 1)) in days
        assert (date(2009, 2, 1), date(2009, 8, 1)) in days
        assert (date(2009, 1, 1), date(2009, 4, 1)) not in days

    def test_may_have_any_length_in_between_where_they_end_with_the_term(self) -> None:
        found = allowed(Lengths("months", (2, 6)), YEAR, WHOLE_YEAR) or ()

        ending = {YEAR.starts_of(stay.start).month for stay in found if stay.end == 365}
        assert ending == {7, 8, 9, 10, 11}

    def test_count_weeks_where_stays_are_stated_in_weeks(self) -> None:
        found = allowed(Lengths("weeks", (4,)), YEAR, planner.Span(start=0, end=56)) or ()

        assert planner.Span(start=7, end=35) in found
        assert all(stay.end - stay.start == 28 for stay in found)

    @given(
        begin=st.dates(date(2000, 1, 1), date(2030, 12, 31)),
        count=st.integers(30, 800),
        shortest=st.integers(1, 6),
        more=st.integers(0, 6),
    )
    def test_leave_no_day_that_no_stay_covers(
        self, begin: date, count: int, shortest: int, more: int
    ) -> None:
        horizon = planner.Horizon(unit="days", starts_on=begin, count=count)
        lengths = Lengths("months", tuple(range(shortest, shortest + more + 1)))

        found = allowed(lengths, horizon, planner.Span(start=0, end=count)) or ()

        covered = {day for stay in found for day in range(stay.start, stay.end)}
        assert not found or covered == set(range(count))

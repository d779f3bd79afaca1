"""Where a target stands: whole numbers, rates, ceilings, and nothing before its time."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.days import Days
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.work import Target
from bangfu.core.targets import (
    UNKNOWN,
    Bound,
    Sense,
    Standing,
    State,
    Sum,
    bound_of,
    judge,
    total,
)

YEAR = Days(date(2026, 1, 1), date(2027, 1, 1))
MIDDLE = date(2026, 6, 30)
TALKS = Bound(sense=Sense.AT_LEAST, amount=Fraction(10), unit=Unit.TIMES)


def stands(bound: Bound, done: Sum, due: float | None = 0.5, *, on: date = MIDDLE) -> Standing:
    return judge(bound, done, share_due=due, window=YEAR, last_day=YEAR.last_day, on=on)


def done(amount: float) -> Sum:
    return Sum(Fraction(str(amount)))


class TestJudge:
    @pytest.mark.parametrize(
        ("amount", "state"),
        [(0, State.BEHIND), (4, State.BEHIND), (5, State.ON_COURSE), (10, State.REACHED)],
    )
    def test_holds_what_was_done_against_what_is_due(self, amount: int, state: State) -> None:
        assert stands(TALKS, done(amount)).state is state

    @pytest.mark.parametrize(
        ("amount", "state"),
        [(30, State.BEHIND), (70, State.ON_COURSE), (71, State.REACHED), (73, State.EXCEEDED)],
    )
    def test_more_than_exactly_so_many_is_neither_done_nor_a_lag(
        self, amount: int, state: State
    ) -> None:
        posts = Bound(sense=Sense.EXACTLY, amount=Fraction(71), unit=Unit.PEOPLE)

        early, late = stands(posts, done(amount)), stands(posts, done(amount), 1.0)

        assert early.state is state
        assert late.state is (state if amount > 70 else State.BEHIND)
        assert early.state.lags is (amount < 35)

    @pytest.mark.parametrize("amount", [0, 3])
    def test_a_part_of_nothing_is_never_behind(self, amount: int) -> None:
        found = stands(TALKS.of(Fraction(0)), done(amount), 1.0)

        assert found.state is State.REACHED
        assert found.behind == 0

    def test_nobody_owes_half_a_free_clinic(self) -> None:
        one = TALKS.of(Fraction(1))

        assert stands(one, done(0), 0.99).state is State.ON_COURSE
        assert stands(one, done(0), 1.0).state is State.BEHIND

    def test_money_is_due_to_the_cent(self) -> None:
        value = Bound(sense=Sense.AT_LEAST, amount=Fraction(6000), unit=Unit.YUAN)

        found = stands(value, done(2999.5))

        assert (found.state, found.due) == (State.BEHIND, 3000)

    def test_after_the_last_day_it_is_missed(self) -> None:
        assert stands(TALKS, done(9), 1.0, on=YEAR.last_day).state is State.MISSED

    @given(st.integers(0, 20), st.integers(1, 400))
    def test_nothing_is_judged_before_it_begins(self, amount: int, before: int) -> None:
        on = YEAR.starts_on - timedelta(days=before)

        found = stands(TALKS, done(amount), 0.0, on=on)

        assert not found.state.is_judged
        assert found.behind == 0

    def test_without_a_figure_nothing_is_said(self) -> None:
        assert stands(TALKS, UNKNOWN).state is State.UNKNOWN

    @given(st.integers(0, 30), st.integers(0, 30), st.floats(0, 1))
    def test_more_done_is_never_further_behind(self, less: int, more: int, due: float) -> None:
        less, more = sorted((less, more))

        assert stands(TALKS, done(more), due).behind <= stands(TALKS, done(less), due).behind


class TestWhatHoldsThroughout:
    def test_a_zero_is_kept_to_or_not(self) -> None:
        zero = bound_of(Target(indicator="uncovered_days", exactly=0), shipped_kinds())

        assert stands(zero, done(0), None).state is State.HELD
        broken = stands(zero, done(3), None)
        assert (broken.state, broken.behind) == (State.BROKEN, 1)

    def test_a_ceiling_may_be_stayed_below(self) -> None:
        ceiling = bound_of(Target(indicator="lecture.times", at_most=3), shipped_kinds())

        assert [stands(ceiling, done(n), None).state for n in (0, 3, 4)] == [
            State.HELD,
            State.HELD,
            State.BROKEN,
        ]

    def test_a_rate_is_two_sums_divided_last(self) -> None:
        rate = bound_of(Target(indicator="on_post_rate", at_least=0.9), shipped_kinds())
        small, large = Sum(Fraction(1), Fraction(2)), Sum(Fraction(98), Fraction(98))

        assert stands(rate, small, None).state is State.BROKEN
        assert stands(rate, total([small, large]), None).state is State.HELD


class TestTotal:
    @given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99))), st.integers(0, 9))
    def test_a_sum_of_sums_is_the_sum(self, pairs: list[tuple[int, int]], cut: int) -> None:
        parts = [Sum(Fraction(a), Fraction(b)) for a, b in pairs]

        assert total(parts) == total([total(parts[:cut]), total(parts[cut:])])

    def test_what_is_unknown_adds_nothing(self) -> None:
        assert total([UNKNOWN, done(3)]).value == 3
        assert total([UNKNOWN, UNKNOWN]).value is None

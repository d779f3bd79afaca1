"""Sharing out: parts make the whole exactly, fall short visibly, or are a reserve."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.targets import (
    Bound,
    NotDivisible,
    NotShared,
    PartsExceed,
    Sense,
    Sum,
    balanced,
    evenly,
    in_proportion,
    total,
)


def of(amount: int, unit: Unit = Unit.TIMES, sense: Sense = Sense.AT_LEAST) -> Bound:
    return Bound(sense=sense, amount=Fraction(amount), unit=unit)


amounts = st.integers(0, 100_000)
units = st.sampled_from([Unit.TIMES, Unit.YUAN])
weights = st.dictionaries(st.integers(0, 99), st.integers(0, 5000).map(Fraction), min_size=1)


class TestProposals:
    @given(amounts, units, weights)
    def test_make_the_whole_exactly(self, amount: int, unit: Unit, by: dict[int, Fraction]) -> None:
        bound = of(amount, unit)

        parts = in_proportion(bound, by)

        balance = balanced(bound, list(parts.values()))
        assert parts.keys() == by.keys()
        assert balance.remainder == balance.reserve == 0

    @given(amounts, weights)
    def test_give_more_to_whoever_weighs_more(self, amount: int, by: dict[int, Fraction]) -> None:
        parts = in_proportion(of(amount), by)

        ordered = sorted(by, key=lambda name: by[name])
        for lighter, heavier in pairwise(ordered):
            if by[lighter] < by[heavier]:
                assert parts[lighter] <= parts[heavier] + 1

    def test_even_parts_differ_by_one_at_most(self) -> None:
        assert evenly(of(10), ["a", "b", "c"]) == {"a": 4, "b": 3, "c": 3}

    def test_nobody_gets_nothing(self) -> None:
        assert evenly(of(10), []) == {}


class TestBalanced:
    def test_less_is_a_remainder_and_more_a_reserve(self) -> None:
        short, over = balanced(of(10), [Fraction(6)]), balanced(of(10), [Fraction(6), Fraction(7)])

        assert (short.remainder, short.reserve) == (4, 0)
        assert (over.remainder, over.reserve) == (0, 3)

    @pytest.mark.parametrize("sense", [Sense.EXACTLY, Sense.AT_MOST])
    def test_what_must_not_be_passed_has_no_reserve(self, sense: Sense) -> None:
        with pytest.raises(PartsExceed, match="不能加码"):
            balanced(of(71, Unit.PEOPLE, sense), [Fraction(40), Fraction(32)])

    @pytest.mark.parametrize("part", [Fraction(-1), Fraction(1, 2)])
    def test_refuses_half_a_free_clinic(self, part: Fraction) -> None:
        with pytest.raises(NotDivisible, match="分解数"):
            balanced(of(3), [part])

    def test_refuses_to_share_a_rate(self) -> None:
        rate = Bound(sense=Sense.AT_LEAST, amount=Fraction(9, 10), unit=Unit.PERCENT, rate=True)

        with pytest.raises(NotShared, match="比率"):
            balanced(rate, [Fraction(1)])


class TestAddingUp:
    @given(amounts, weights, st.data())
    def test_progress_of_the_parts_is_progress_of_the_whole(
        self, amount: int, by: dict[int, Fraction], data: st.DataObject
    ) -> None:
        parts = in_proportion(of(amount), by)
        done = {name: Sum(Fraction(data.draw(st.integers(0, 500)))) for name in parts}

        whole = total(done.values())

        if amount:
            shares = sum(
                (done[name].done / part) * (part / amount) for name, part in parts.items() if part
            )
            unasked = sum(done[name].done for name, part in parts.items() if not part)
            assert whole.done / amount == shares + Fraction(unasked) / amount

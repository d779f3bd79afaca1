"""Figures as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.activities import NotAnAmount, WrongUnit, amount_of
from bangfu.core.programmes.vocabulary import Unit


@pytest.mark.parametrize(
    ("typed", "unit", "amount"),
    [
        ("32", Unit.PERSON_TIMES, 32),
        ("３２人次", Unit.PERSON_TIMES, 32),
        ("1,340", Unit.PERSON_TIMES, 1340),
        ("1，340", Unit.PERSON_TIMES, 1340),
        ("1.5万", Unit.YUAN, 15000),
        ("15 万元", Unit.YUAN, 150000),
        ("6000.50元", Unit.YUAN, Decimal("6000.50")),
        ("-3", Unit.TIMES, -3),
    ],
)
def test_are_read_in_the_measures_own_unit(typed: str, unit: Unit, amount: object) -> None:
    assert amount_of(typed, unit) == amount


@pytest.mark.parametrize("typed", ["", "三十", "1.2.3", "约30", "1e5", "NaN", "∞"])
def test_are_refused_where_they_are_none(typed: str) -> None:
    with pytest.raises((NotAnAmount, WrongUnit)):
        amount_of(typed, Unit.TIMES)


@pytest.mark.parametrize(
    ("typed", "unit"), [("30台次", Unit.PERSON_TIMES), ("6000人", Unit.YUAN), ("5元", Unit.TIMES)]
)
def test_in_another_unit_are_refused_with_the_right_one(typed: str, unit: Unit) -> None:
    with pytest.raises(WrongUnit, match=unit.zh):
        amount_of(typed, unit)


@given(st.integers(0, 10**9))
def test_come_back_as_they_are_written(figure: int) -> None:
    assert amount_of(f"{figure:,}人次", Unit.PERSON_TIMES) == figure

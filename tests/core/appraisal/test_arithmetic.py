"""Exact in between, stated once: rounding, canonical texts, parts of a total."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.appraisal.arithmetic import (
    AmountOutOfReach,
    apportioned,
    canonical,
    exact,
    rounded,
)

FRACTIONS = st.fractions(-10_000, 10_000, max_denominator=5_000)


@given(st.decimals(-10_000, 10_000, places=5), st.integers(0, 4))
def test_rounds_half_up_as_decimals_do(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

    assert rounded(Fraction(value), places) == expected


@given(st.lists(FRACTIONS, min_size=1, max_size=12), st.integers(0, 3))
def test_parts_add_up_and_none_is_off_by_a_whole_unit(parts: list[Fraction], places: int) -> None:
    total = rounded(sum(parts, Fraction(0)), places)

    stated = apportioned(parts, total, places)

    assert sum(stated) == total
    unit = Fraction(1, 10**places)
    assert all(abs(Fraction(told) - part) < unit for told, part in zip(stated, parts, strict=True))


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_an_amount_has_one_text(amount: Decimal, zeros: int) -> None:
    longer = Decimal(f"{amount:f}" + "0" * zeros)

    assert canonical(longer) == canonical(amount)
    assert Decimal(canonical(amount)) == amount
    assert "E" not in canonical(amount)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "1E+99", "1E-99", "-1E+16"])
def test_refuses_what_nothing_is_counted_with(amount: str) -> None:
    with pytest.raises(AmountOutOfReach, match="不能作为数值"):
        exact(Decimal(amount))

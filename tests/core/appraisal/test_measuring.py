"""Figures of indicators become figures of inputs without a rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest

from bangfu.core.appraisal.measuring import measured
from bangfu.core.indicators import Figures, catalogue


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_the_worked_example_of_every_indicator_comes_to_the_same(code: str) -> None:
    indicator = catalogue()[code]
    figures = Figures(indicator.example.numerator, indicator.example.denominator or 0)

    found = measured(indicator, figures, figures)

    told = indicator.value(figures)
    assert found.now is not None
    assert told is not None
    assert abs(found.now - Fraction(told)) <= Fraction(1, 2 * 10 ** -int(told.as_tuple().exponent))
    assert found.last == found.now


def test_a_rate_of_nothing_is_no_figure_and_a_count_of_nothing_is_zero() -> None:
    rate, count = catalogue()["on_post_rate"], catalogue()["lecture.times"]

    assert measured(rate, Figures(0, 0)).now is None
    assert measured(count, Figures(0, 0)).now == 0
    assert measured(count, None).now is None
    assert measured(rate, Figures(75, 80)).numerator == Decimal(75)

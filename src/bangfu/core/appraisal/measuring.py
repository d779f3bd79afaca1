"""The figures of an indicator as the figure of an input."""

from decimal import Decimal

from bangfu.core.indicators import Figures, Indicator

from .subjects import Measured


def measured(
    indicator: Indicator,
    now: Figures | None,
    before: Figures | None = None,
    *,
    sources: tuple[str, ...] = (),
) -> Measured:
    """What an indicator came to in a stretch, and in the one before; ``None`` where nobody counted.

    A ratio keeps its two sums, so that peers can be pooled and nothing is rounded. Of a stretch
    without a denominator there is no figure; a count of 0 is one.
    """
    value, numerator, denominator = _amounts(indicator, now)
    last_value, last_numerator, last_denominator = _amounts(indicator, before)
    return Measured(
        value=value,
        numerator=numerator,
        denominator=denominator,
        last_value=last_value,
        last_numerator=last_numerator,
        last_denominator=last_denominator,
        sources=sources,
    )


def _amounts(
    indicator: Indicator, figures: Figures | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, or numerator and denominator."""
    if figures is None:
        return None, None, None
    numerator = Decimal(figures.numerator * indicator.per)
    if indicator.denominator is not None:
        return None, numerator, Decimal(figures.denominator * indicator.whole)
    if indicator.whole == 1:
        return Decimal(figures.numerator), None, None
    return None, Decimal(figures.numerator), Decimal(indicator.whole)

"""Points are exact fractions until they are stated; then rounded half up, once.

What a person reads, types or compares is a ``Decimal`` with a fixed number of places. Between two
such figures nothing is rounded: shares and means are ``Fraction``.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from bangfu.core.refusal import Refusal

MOST_DIGITS = 15
"""Digits before the point, and as many after it: nothing that is counted here needs more."""

_EITHER = {"zh": "一个数（可为负数）", "en": "a number, which may be negative"}
Signed = (
    Annotated[int, Meta(ge=-(10**12), le=10**12, extra=_EITHER)]
    | Annotated[float, Meta(ge=-1e12, le=1e12, extra=_EITHER)]
)


class AmountOutOfReach(Refusal):
    """A figure is no number, or has more digits than anything that is counted here."""

    def __init__(self, amount: Decimal) -> None:
        shown = str(amount)[:40]
        super().__init__(
            zh=f"“{shown}”不能作为数值：整数和小数部分各不超过{MOST_DIGITS}位，请核对。",
            en=f'"{shown}" cannot be counted with: at most {MOST_DIGITS} digits before and after '
            "the point; please check it.",
        )


def exact(number: Decimal | float) -> Fraction:
    """A written number as an exact fraction: 0.1 is a tenth, not the nearest binary.

    Raises ``AmountOutOfReach``, also for what is no number.

    >>> exact(0.1), exact(Decimal("2.50"))
    (Fraction(1, 10), Fraction(5, 2))
    """
    if isinstance(number, Decimal) and not number.is_finite():
        raise AmountOutOfReach(number)
    return _exact(number)


@lru_cache(maxsize=65_536)
def _exact(number: Decimal | float) -> Fraction:
    written = number if isinstance(number, Decimal) else Decimal(str(number))
    exponent = written.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DIGITS or written.adjusted() > MOST_DIGITS:
        raise AmountOutOfReach(written)
    return Fraction(written)


def rounded(value: Fraction, places: int) -> Decimal:
    """A value stated with so many places, half up: away from zero in the middle.

    >>> rounded(Fraction(5, 8), 2), rounded(Fraction(-5, 8), 2), rounded(Fraction(2), 1)
    (Decimal('0.63'), Decimal('-0.63'), Decimal('2.0'))
    """
    scale = 10**places
    size = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return Decimal(size if value >= 0 else -size).scaleb(-places)


def canonical(amount: Decimal) -> str:
    """The one text of an amount: no exponent, no zeros at the end, no negative zero.

    >>> canonical(Decimal("4.50")), canonical(Decimal("1E+3")), canonical(Decimal("-0.0"))
    ('4.5', '1000', '0')
    """
    text = format(amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def told(value: Fraction) -> str:
    """A value for a sentence: at most four places, marked where that is not all of it.

    >>> told(Fraction(1, 2)), told(Fraction(1, 3)), told(Fraction(52))
    ('0.5', '≈0.3333', '52')
    """
    shown = rounded(value, 4)
    return canonical(shown) if Fraction(shown) == value else f"≈{canonical(shown)}"


def apportioned(parts: Sequence[Fraction], total: Decimal, places: int) -> tuple[Decimal, ...]:
    """Parts stated so that they add up to the total that was rounded once.

    ``total`` is the sum of ``parts`` rounded to ``places``. Each part is off by less than one unit
    of the last place; what is left over goes to the largest remainders, the first of equal ones.

    >>> apportioned([Fraction(61145, 1000), Fraction(27375, 1000)], Decimal("88.52"), 2)
    (Decimal('61.15'), Decimal('27.37'))
    """
    scale = 10**places
    floors = [part.numerator * scale // part.denominator for part in parts]
    left = int(total.scaleb(places)) - sum(floors)
    by_remainder = sorted(
        range(len(parts)), key=lambda place: (floors[place] - parts[place] * scale, place)
    )
    for place in by_remainder[:left]:
        floors[place] += 1
    return tuple(Decimal(units).scaleb(-places) for units in floors)

"""Amounts with their unit, in the reader's language."""

from decimal import Decimal

from django.utils.translation import get_language

from bangfu.core.programmes import wording
from bangfu.core.programmes.vocabulary import Unit


def amount_in_words(amount: Decimal, unit: Unit) -> str:
    """An amount as an official writes it; of a percentage so many of a hundred.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(amount_in_words(Decimal("15000.00"), Unit.YUAN))
    1.5万元
    >>> with override("zh-hans"): print(amount_in_words(Decimal(1340), Unit.PERSON_TIMES))
    1,340人次
    """
    if unit is Unit.PERCENT:
        return f"{plain_amount(amount)}%"
    return wording.amount(float(amount), unit).in_language(get_language() or "")


def plain_amount(amount: Decimal) -> str:
    """Grouped digits without a tail of zeros: 1,340 and 1.5."""
    written = f"{amount:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written

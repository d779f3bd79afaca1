"""Amounts with their unit, in the reader's language."""

from decimal import Decimal

from bangfu.core.programmes.vocabulary import Unit
from bangfu.web.wording import in_english

TEN_THOUSAND = Decimal(10_000)


def amount_in_words(amount: Decimal, unit: Unit) -> str:
    """An amount as an official writes it; money from ten thousand yuan on in 万元.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(amount_in_words(Decimal("15000.00"), Unit.YUAN))
    1.5万元
    >>> with override("zh-hans"): print(amount_in_words(Decimal(1340), Unit.PERSON_TIMES))
    1,340人次
    """
    if in_english():
        name = unit.en
        return (
            f"{plain_amount(amount)}{name}"
            if name == "%"
            else f"{plain_amount(amount)} {name}".rstrip()
        )
    if unit is Unit.YUAN and amount >= TEN_THOUSAND:
        return f"{plain_amount(amount / TEN_THOUSAND)}万元"
    return f"{plain_amount(amount)}{unit.zh}"


def plain_amount(amount: Decimal) -> str:
    """Grouped digits without a tail of zeros: 1,340 and 1.5."""
    written = f"{amount:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written

"""Figures as people type them: with a unit behind, in 万, with full-width digits."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.refusal import Refusal

TEN_THOUSAND = Decimal(10_000)
_TYPED = re.compile(r"^(?P<figure>[-+]?[0-9][0-9,，]*(?:\.[0-9]+)?)\s*(?P<ten>万)?\s*(?P<unit>.*)$")


class NotAnAmount(Refusal):
    """What was typed is no figure."""


class WrongUnit(Refusal):
    """The figure carries a unit in which the measure is not counted."""


def amount_of(typed: str, unit: Unit) -> Decimal:
    """The amount somebody typed, in the measure's own unit.

    Raises ``NotAnAmount`` or ``WrongUnit``; what is negative or zero is judged with the entry.

    >>> amount_of("1.5万元", Unit.YUAN)
    Decimal('15000.0')
    >>> amount_of("３２", Unit.PERSON_TIMES)
    Decimal('32')
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    found = _TYPED.match(plain)
    if found is None:
        raise NotAnAmount(
            zh=f"“{typed.strip()[:20]}”不是数字，请填写阿拉伯数字。",
            en=f'"{typed.strip()[:20]}" is no figure; write digits.',
        )
    if found["unit"] and found["unit"] not in (unit.zh, unit.en, unit.value):
        raise WrongUnit(
            zh=f"“{found['unit'][:10]}”与本项单位不符，本项按“{unit.zh}”计，请换算后填写。",
            en=f'"{found["unit"][:10]}" is another unit; this is counted in '
            f"{unit.en or unit.value}.",
        )
    try:
        figure = Decimal(found["figure"].replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits only decimals
        raise NotAnAmount(zh="请填写阿拉伯数字。", en="Write digits.") from None
    return figure * TEN_THOUSAND if found["ten"] else figure

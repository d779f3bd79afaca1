"""A figure that a unit reports: a number, or the two sums of a rate; what cannot be is refused."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bangfu.core.refusal import Refusal

from .rules.base import Meaning


class AboveWhole(Refusal):
    """Of a rate, the part is at most the whole, and the whole is more than nothing."""


class NotANumberOf(Refusal):
    """A count is whole and not below nought; a yes or no is 1 or 0."""


class Kept(Protocol):
    """Anything that keeps a reported figure."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Either ``value``, or for a rate ``numerator`` and ``denominator``."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @classmethod
    def of(cls, kept: Kept) -> "Reported":
        """The figure of a kept row."""
        return cls(value=kept.value, numerator=kept.numerator, denominator=kept.denominator)


def require_sound(figure: Reported, meaning: Meaning) -> None:
    """Refuse a figure that its input cannot have: ``AboveWhole`` or ``NotANumberOf``.

    >>> from bangfu.core.programmes.words import Text
    >>> rate = Meaning(code="said", title=Text(zh="满意率", en="rate"), rate=True)
    >>> require_sound(Reported(numerator=Decimal(94), denominator=Decimal(100)), rate)
    """
    title = meaning.title
    if meaning.rate:
        above, below = figure.numerator, figure.denominator
        if above is None or below is None or not 0 <= above <= below or below == 0:
            raise AboveWhole(
                zh=f"“{title.zh}”请填两个数：符合的不超过总数，总数大于0。",
                en=f'"{title.en}" takes two numbers: those that meet it, of a whole above nought.',
            )
        if above % 1 or below % 1:
            raise NotANumberOf(
                zh=f"“{title.zh}”按人（件）数计，请填整数。",
                en=f'"{title.en}" counts people or cases: whole numbers.',
            )
        return
    value = figure.value
    if value is None or value < 0 or (value % 1 and meaning.unit.zh != "分"):
        raise NotANumberOf(
            zh=f"“{title.zh}”请填不小于0的整数。",
            en=f'"{title.en}" is a whole number, nought or more.',
        )
    if meaning.yes_no and value not in (0, 1):
        raise NotANumberOf(zh=f"“{title.zh}”请选“是”或“否”。", en=f'"{title.en}" is a yes or a no.')

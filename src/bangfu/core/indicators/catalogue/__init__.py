"""The catalogue of indicators, in the order of their themes; it is read once."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bangfu.core.indicators.indicator import Indicator, Theme
from bangfu.core.refusal import Refusal

from . import capacity, outcome, places, presence, referral, supervision, work

__all__ = ["UnknownIndicator", "catalogue", "indicator_of"]


class UnknownIndicator(Refusal):
    """No indicator has that code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            zh=f"没有代码为“{code}”的指标；请在指标目录中查找。",
            en=f"There is no indicator “{code}”; look it up in the catalogue.",
        )


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Every indicator by its code."""
    entries = [
        *outcome.INDICATORS,
        *presence.INDICATORS,
        *places.INDICATORS,
        *referral.INDICATORS,
        *capacity.INDICATORS,
        *supervision.INDICATORS,
        *work.INDICATORS,
        *work.counters(),
    ]
    order = {theme: place for place, theme in enumerate(Theme)}
    entries.sort(key=lambda one: order[one.theme])
    return MappingProxyType({one.code: one for one in entries})


def indicator_of(code: str) -> Indicator:
    """The indicator of a code; raises ``UnknownIndicator``."""
    try:
        return catalogue()[code]
    except KeyError:
        raise UnknownIndicator(code) from None

"""A target shared out: parts against the whole, and ways to propose them.

Parts may stay short of the whole: an office shares out step by step, and a proposal refused would
be kept in a spreadsheet instead. What is missing stands as a visible remainder, and the whole is
still judged against the whole. More than the whole is a reserve (加码), which is said. Only where
a figure is to be met exactly, or is a ceiling, may the parts not exceed it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeVar

from bangfu.core.programmes.wording import amount as said
from bangfu.core.refusal import Refusal

from .bounds import Bound, Sense

Name = TypeVar("Name")
CENT = Fraction(1, 100)


class PartsExceed(Refusal):
    """Parts of an exact figure or a ceiling make more than the whole."""


class NotDivisible(Refusal):
    """A part is not a whole number, or is negative."""


class NotShared(Refusal):
    """A rate, or what each institution bears by itself, is not shared out."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Parts held against their whole; at most one of ``remainder`` and ``reserve`` is not 0."""

    whole: Fraction
    shared: Fraction

    @property
    def remainder(self) -> Fraction:
        """What nobody bears yet."""
        return max(Fraction(0), self.whole - self.shared)

    @property
    def reserve(self) -> Fraction:
        """What the parts make above the whole."""
        return max(Fraction(0), self.shared - self.whole)


def balanced(bound: Bound, parts: Sequence[Fraction]) -> Balance:
    """The parts against the whole; raises ``NotShared``, ``NotDivisible`` or ``PartsExceed``."""
    if bound.rate:
        raise NotShared(
            zh="比率类目标各单位执行同一标准，不作分解。",
            en="A rate holds for every institution alike; it is not shared out.",
        )
    for part in parts:
        if part < 0 or (bound.in_whole_numbers and part.denominator != 1):
            figure = said(float(part), bound.unit)
            whole = "整" if bound.in_whole_numbers else ""
            raise NotDivisible(
                zh=f"分解数{figure.zh}不对：须为不小于0的{whole}数。",
                en=f"The part {figure.en} is no {'whole ' if whole else ''}number of 0 or more.",
            )
    balance = Balance(bound.amount, sum(parts, Fraction(0)))
    if balance.reserve and bound.sense is not Sense.AT_LEAST:
        asked, shared = (said(float(x), bound.unit) for x in (balance.whole, balance.shared))
        raise PartsExceed(
            zh=f"分解数合计{shared.zh}，超过目标{asked.zh}；该目标要求“{bound.sense.zh}”，不能加码，请调减。",
            en=f"The parts make {shared.en}, more than the target of {asked.en}; it is asked "
            f'"{bound.sense.en}", so there is no reserve. Reduce them.',
        )
    return balance


def evenly(bound: Bound, names: Sequence[Name]) -> dict[Name, Fraction]:
    """The whole in equal parts."""
    return in_proportion(bound, dict.fromkeys(names, Fraction(1)))


def in_proportion(bound: Bound, weights: Mapping[Name, Fraction]) -> dict[Name, Fraction]:
    """The whole by weights, such as beds or last year's figures; the parts make it exactly.

    What does not divide goes one by one to those who lost most by rounding, the first named first.
    Without any weight the parts are equal.
    """
    if not weights:
        return {}
    given = dict(weights) if sum(weights.values()) else dict.fromkeys(weights, Fraction(1))
    step = Fraction(1) if bound.in_whole_numbers else CENT
    steps = floor(bound.amount / step)
    total = sum(given.values())
    wanted = {name: steps * weight / total for name, weight in given.items()}
    parts = {name: floor(share) for name, share in wanted.items()}
    left = steps - sum(parts.values())
    names = sorted(wanted, key=lambda name: parts[name] - wanted[name])
    for name in names[:left]:
        parts[name] += 1
    found = {name: part * step for name, part in parts.items()}
    odd = bound.amount - sum(found.values(), Fraction(0))
    found[names[0]] += odd
    return found

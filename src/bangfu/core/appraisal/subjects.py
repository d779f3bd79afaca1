"""Who is scored, and what is known of each: figures, typed judgements, changes, past results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from .arithmetic import exact

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figure of one input. A rate brings its two sums, which are divided last.

    ``last_*`` is the same of the period before; ``sources`` are opaque references to the rows
    behind the figure. A rate is a share (0.95), never a figure of percent (95).
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    last_value: Decimal | None = None
    last_numerator: Decimal | None = None
    last_denominator: Decimal | None = None
    sources: tuple[str, ...] = ()

    @property
    def now(self) -> Fraction | None:
        """The figure of this period; ``None`` where there is none, or nothing to divide by."""
        return _value(self.value, self.numerator, self.denominator)

    @property
    def last(self) -> Fraction | None:
        """The figure of the period before."""
        return _value(self.last_value, self.last_numerator, self.last_denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Points that a person gave to a judged item: the reason, and what it rests on."""

    points: Decimal
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a review level made of an item: its points there, and why."""

    level: str
    item: str
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One that is scored.

    ``key`` is unique in the round. ``group`` says whose peers it belongs to. ``declared`` are items
    that somebody declared not applicable, each with the reason; ``facts`` the veto facts that are
    established, each with its reason; ``closed`` the review levels that have finished.
    ``last_grade`` and ``last_star`` are codes of the last rating.
    """

    key: str
    group: str = ""
    measured: Mapping[str, Measured] = field(default_factory=lambda: _NOTHING)
    typed: Mapping[str, Typed] = field(default_factory=lambda: _NOTHING)
    declared: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    facts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    changes: tuple[Change, ...] = ()
    closed: tuple[str, ...] = ()
    last_grade: str | None = None
    last_star: str | None = None


def _value(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Fraction | None:
    if value is not None:
        return exact(value)
    if numerator is None or not denominator:
        return None
    return exact(numerator) / exact(denominator)

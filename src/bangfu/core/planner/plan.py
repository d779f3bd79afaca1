"""A plan, what it claims, and what the checker finds in it."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from .problem import Duty

Status = Literal["optimal", "feasible", "infeasible"]
"""``optimal``: proven best; ``feasible``: every rule holds, better plans are not excluded;
``infeasible``: some rule is broken in this plan (``proven`` in the result says if it must be)."""


class Sentence(Struct, frozen=True):
    """One sentence for the reader, in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in a language code such as ``zh-hans`` or ``en``; Chinese by default."""
        return self.en if language.startswith("en") else self.zh


class Level(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One goal of a plan: what it reached and the most that any plan could.

    ``goal`` is ``rules`` (units by which rules with a minimum fall short, negative), ``coverage
    1`` to ``coverage 9`` (post-periods by priority), ``stability`` (periods and duties kept),
    ``quality`` (points) or ``fairness`` (burden, negative). More is better in each.
    """

    goal: str
    value: int
    bound: int


class Claims(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plan's maker says it reaches; ``verify`` counts again."""

    covered: int
    required: int
    quality: int
    bound: int
    gap: float
    status: Status
    levels: tuple[Level, ...] = ()


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who serves where and when. Duties are ordered by post, start and person."""

    version: Literal[1] = 1
    duties: tuple[Duty, ...] = ()
    claims: Claims | None = None


class Violation(Sentence, frozen=True, kw_only=True):
    """A rule that a plan breaks, and where.

    ``short``: the plan has too little of something, so that further duties might mend it.
    """

    rule: str
    short: bool = False
    duty: Duty | None = None
    post: str | None = None


class Contradiction(Sentence, frozen=True, kw_only=True):
    """What no plan can satisfy; ``place`` is a JSON path such as ``$.posts[3].term``."""

    code: str
    place: str


def gap(levels: tuple[Level, ...]) -> float:
    """Relative distance to the bound of the first goal not proven; 0 where all are.

    ``(bound - value) / max(1, |bound|)``.

    >>> gap((Level(goal="quality", value=90, bound=100),))
    0.1
    """
    for level in levels:
        if level.bound > level.value:
            return (level.bound - level.value) / max(1, abs(level.bound))
    return 0.0


def claims_of(levels: tuple[Level, ...], *, covered: int, required: int, status: Status) -> Claims:
    """What a plan of these levels says it reaches."""
    quality = next(level for level in levels if level.goal == "quality")
    return Claims(
        covered=covered,
        required=required,
        quality=quality.value,
        bound=quality.bound,
        gap=gap(levels),
        status=status,
        levels=levels,
    )


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Duties by post, start and person, so that equal plans are equal files."""
    return tuple(sorted(duties, key=lambda duty: (duty.post, duty.start, duty.end, duty.person)))

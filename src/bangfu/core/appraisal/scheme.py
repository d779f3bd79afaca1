"""A score table: blocks, groups, items with their rules, vetoes, grades, stars, review levels.

It states; ``scoring`` reckons. Points are those of the table; with weights a block's points are
first made a share of its base. Every ``source`` names one of ``sources``.
"""

from fractions import Fraction
from functools import cached_property
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.definition import Edition
from bangfu.core.programmes.sources import Source
from bangfu.core.programmes.words import Amount, Code, Count, Section, Share, Text

from .arithmetic import exact
from .reviewers import Reviewer
from .rules import AnyRule, Judgement, Meaning, PeerMean, PerUnitDeduction
from .vocabulary import Filling, Kind, Ladder, Part, Sort, Ties, Within

Places = Annotated[
    int, Meta(ge=0, le=4, extra={"zh": "0 至 4 的小数位数", "en": "a number of places, 0 to 4"})
]


class Absent(Section, frozen=True, kw_only=True):
    """What becomes of an item that does not apply.

    ``within`` is for rescaling; ``peers_at_least`` for the peers' mean. With ``declared_only`` only
    a person can say that the item does not apply: without a figure it waits, and so does the sheet.
    """

    how: Filling = Filling.RESCALE
    within: Within = Within.BLOCK
    peers_at_least: Count = 1
    declared_only: bool = False
    source: Code | None = None


class Total(Section, frozen=True, kw_only=True):
    """The whole: full points, what they are converted to, and how figures are stated.

    An item's points are rounded half up to ``item_places``, the total once to ``places``; nothing
    in between is.
    """

    base: Amount
    converted_to: Amount | None = None
    may_exceed: bool = False
    item_places: Places = 2
    places: Places = 2
    source: Code | None = None


class Block(Section, frozen=True, kw_only=True):
    """A part of the table.

    ``base`` is its full points: those of its scored items and what it ``starts_with``. A block with
    base 0 holds bonuses or deductions only and goes into the total as it is. Either every other
    block has a ``weight``, or none has. ``daily`` states what the items looked at day by day have
    together.
    """

    code: Code
    title: Text
    base: Amount = 0
    starts_with: Amount = 0
    weight: Share | None = None
    daily: Amount | None = None
    bonus_at_most: Amount | None = None
    deduction_at_most: Amount | None = None
    may_exceed: bool = False
    source: Code | None = None


class Group(Section, frozen=True, kw_only=True):
    """Items of a block under one heading, with their points together."""

    code: Code
    title: Text
    block: Code
    points: Amount | None = None
    bonus_at_most: Amount | None = None
    deduction_at_most: Amount | None = None
    source: Code | None = None


class Item(Section, frozen=True, kw_only=True, dict=True):
    """One row of the table: its points and its rule.

    ``points`` are full points, the cap of a bonus, or the most a deduction takes off.
    """

    code: Code
    title: Text
    block: Code
    group: Code | None = None
    sort: Sort = Sort.SCORED
    part: Part = Part.WHOLE
    points: Amount
    rule: AnyRule
    absent: Absent | None = None
    note: Text | None = None
    source: Code | None = None

    @cached_property
    def highest(self) -> Fraction:
        """The most points it may have."""
        return Fraction(0) if self.sort is Sort.DEDUCTION else exact(self.points)

    @cached_property
    def lowest(self) -> Fraction:
        """The fewest points it may have."""
        if self.sort is Sort.DEDUCTION:
            return -exact(self.points)
        return exact(self.rule.floor) if isinstance(self.rule, PerUnitDeduction) else Fraction(0)


class Gate(Section, frozen=True, kw_only=True):
    """A band asks so many points of a block or of an item, beside the total."""

    block: Code | None = None
    item: Code | None = None
    at_least: Amount
    source: Code | None = None


class Band(Section, frozen=True, kw_only=True):
    """A grade or a star: the total it begins at, and what else it asks.

    ``below`` is where it ends, the next better band's beginning if not said. Of a quota the smaller
    of share and count holds; a share is rounded down.
    """

    code: Code
    title: Text
    from_score: Amount
    below: Amount | None = None
    share_at_most: Annotated[
        int | float | None,
        Meta(extra={"zh": "0 至 1 之间的数（0.3 即 30%）", "en": "a number from 0 to 1"}),
    ] = None
    count_at_most: Count | None = None
    gates: tuple[Gate, ...] = ()
    source: Code | None = None


class Veto(Section, frozen=True, kw_only=True):
    """A named fact that sets a result (``sets``) or holds it down (``at_most``)."""

    fact: Code
    title: Text
    ladder: Ladder = Ladder.GRADES
    sets: Code | None = None
    at_most: Code | None = None
    source: Code | None = None


class Ranking(Section, frozen=True, kw_only=True):
    """Who comes first where a quota is short: by total, then by ``tie_breakers`` (blocks, items).

    ``ties`` says what happens to those still equal where the quota ends among them; with
    ``per_group`` each group of peers has its own quota.
    """

    tie_breakers: tuple[Code, ...] = ()
    ties: Ties = Ties.BELOW
    per_group: bool = False
    source: Code | None = None


class Climb(Section, frozen=True, kw_only=True):
    """No level is skipped: against the last rating a result rises by ``steps`` at most.

    ``first`` is the best band for somebody never rated before; without it such a one is refused.
    """

    ladder: Ladder
    steps: Count = 1
    first: Code | None = None
    source: Code | None = None


class Level(Section, frozen=True, kw_only=True):
    """One level of review, lowest first: ``by`` names the office, ``reviewer`` its side."""

    code: Code
    title: Text
    by: Text | None = None
    reviewer: Reviewer | None = None
    source: Code | None = None


class Term(Section, frozen=True, kw_only=True):
    """A term in working days, counted from the day after."""

    working_days: Annotated[
        int, Meta(ge=1, le=250, extra={"zh": "1 至 250 个工作日", "en": "1 to 250 working days"})
    ]
    source: Code | None = None


class Scheme(Section, frozen=True, kw_only=True, dict=True):
    """One edition of one score table.

    ``objections`` is the least time that announced results are open to objections; without it the
    office chooses, and the settings of the installation suggest.
    """

    code: Code
    edition: Edition
    title: Text
    kind: Kind
    sources: tuple[Source, ...] = ()
    total: Total
    blocks: Annotated[tuple[Block, ...], Meta(min_length=1)]
    groups: tuple[Group, ...] = ()
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    absent: Absent = Absent()
    inputs: tuple[Meaning, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Band, ...] = ()
    stars: tuple[Band, ...] = ()
    ranking: Ranking = Ranking()
    climbs: tuple[Climb, ...] = ()
    levels: Annotated[tuple[Level, ...], Meta(min_length=1)]
    objections: Term | None = None

    @cached_property
    def by_item(self) -> dict[str, Item]:
        """Items by code."""
        return {item.code: item for item in self.items}

    @cached_property
    def level_codes(self) -> tuple[str, ...]:
        """The chain of review levels, lowest first."""
        return tuple(level.code for level in self.levels)

    @cached_property
    def needs(self) -> frozenset[str]:
        """Codes of every input that some item reads."""
        return frozenset(code for item in self.items for code in item.rule.needs)

    @cached_property
    def facts(self) -> frozenset[str]:
        """Codes of every fact that some veto names."""
        return frozenset(veto.fact for veto in self.vetoes)

    @cached_property
    def full(self) -> Fraction:
        """Full points as the result states them, after conversion."""
        converted = self.total.converted_to
        return exact(self.total.base if converted is None else converted)

    @cached_property
    def looks_at_peers(self) -> bool:
        """Whether a sheet depends on the other subjects of the round, beside quotas."""
        return any(
            isinstance(item.rule, PeerMean) or self.absent_for(item).how is Filling.PEER_MEAN
            for item in self.items
        )

    def absent_for(self, item: Item) -> Absent:
        """What becomes of an item that does not apply."""
        return item.absent or self.absent

    def bands(self, ladder: Ladder) -> tuple[Band, ...]:
        """The bands of a ladder, best first."""
        return self.grades if ladder is Ladder.GRADES else self.stars

    def judged_at(self, item: Item) -> str | None:
        """The level at which a judged item is typed; ``None`` for what is computed."""
        if not isinstance(item.rule, Judgement):
            return None
        return item.rule.level or self.levels[0].code

"""From the points of items to blocks and the total: dropped items, caps, weights, conversion.

Everything is exact until the total is rounded; what a sheet shows of blocks is stated so that it
adds up: a block's adjustment is the difference of stated figures, and contributions are the total,
apportioned. Points of dropped items are shared out among the scored points that remain of their
group, block or table, so that full points stay within reach; bonuses and deductions are not
rescaled. A group or block of which nothing remains hands its points on to what is around it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .arithmetic import apportioned, exact, rounded
from .results import BlockLine
from .scheme import Block, Group, Item, Scheme
from .vocabulary import Sort, Within

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Assembled:
    """Blocks and total of one sheet; ``total`` is ``None`` where nothing applies."""

    blocks: tuple[BlockLine, ...]
    capped: Decimal
    total: Decimal | None


@dataclass(slots=True)
class _Pot:
    """Scored points of some items: what was reached, of how much, and how much was dropped."""

    reached: Fraction = _ZERO
    full: Fraction = _ZERO
    dropped: dict[Within, Fraction] = field(default_factory=dict)

    def drop(self, within: Within, points: Fraction) -> None:
        self.dropped[within] = self.dropped.get(within, _ZERO) + points

    def settle(self, within: Within, beyond: Within) -> None:
        """Share dropped points out among what remains; where nothing does, hand them on."""
        points = self.dropped.pop(within, _ZERO)
        if not points:
            return
        if self.full:
            self.reached *= (self.full + points) / self.full
            self.full += points
        else:
            self.drop(beyond, points)

    def add(self, other: "_Pot") -> None:
        self.reached += other.reached
        self.full += other.full
        for within, points in other.dropped.items():
            self.drop(within, points)


@dataclass(slots=True)
class _Extras:
    """Bonuses and deductions, both positive; ``unlimited`` is what they were before caps."""

    bonus: Fraction = _ZERO
    deduction: Fraction = _ZERO
    unlimited: Fraction = _ZERO

    def add(self, points: Fraction) -> None:
        self.unlimited += points
        if points > 0:
            self.bonus += points
        else:
            self.deduction -= points

    def take(self, other: "_Extras") -> None:
        self.bonus += other.bonus
        self.deduction += other.deduction
        self.unlimited += other.unlimited

    def limited(self, by: Block | Group) -> "_Extras":
        return _Extras(
            _at_most(self.bonus, by.bonus_at_most),
            _at_most(self.deduction, by.deduction_at_most),
            self.unlimited,
        )


@dataclass(frozen=True, slots=True)
class _BlockSum:
    """A block's exact points: ``scored`` can be rescaled with the table, ``extra`` cannot."""

    scored: Fraction
    extra: Fraction
    full: Fraction
    items: Decimal
    capped: Fraction

    @property
    def points(self) -> Fraction:
        return self.scored + self.extra


class Assembler:
    """Puts sheets of one table together."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._rows: dict[str, list[tuple[Group | None, list[Item]]]] = {}
        groups = {group.code: group for group in scheme.groups}
        for block in scheme.blocks:
            items = [item for item in scheme.items if item.block == block.code]
            named = dict.fromkeys(item.group for item in items)
            self._rows[block.code] = [
                (groups[code] if code else None, [item for item in items if item.group == code])
                for code in named
            ]
        self._factors = {block.code: self._factor(block) for block in scheme.blocks}
        self._convert = scheme.full / exact(scheme.total.base)

    def _factor(self, block: Block) -> Fraction:
        """What one point of a block is worth in the table's points."""
        if block.weight is None or not block.base:
            return Fraction(1)
        return exact(block.weight) * exact(self._scheme.total.base) / exact(block.base)

    def assemble(
        self, points: Mapping[str, Decimal | None], dropped: Mapping[str, Within]
    ) -> Assembled:
        """One sheet.

        ``points`` are those of every item that counts; ``dropped`` says where the points of the
        others are shared out. An item of which neither says anything adds nothing.
        """
        blocks = self._scheme.blocks
        sums = [self._block(block, points, dropped) for block in blocks]
        factors = [self._factors[block.code] for block in blocks]
        full = sum((s.full * f for s, f in zip(sums, factors, strict=True)), _ZERO)
        if not full:
            return Assembled((), Decimal(0), None)
        rescale = exact(self._scheme.total.base) / full
        parts = [
            (s.scored * rescale + s.extra) * factor * self._convert
            for s, factor in zip(sums, factors, strict=True)
        ]
        gathered = sum(parts, _ZERO)
        kept = max(_ZERO, gathered)
        if not self._scheme.total.may_exceed:
            kept = min(kept, self._scheme.full)
        places = self._scheme.total.places
        total = rounded(kept, places)
        *contributions, capped = apportioned([*parts, kept - gathered], total, places)
        lines = tuple(
            self._line(block, found, contribution)
            for block, found, contribution in zip(blocks, sums, contributions, strict=True)
        )
        return Assembled(lines, capped, total)

    def _block(
        self, block: Block, points: Mapping[str, Decimal | None], dropped: Mapping[str, Within]
    ) -> _BlockSum:
        starts = exact(block.starts_with)
        # Stated points are decimals of few places, so adding them is exact and quick.
        pot, extras, items = _Pot(starts, starts), _Extras(), Decimal(0)
        for group, members in self._rows[block.code]:
            inside, beside, reached = _Pot(), _Extras(), Decimal(0)
            for item in members:
                given = points.get(item.code)
                if given is not None:
                    items += given
                if item.sort is not Sort.SCORED:
                    beside.add(Fraction(given or 0))
                elif given is not None:
                    reached += given
                    inside.full += item.highest
                elif item.code in dropped:
                    inside.drop(dropped[item.code], item.highest)
            inside.reached = Fraction(reached)
            inside.settle(Within.GROUP, Within.BLOCK)
            pot.add(inside)
            extras.take(beside.limited(group) if group else beside)
        pot.settle(Within.BLOCK, Within.TOTAL)
        extra = self._bounded(block, pot, extras.limited(block))
        return _BlockSum(pot.reached, extra, pot.full, items, extra - extras.unlimited)

    def _bounded(self, block: Block, pot: _Pot, extras: "_Extras") -> Fraction:
        """Bonuses and deductions within the bounds of the block: from 0 to its full points."""
        extra = extras.bonus - extras.deduction
        if not block.base:
            return extra
        extra = max(extra, -pot.reached)
        return extra if block.may_exceed else min(extra, pot.full - pot.reached)

    def _line(self, block: Block, found: _BlockSum, contribution: Decimal) -> BlockLine:
        places = self._scheme.total.item_places
        starts = rounded(exact(block.starts_with), places)
        points, capped = rounded(found.points, places), rounded(found.capped, places)
        return BlockLine(
            code=block.code,
            starts_with=starts,
            items=found.items,
            rescaled=points - starts - found.items - capped,
            capped=capped,
            points=points,
            contribution=contribution,
        )


def _at_most(points: Fraction, limit: float | None) -> Fraction:
    return points if limit is None else min(points, exact(limit))

"""The right-hand side of every case, added up block by block in exact whole numbers."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from bangfu.core.planner.certificate import Leaf, PartProof
from bangfu.core.planner.problem import FULL_TIME, Burden

from .cases import unfolded
from .charges import Charges, matching
from .paths import Timetable
from .sides import Sides
from .stays import Block, Enumeration

MOST_CELLS = 4_000_000
"""Cases times stays worked on at once."""

SAFE = 2**62
"""Sums whose size stays below this are kept in 64 bits; others in Python's own whole numbers."""


class PartBound:
    """One part's cases with their sums T so far; complete once every block was added."""

    def __init__(self, over: Enumeration, sides: Sides, proof: PartProof, offset: int) -> None:
        """``offset``: what the goal ``rules`` is below the sum of the stays' values."""
        self.over, self.tree = over, unfolded(proof.proof)
        self.totals = [
            case.leaf.weights.get("rules", 0) * offset + self._held(sides, case.leaf)
            for case in self.tree.cases
        ]
        for number, case in enumerate(self.tree.cases):
            for (split, more), price in zip(case.turns, case.leaf.branches, strict=True):
                self.totals[number] += price * (self.tree.splits[split].at + more)
        self._cutting = [
            [(cut.divisor, cut.price, _combined(sides, cut.rows)) for cut in case.leaf.cuts]
            for case in self.tree.cases
        ]
        for number, cuts in enumerate(self._cutting):
            self.totals[number] += sum(price * (side // by) for by, price, side in cuts)
        burden = over.problem.burden or Burden()
        self._heaviest = max(FULL_TIME, burden.full_time, burden.visiting)
        self._made: dict[tuple[int, bool], tuple[Charges, list[Charges]]] = {}

    @staticmethod
    def _held(sides: Sides, leaf: Leaf) -> int:
        """What the capacities themselves are worth at the prices."""
        return _combined(sides, leaf.prices)

    def add(self, block: Block, times: Timetable) -> None:
        """Add what the block's posts can gain at most, in every case."""
        marked = [matching(split.on, self.over, block) for split in self.tree.splits]
        seats = [self.over.problem.posts[post].headcount for post in block.posts.tolist()]
        cells = max(1, len(block), len(block.posts) * (times.periods + 1))
        together = max(1, MOST_CELLS // cells)
        for first in range(0, len(self.tree.cases), together):
            numbers = range(first, min(first + together, len(self.tree.cases)))
            worths = [self._worth(number, block, marked) for number in numbers]
            for best, cases in _by_kind(worths, numbers, times):
                for case, gains in zip(cases, best.tolist(), strict=True):
                    self.totals[case] += sum(
                        seat * gain for seat, gain in zip(seats, gains, strict=True)
                    )

    def _worth(self, number: int, block: Block, marked: list[Any]) -> Any:
        """What each stay is worth in a case: weighted goals less prices, shape (n,)."""
        case = self.tree.cases[number]
        large = self._reach(number, block) * (self.over.problem.horizon.count + 1) >= SAFE
        whole: type = object if large else np.int64
        worth: Any = np.zeros(len(block), dtype=whole)
        for goal, weight in case.leaf.weights.items():
            if weight:
                worth = worth + block.value[goal].astype(whole) * weight
        prices, cuts = self._charges(number, large)
        worth = worth - prices.of(block)
        for charges, cut in zip(cuts, case.leaf.cuts, strict=True):
            worth = worth - charges.of(block) // cut.divisor * cut.price
        for (split, _), price in zip(case.turns, case.leaf.branches, strict=True):
            worth[marked[split]] -= price
        return worth

    def _charges(self, number: int, large: bool) -> tuple[Charges, list[Charges]]:
        key = number, large
        if key not in self._made:
            leaf = self.tree.cases[number].leaf
            self._made[key] = (
                Charges(self.over, leaf.prices, large=large),
                [Charges(self.over, cut.rows, large=large) for cut in leaf.cuts],
            )
        return self._made[key]

    def _reach(self, number: int, block: Block) -> int:
        """No stay's worth, nor any sum on the way to it, is larger than this."""
        leaf = self.tree.cases[number].leaf
        values = sum(
            weight * int(np.abs(block.value[goal]).max(initial=0))
            for goal, weight in leaf.weights.items()
        )
        prices = sum(abs(price.price) for price in leaf.prices)
        # Before dividing, a cut's sum stands alone; both its sum and its charge must fit.
        cuts = sum(
            max(cut.price, cut.divisor) * sum(row.price for row in cut.rows) for cut in leaf.cuts
        )
        branches = sum(abs(price) for price in leaf.branches)
        return values + self._heaviest * (prices + cuts) + branches


def _combined(sides: Sides, rows: Any) -> int:
    """Sum of prices times the sides they stand on."""
    total = 0
    for row in rows:
        side = sides.upper(row) if row.price > 0 else sides.lower(row)
        total += row.price * (side or 0)
    return total


def _by_kind(
    worths: list[Any], numbers: range, times: Timetable
) -> Iterator[tuple[Any, list[int]]]:
    """Best paths of cases kept in 64 bits, and of those that need larger numbers."""
    for whole in (np.dtype(np.int64), np.dtype(object)):
        mine = [place for place, worth in enumerate(worths) if worth.dtype == whole]
        if mine:
            yield (
                times.best(np.stack([worths[place] for place in mine])),
                [numbers[place] for place in mine],
            )

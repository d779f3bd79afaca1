"""From the relaxation's real duals to a leaf in whole numbers, with the bound it gives."""

from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from bangfu.core.planner.certificate import Leaf, Price
from bangfu.core.planner.proof.paths import Timetable

from .labelled import FloatArray, IntArray, Labelled
from .relaxed import Branch, Solved

FINEST = 2**20
"""Prices are in parts of this many to the unit of the goal, or coarser where numbers are large."""

LARGEST = 2.0**60
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Priced:
    """A leaf and the bound on the goal that it proves for its case."""

    leaf: Leaf
    bound: int


class Pricing:
    """One goal over one part: rounds duals to prices and computes their bound exactly.

    ``goals``: names up to the goal at hand; ``values``: by goal and stay; ``reached``: what the
    plan reaches on each goal in the part; ``offset``: of the goal of rules.
    """

    def __init__(
        self, part: Labelled, goals: list[str], values: IntArray, reached: IntArray, offset: int
    ) -> None:
        self.part, self.goals, self.values = part, goals, values
        self.reached, self.offset = reached, offset
        problem, block = part.over.problem, part.block
        self._times = Timetable(block, problem.horizon.count)
        self._seats = np.array([problem.posts[post].headcount for post in block.posts.tolist()])
        self._taking = part.matrix.T.tocsr()
        # A post's path keeps its headcount, so prices on it could only be as good.
        self._headcount = np.array([row.rule == "headcount" for row in part.rows], dtype=np.bool_)
        self._pinned = part.pinned

    def worth(self, solved: Solved, branches: list[Branch]) -> FloatArray:
        """What each stay adds at the duals; no more than 0 for a stay that would not be chosen."""
        weights = np.append(solved.goals, 1.0)
        worth: FloatArray = weights @ self.values - self._taking @ solved.rows
        for branch, dual in zip(branches, solved.branches, strict=True):
            worth[branch.stays] -= dual
        return worth

    def priced(self, solved: Solved, branches: list[Branch]) -> Priced:
        """The leaf of a case and its bound."""
        part = self.part
        scale = self._scale(solved)
        weights = np.append(np.rint(solved.goals * scale), scale).astype(np.int64)
        prices = np.rint(solved.rows * scale)
        least = np.where(self._pinned, -np.inf, -float(weights[0]))
        least = np.where(part.lower > 0, least, 0.0)
        most = np.where(np.isfinite(part.upper), np.inf, 0.0)
        whole = np.where(self._headcount, 0.0, np.clip(prices, least, most)).astype(np.int64)
        own = np.rint(solved.branches * scale).astype(np.int64)
        total = int(weights[0]) * self.offset
        worth: IntArray = weights @ self.values - self._taking @ whole
        for at, branch in enumerate(branches):
            own[at] = min(0, own[at]) if branch.more else max(0, own[at])
            worth[branch.stays] -= own[at]
            total += int(own[at]) * branch.side
        side = np.where(whole > 0, part.upper, np.where(whole < 0, part.lower, 0.0))
        total += int((whole * side.astype(np.int64)).sum())
        paths = self._times.best(worth[None, :])[0]
        total += int((paths * self._seats).sum())
        earlier = int((weights[:-1] * self.reached[:-1]).sum())
        # Most duals are simple fractions: in the coarsest unit that holds them all, short numbers.
        unit = int(np.gcd.reduce(np.concatenate([weights, whole, own])))
        leaf = Leaf(
            weights={
                goal: int(w) // unit for goal, w in zip(self.goals, weights, strict=True) if w
            },
            prices=self._named(whole // unit),
            branches=tuple((own // unit).tolist()),
        )
        return Priced(leaf, (total - earlier) // int(weights[-1]))

    def _scale(self, solved: Solved) -> int:
        """So fine that rounding costs less than a unit, so coarse that sums stay in 64 bits."""
        part = self.part
        sides = np.where(solved.rows > 0, part.upper, part.lower)
        sides = np.where(np.isfinite(sides), sides, 0.0)
        weights = np.append(solved.goals, 1.0)
        largest = np.abs(np.append(solved.branches, 0.0)).sum() + np.abs(solved.rows).max(initial=0)
        largest += float(weights @ np.abs(self.values).max(axis=1, initial=0))
        extent = 1.0 + np.abs(solved.rows * sides).sum()
        extent += largest * self._seats.sum() * (self._times.periods + 1)
        return int(max(1, min(FINEST, 2.0 ** np.floor(np.log2(LARGEST / extent)))))

    def _named(self, whole: IntArray) -> tuple[Price, ...]:
        return tuple(
            replace(self.part.rows[row], price=int(whole[row]))
            for row in np.flatnonzero(whole).tolist()
        )

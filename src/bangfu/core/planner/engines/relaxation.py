"""Rows priced, posts kept whole: each post's best succession of stays at given prices.

With prices y on the shared rows, what a plan gains splits by post, and a post's best is a longest
path through time. For any prices allowed the sum is an upper bound (Lagrange), so prices are a
certificate: who doubts a bound sweeps once over the columns.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from bangfu.core.planner.model import Model
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import BoolArray, FloatArray, IntArray

EXACT = 2.0**52
"""Whole numbers up to here add without rounding in double precision."""

FINEST = 2.0**20
"""Prices are never split finer than this."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One pass over all columns at some prices.

    ``paths`` is the best succession's worth of each post that has columns; ``chosen`` the columns
    on those paths, each taken ``times``, which is the headcount of its post.
    """

    paths: FloatArray
    chosen: IntArray
    times: IntArray


class Relaxation:
    """A part's columns by post and stay, and its rows as prices see them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        columns = model.columns
        posts, post = np.unique(columns.post, return_inverse=True)
        times, ends = np.unique(np.concatenate([columns.start, columns.end]), return_inverse=True)
        start, end = ends[: model.size], ends[model.size :]
        order = np.lexsort((start, post, end))
        key = np.stack([end[order], post[order], start[order]])
        first = np.ones(model.size, dtype=np.bool_)
        first[1:] = (key[:, 1:] != key[:, :-1]).any(axis=0)
        self.order: IntArray = order
        self.first: IntArray = np.flatnonzero(first)
        self.last: IntArray = np.append(self.first[1:], model.size)
        self.end, self.post, self.start = key[:, first]
        self.seats: IntArray = columns.tables.headcount[posts]
        self.moments = len(times)
        self.posts = len(posts)
        self._steps = self._by_end()
        by_column = model.matrix.T.tocsr()
        self.entries = sparse.csr_matrix(
            (by_column.data.astype(np.float64), by_column.indices, by_column.indptr),
            by_column.shape,
        )[order]
        self.priced = self._priced(posts)
        largest = np.asarray(model.matrix.max(axis=1).todense(), dtype=np.float64).ravel()
        self.scale: FloatArray = 1.0 / np.maximum(largest, 1.0) ** 2
        """1 by the square of each row's unit, so that half-days count no more than people."""

    def _by_end(self) -> list[tuple[int, IntArray, IntArray]]:
        """Per moment at which stays end: the stays, and where each post's first stands."""
        found = []
        for moment in range(1, self.moments):
            lo, hi = np.searchsorted(self.end, [moment, moment + 1])
            if hi > lo:
                mine = self.post[lo:hi]
                first = np.flatnonzero(np.append(True, mine[1:] != mine[:-1]))
                found.append((moment, np.arange(lo, hi), first))
        return found

    def _priced(self, posts: IntArray) -> BoolArray:
        """Rows that bear a price: all but the headcount of one post, which its path keeps."""
        model = self.model
        rows, columns = model.matrix.nonzero()
        post = model.columns.post[columns]
        least = np.full(len(model.upper), np.iinfo(np.int64).max)
        most = np.full(len(model.upper), -1)
        np.minimum.at(least, rows, post)
        np.maximum.at(most, rows, post)
        single = (least == most) & (most >= 0) & (model.lower <= 0)
        seats = model.columns.tables.headcount[np.maximum(most, 0)]
        kept: BoolArray = ~(single & (model.upper == seats))
        return kept

    def cost(self, weights: IntArray) -> FloatArray:
        """What each column is worth under goal weights, in the order of the sweep."""
        worth: FloatArray = (weights @ self.model.value).astype(np.float64)[self.order]
        return worth

    def within(self, prices: FloatArray, shortfall: float) -> FloatArray:
        """The nearest prices allowed: at least 0 on an upper side, at most 0 on a lower side.

        A unit short of a lower side costs ``shortfall``, so no price goes below its negative.
        """
        lower = np.where(self.model.lower > 0, -shortfall, 0.0)
        upper = np.where(self.model.upper < UNLIMITED, np.inf, 0.0)
        return np.where(self.priced, np.clip(prices, lower, upper), 0.0)

    def held(self, prices: FloatArray) -> float:
        """What the rows' sides are worth at the prices."""
        side = np.where(prices > 0, self.model.upper, np.where(prices < 0, self.model.lower, 0))
        return float((prices * side).sum())

    def sweep(self, reduced: FloatArray) -> Sweep:
        """The best path of every post, given what each column is worth after prices."""
        best = np.maximum.reduceat(reduced, self.first)
        worth = np.zeros((self.posts, self.moments))
        arrived = np.full((self.posts, self.moments), -1, dtype=np.int64)
        before = 0
        for moment, stays, first in self._steps:
            worth[:, before + 1 : moment + 1] = worth[:, [before]]
            whose = self.post[stays[first]]
            total = worth[self.post[stays], self.start[stays]] + best[stays]
            most = np.maximum.reduceat(total, first)
            counts = np.diff(np.append(first, len(stays)))
            hit = np.where(total == np.repeat(most, counts), stays, len(self.first))
            via = np.minimum.reduceat(hit, first)
            gain = most > worth[whose, moment]
            worth[whose[gain], moment] = most[gain]
            arrived[whose[gain], moment] = via[gain]
            before = moment
        worth[:, before + 1 :] = worth[:, [before]]
        stays = self._traced(arrived)
        return Sweep(
            worth[:, -1], self._best_of(stays, reduced, best), self.seats[self.post[stays]]
        )

    def _traced(self, arrived: IntArray) -> IntArray:
        """The stays on the best paths."""
        at = np.full(self.posts, self.moments - 1)
        found = []
        everyone = np.arange(self.posts)
        while (at > 0).any():
            via = arrived[everyone, at]
            found.append(via[via >= 0])
            at = np.where(via >= 0, self.start[via], np.maximum(at - 1, 0))
        return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *found]))

    def _best_of(self, stays: IntArray, reduced: FloatArray, best: FloatArray) -> IntArray:
        """The first best column of each stay, by its number in the model."""
        if not len(stays):
            return stays
        counts = self.last[stays] - self.first[stays]
        begin = np.cumsum(counts) - counts
        place = np.repeat(self.first[stays] - begin, counts) + np.arange(counts.sum())
        hit = np.where(reduced[place] == np.repeat(best[stays], counts), place, len(reduced))
        found: IntArray = self.order[np.minimum.reduceat(hit, begin)]
        return found

    def losses(self, reduced: FloatArray) -> FloatArray:
        """What each column's post loses if it must use it, in the order of the sweep."""
        best = np.maximum.reduceat(reduced, self.first)
        ahead = np.zeros((self.posts, self.moments))
        for moment in range(1, self.moments):
            ahead[:, moment] = ahead[:, moment - 1]
            lo, hi = np.searchsorted(self.end, [moment, moment + 1])
            post = self.post[lo:hi]
            np.maximum.at(ahead[:, moment], post, ahead[post, self.start[lo:hi]] + best[lo:hi])
        behind = np.zeros((self.posts, self.moments))
        by_start = np.argsort(self.start, kind="stable")
        for moment in range(self.moments - 2, -1, -1):
            behind[:, moment] = behind[:, moment + 1]
            lo, hi = np.searchsorted(self.start[by_start], [moment, moment + 1])
            stays = by_start[lo:hi]
            post = self.post[stays]
            np.maximum.at(behind[:, moment], post, best[stays] + behind[post, self.end[stays]])
        around = ahead[self.post, self.start] + behind[self.post, self.end]
        counts = self.last - self.first
        whole: FloatArray = np.repeat(ahead[self.post, -1] - around, counts) - reduced
        return whole

    def bound(self, weights: IntArray, prices: FloatArray) -> tuple[int, int]:
        """The most that the weighted goals can reach, as (numerator, denominator), exactly.

        Prices are rounded to whole parts of a power of two, chosen so that every sum stays a
        whole number that double precision holds; offsets of the goals are included.
        """
        cost = self.cost(weights)
        taken: FloatArray = np.asarray(self.entries @ np.abs(prices))
        largest = float(np.abs(cost).max(initial=0) + taken.max(initial=0))
        upper = np.where(prices > 0, prices * self.model.upper, 0.0)
        lower = np.where(prices < 0, -prices * np.maximum(self.model.lower, 0), 0.0)
        limits = float(upper.sum() + lower.sum())
        extent = self.seats.sum() * self.moments * largest + limits + 1.0
        parts = float(min(FINEST, 2.0 ** np.floor(np.log2(EXACT / extent))))
        if parts < 1:
            raise OverflowError("goal weights too large for exact prices")
        whole = self.within(np.rint(prices * parts), parts * float(weights[0]))
        found = self.sweep(cost * parts - self.entries @ whole)
        total = int((found.paths * self.seats).sum()) + int(self.held(whole))
        offset = int(weights @ self.model.offset)
        return total + offset * int(parts), int(parts)

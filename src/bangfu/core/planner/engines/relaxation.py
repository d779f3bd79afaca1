"""Rows priced, posts kept whole: each post's best succession of stays at given prices.

With prices y on the shared rows, what a plan gains splits by post, and a post's best is a longest
path through time. For any prices allowed the sum is an upper bound (Lagrange), so prices are a
certificate: who doubts a bound sweeps once over the columns.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from bangfu.core.planner.columns import CHUNK
from bangfu.core.planner.ground import Ground
from bangfu.core.planner.lattice import Left
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import FloatArray, IntArray

from . import kernels

EXACT = 2.0**52
"""Whole numbers up to here add without rounding in double precision."""

FINEST = 2.0**20
"""Prices are never split finer than this."""

AT_ONCE = 200_000
"""Columns worth a thread of their own."""


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
    """A ground as prices see it. Prices are one vector: rows over the plan, then rows by period."""

    def __init__(self, ground: Ground, threads: int = 1) -> None:
        self.ground, self._lattice = ground, ground.lattice
        self._threads = threads
        self.n_totals, self.periods = len(ground.total.upper), ground.periods
        self.upper: IntArray = np.concatenate([ground.total.upper, ground.timed.upper.ravel()])
        self.lower: IntArray = np.full(len(self.upper), -UNLIMITED)
        self.lower[: self.n_totals] = np.where(
            ground.total.lower > 0, ground.total.lower, -UNLIMITED
        )
        self.seats: IntArray = self._lattice.seats
        self._longest = self._most_stays()
        self._weighed: tuple[bytes, FloatArray] = (b"", np.zeros(0))

    def _most_stays(self) -> int:
        """The most stays on any path."""
        lattice = self._lattice
        length = lattice.stays[1] - lattice.stays[0]
        first, count = lattice.shape[:, 0], lattice.shape[:, 1]
        shortest = np.minimum.reduceat(length, np.unique(first)) if len(length) else np.array([1])
        return int(self.periods // max(1, shortest.min())) + 1 if len(count) else 1

    @cached_property
    def scale(self) -> FloatArray:
        """1 by the square of each row's unit, so that half-days count no more than people."""
        lattice = self._lattice
        total = np.ones(self.n_totals)
        timed = np.ones(len(self.ground.timed.upper))
        for largest, rows, weights in (
            (total, lattice.total_row, lattice.total_weight),
            (timed, lattice.time_row, lattice.time_weight),
        ):
            for row, weight in zip(rows, weights, strict=True):
                mine = row >= 0
                np.maximum.at(largest, row[mine], weight[mine])
        found: FloatArray = 1.0 / np.concatenate([total, np.repeat(timed, self.periods)]) ** 2
        return found

    def worth(self, weights: IntArray) -> FloatArray:
        """What each column is worth under goal weights, shape (columns,); the latest is kept."""
        if weights.tobytes() == self._weighed[0]:
            return self._weighed[1]
        worth = np.zeros(self.ground.size)
        for weight, value in zip(weights.tolist(), self.ground.value, strict=True):
            if weight:
                for lo in range(0, len(worth), CHUNK):
                    worth[lo : lo + CHUNK] += float(weight) * value[lo : lo + CHUNK]
        self._weighed = (weights.tobytes(), worth)
        return worth

    def within(self, prices: FloatArray, shortfall: float) -> FloatArray:
        """The nearest prices allowed: at least 0 on an upper side, at most 0 on a lower side.

        A unit short of a lower side costs ``shortfall``, so no price goes below its negative.
        """
        lower = np.where(self.lower > 0, -shortfall, 0.0)
        upper = np.where(self.upper < UNLIMITED, np.inf, 0.0)
        return np.clip(prices, lower, upper)

    def held(self, prices: FloatArray) -> float:
        """What the rows' sides are worth at the prices."""
        side = np.where(prices > 0, self.upper, np.where(prices < 0, self.lower, 0))
        return float((prices * side).sum())

    def sweep(self, worth: FloatArray, prices: FloatArray, posts: IntArray | None = None) -> Sweep:
        """The best path of every post at the prices, or of some; the others' paths are empty."""
        which = np.arange(self.ground.posts) if posts is None else posts
        paths = np.zeros(self.ground.posts)
        chosen = np.full((self.ground.posts, self._longest), -1, dtype=np.int64)
        price, before = self._split(prices)

        def some(lo: int, hi: int) -> None:
            kernels.best_paths(lo, hi, which, self._lattice, worth, price, before, paths, chosen)

        self._side_by_side(some, which)
        post, place = np.nonzero(chosen >= 0)
        return Sweep(paths, chosen[post, place], self.seats[post])

    def wanted(
        self, worth: FloatArray, prices: FloatArray, per_post: int
    ) -> tuple[IntArray, FloatArray]:
        """Of every post the columns whose use would cost it least, ascending, and that cost."""
        chosen = np.full((self.ground.posts, per_post), -1, dtype=np.int64)
        losses = np.zeros((self.ground.posts, per_post))
        price, before = self._split(prices)

        def some(lo: int, hi: int) -> None:
            kernels.least_lossy(lo, hi, self._lattice, worth, price, before, chosen, losses)

        self._side_by_side(some, np.arange(self.ground.posts))
        found = chosen[chosen >= 0]
        order = np.argsort(found)
        return found[order], losses[chosen >= 0][order]

    def serve(self, worth: FloatArray, prices: FloatArray, order: IntArray, left: Left) -> int:
        """Let posts take their best stays of what is left, in order; how many were taken."""
        price, before = self._split(prices)
        return kernels.serve(order, self._lattice, worth, price, before, left)

    def use(self, sweep: Sweep) -> FloatArray:
        """What a sweep's columns take of each row."""
        use = self.ground.use(sweep.chosen, sweep.times)
        return np.concatenate([use.total, use.time.ravel()]).astype(np.float64)

    def bound(self, weights: IntArray, prices: FloatArray) -> tuple[int, int]:
        """The most that the weighted goals can reach, as (numerator, denominator), exactly.

        Prices are rounded to whole parts of a power of two, chosen so that every sum stays a
        whole number that double precision holds; offsets of the goals are included.
        """
        total, parts, _ = self.certified(weights, prices)
        return total, parts

    def certified(self, weights: IntArray, prices: FloatArray) -> tuple[int, int, IntArray]:
        """As ``bound``, with the prices that prove it, in whole parts."""
        worth = self.worth(weights)
        price, before = self._split(prices)
        size = np.append(np.abs(price), 0.0)  # nothing, -1, is the last
        taken = sum(
            float((size[rows] * weight).max(initial=0.0))
            for rows, weight in zip(
                self._lattice.total_row, self._lattice.total_weight, strict=True
            )
        ) + sum(
            float(before[:, -1].max(initial=0.0)) * float(weight.max(initial=0))
            for weight in self._lattice.time_weight
        )
        largest = float(np.abs(worth).max(initial=0.0)) + taken
        limits = float(np.where(prices > 0, prices * self.upper, 0.0).sum())
        limits += float(np.where(prices < 0, -prices * self.lower, 0.0).sum())
        extent = float(self.seats.sum()) * self._longest * largest + limits + 1.0
        parts = float(min(FINEST, 2.0 ** np.floor(np.log2(EXACT / extent))))
        if parts < 1:
            raise OverflowError("goal weights too large for exact prices")
        whole = self.within(np.rint(prices * parts), parts * float(weights[0]))
        found = self.sweep(worth * parts, whole)
        total = int((found.paths * self.seats).sum()) + int(self.held(whole))
        offset = int(weights @ self.ground.offset)
        return total + offset * int(parts), int(parts), whole.astype(np.int64)

    def _split(self, prices: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Prices of rows over the plan; of rows by period, summed up to each period."""
        by_period = prices[self.n_totals :].reshape(len(self.ground.timed.upper), self.periods)
        before = np.zeros((len(by_period), self.periods + 1))
        np.cumsum(by_period, axis=1, out=before[:, 1:])
        return np.ascontiguousarray(prices[: self.n_totals]), before

    def _side_by_side(self, work: Callable[[int, int], None], which: IntArray) -> None:
        """Do some work on these posts, in as many threads as are given and worth it."""
        columns = np.append(0, np.cumsum(np.diff(self.ground.first)[which]))
        threads = max(1, min(self._threads, int(columns[-1]) // AT_ONCE))
        if not len(which):
            return
        if threads == 1:
            work(0, len(which))
            return
        cuts = np.searchsorted(columns, np.linspace(0, columns[-1], threads + 1)).tolist()
        cuts[0], cuts[-1] = 0, len(which)
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work, lo, hi) for lo, hi in pairwise(cuts)]:
                done.result()

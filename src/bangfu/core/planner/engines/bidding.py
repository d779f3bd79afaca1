"""A plan from prices: posts ask for their best stays, the most urgent are served first."""

import numpy as np

from bangfu.core.planner.tables import BoolArray, FloatArray, IntArray

from .relaxation import Relaxation

ROUNDS = 60


def bid(relaxation: Relaxation, cost: FloatArray, prices: FloatArray, chosen: IntArray) -> IntArray:
    """Add columns to those chosen, every rule kept, until no post finds a stay that fits.

    ``cost`` is each column's worth in the order of the sweep. In each round every post asks for
    its best succession of stays among those that still fit, less the prices; whoever is worth
    most per period is served first, and who loses asks again. At last prices no longer count: any
    stay of worth beats an empty post.
    """
    market = _Market(relaxation, chosen)
    place = np.empty(len(cost), dtype=np.int64)
    place[relaxation.order] = np.arange(len(cost))
    length = relaxation.model.columns.length
    for reduced in (cost - relaxation.entries @ prices, cost):
        for _ in range(ROUNDS):
            asked = relaxation.sweep(np.where(market.fits(), reduced, -np.inf)).chosen
            rate = cost[place[asked]] / length[asked]
            if not market.sell(asked[np.argsort(-rate, kind="stable")]):
                break
    return np.sort(np.array(market.taken, dtype=np.int64))


class _Market:
    """What is left of every row."""

    def __init__(self, relaxation: Relaxation, chosen: IntArray) -> None:
        self._relaxation = relaxation
        model = relaxation.model
        self._by_column = model.matrix.tocsc()
        self.taken: list[int] = chosen.tolist()
        x = np.zeros(model.size, dtype=np.int64)
        x[chosen] = 1
        self.left: IntArray = model.upper - model.matrix @ x
        self._gone = x.astype(np.bool_)

    def fits(self) -> BoolArray:
        """Whether each column still fits, in the order of the sweep."""
        entries = self._relaxation.entries
        tight = entries.data > self.left[entries.indices]
        blocked = np.zeros(len(tight) + 1, dtype=np.int64)
        np.cumsum(tight, out=blocked[1:])
        free = blocked[entries.indptr[1:]] == blocked[entries.indptr[:-1]]
        result: BoolArray = free & ~self._gone[self._relaxation.order]
        return result

    def sell(self, asked: IntArray) -> int:
        """Serve in order what fits; how many were served."""
        matrix, served = self._by_column, 0
        for column in asked.tolist():
            mine = slice(matrix.indptr[column], matrix.indptr[column + 1])
            rows, weights = matrix.indices[mine], matrix.data[mine]
            if not self._gone[column] and (self.left[rows] >= weights).all():
                self.left[rows] -= weights
                self._gone[column] = True
                self.taken.append(column)
                served += 1
        return served

"""A first plan at once: take the best column that still fits, again and again."""

import numpy as np

from bangfu.core.planner.model import Model
from bangfu.core.planner.tables import IntArray

from .outcome import Outcome


def packed(model: Model, start: IntArray | None = None) -> Outcome:
    """Pinned columns first, then those to start from, then by goals in order.

    Upper sides are kept, nothing is proven.
    """
    wanted = [] if start is None else start.tolist()
    order = np.lexsort(tuple(-value for value in model.value[::-1]))
    by_column = model.matrix.tocsc()
    starts, rows, weights = by_column.indptr, by_column.indices, by_column.data
    left = model.upper.copy()
    taken: dict[int, None] = {}
    for column in [*model.fixed.tolist(), *wanted, *order.tolist()]:
        if column in taken:
            continue
        mine = slice(starts[column], starts[column + 1])
        if (left[rows[mine]] >= weights[mine]).all() and (
            column in model.fixed or _improves(model.value[:, column])
        ):
            left[rows[mine]] -= weights[mine]
            taken[column] = None
    chosen = np.sort(np.array(list(taken), dtype=np.int64))
    return Outcome(
        chosen, model.reached(chosen), np.maximum(model.range()[1], model.reached(chosen))
    )


def _improves(value: IntArray) -> bool:
    first = np.flatnonzero(value)
    return bool(len(first)) and bool(value[first[0]] > 0)

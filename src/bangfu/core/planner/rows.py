"""Shared capacities as sparse rows over stint columns: lower ≤ Σ weight·x ≤ upper."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .tables import IntArray

UNLIMITED = np.int64(2**40)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in coordinate form.

    ``row``, ``column``, ``weight``: equally long, one per entry. ``lower`` and ``upper``: one per
    row. An upper side is never broken; falling short of a lower side is counted as a broken rule.
    """

    row: IntArray
    column: IntArray
    weight: IntArray
    lower: IntArray
    upper: IntArray

    def __len__(self) -> int:
        return len(self.upper)


def stacked(blocks: Sequence[Rows]) -> Rows:
    """Several blocks of rows as one, in order."""
    offsets = np.cumsum([0, *(len(block) for block in blocks)])
    nothing = np.zeros(0, dtype=np.int64)
    return Rows(
        np.concatenate([nothing, *(b.row + o for b, o in zip(blocks, offsets, strict=False))]),
        np.concatenate([nothing, *(b.column for b in blocks)]),
        np.concatenate([nothing, *(b.weight for b in blocks)]),
        np.concatenate([nothing, *(b.lower for b in blocks)]),
        np.concatenate([nothing, *(b.upper for b in blocks)]),
    )


def in_total(
    entity: IntArray, column: IntArray, weight: IntArray, lower: IntArray, upper: IntArray
) -> Rows:
    """One row per entity 0..n-1 over the whole plan; ``lower`` and ``upper`` have shape (n,)."""
    return Rows(entity, column, weight, lower, upper)


def at_any_time(
    entity: IntArray,
    start: IntArray,
    end: IntArray,
    weight: IntArray,
    capacity: IntArray,
    *,
    changes: IntArray | None = None,
) -> Rows:
    """Rows that hold in every period: what is active in [start, end) weighs at most the capacity.

    A row is needed only where something starts, for between two starts the active set only
    shrinks, and where the capacity changes. ``capacity`` has shape (entities,), or (entities,
    periods) together with ``changes``, an array of shape (n, 2) of (entity, period) where it
    drops.
    """
    span = int(max(end.max(initial=0), capacity.shape[1] if capacity.ndim == 2 else 0)) + 1
    points = entity * span + start
    if changes is not None:
        points = np.concatenate([points, changes[:, 0] * span + changes[:, 1]])
    points = np.unique(points)
    first = np.searchsorted(points, entity * span + start)
    last = np.searchsorted(points, entity * span + end)
    counts = last - first
    column = np.repeat(np.arange(len(entity)), counts)
    row = np.arange(len(column)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    whose, when = points // span, points % span
    if capacity.ndim == 1:
        upper = capacity[whose]
    else:
        upper = capacity[whose, np.minimum(when, capacity.shape[1] - 1)]
    return Rows(row, column, weight[column], np.full(len(points), -UNLIMITED), upper)

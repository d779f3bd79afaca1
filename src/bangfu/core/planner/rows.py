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
    ``entity`` and ``period`` say whose row it is, and from which period on; -1 for the whole plan.
    """

    row: IntArray
    column: IntArray
    weight: IntArray
    lower: IntArray
    upper: IntArray
    entity: IntArray
    period: IntArray

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
        np.concatenate([nothing, *(b.entity for b in blocks)]),
        np.concatenate([nothing, *(b.period for b in blocks)]),
    )


def at_any_time(
    entity: IntArray, start: IntArray, end: IntArray, weight: IntArray, upper: IntArray
) -> Rows:
    """Rows that hold in every period: what is active in [start, end) weighs at most the upper side.

    A row is needed only where something starts, for between two starts the active set only
    shrinks, and where the capacity drops.
    """
    last_period = upper.shape[1] - 1
    span = int(max(end.max(initial=0), last_period + 1)) + 1
    drops = np.argwhere(np.diff(upper, axis=1) < 0)
    points = np.unique(
        np.concatenate([entity * span + start, drops[:, 0] * span + drops[:, 1] + 1])
    )
    first = np.searchsorted(points, entity * span + start)
    last = np.searchsorted(points, entity * span + end)
    counts = last - first
    column = np.repeat(np.arange(len(entity)), counts)
    row = np.arange(len(column)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    whose, when = points // span, points % span
    limits = upper[whose, np.minimum(when, last_period)]
    unbounded = np.full(len(points), -UNLIMITED)
    return Rows(row, column, weight[column], unbounded, limits, whose, when)


def in_total(
    entity: IntArray, column: IntArray, weight: IntArray, lower: IntArray, upper: IntArray
) -> Rows:
    """One row per entity over the whole plan; ``lower`` and ``upper`` have shape (entities,)."""
    numbers = np.arange(len(upper))
    return Rows(entity, column, weight, lower, upper, numbers, np.full(len(upper), -1))

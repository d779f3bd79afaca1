"""Few columns out of many: those that posts would want at the prices, solved as an own model."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bangfu.core.planner.model import Model
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import FloatArray, IntArray

from .programme import Pass, Programme
from .relaxation import Relaxation

MOST_NODES = 500
"""Branchings after which a search ends with what it has: work, not time, so runs repeat."""


def wanted(relaxation: Relaxation, reduced: FloatArray, per_post: int) -> IntArray:
    """For every post the columns whose use would cost it least, by number, in order.

    ``reduced`` is each column's worth after prices, in the order of the sweep.
    """
    post = np.repeat(relaxation.post, relaxation.last - relaxation.first)
    by_loss = np.lexsort((relaxation.losses(reduced), post))
    counts = np.bincount(post, minlength=relaxation.posts)
    rank = np.arange(len(post)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.sort(relaxation.order[by_loss[rank < per_post]])


def narrowed(model: Model, columns: IntArray, others: IntArray | None = None) -> Model:
    """The model over just these columns, with ``others`` chosen for good; rows stay as they are.

    Offsets stay behind, as they do for parts.
    """
    used: IntArray = np.zeros(len(model.upper), dtype=np.int64)
    if others is not None and len(others):
        used = np.asarray(model.matrix[:, others].sum(axis=1), dtype=np.int64).ravel()
    is_fixed = np.zeros(model.size, dtype=np.bool_)
    is_fixed[model.fixed] = True
    return replace(
        model,
        columns=model.columns.where(columns),
        value=model.value[:, columns],
        offset=np.zeros_like(model.offset),
        matrix=model.matrix[:, columns],
        lower=model.lower - used,
        upper=np.where(model.upper < UNLIMITED, model.upper - used, model.upper),
        fixed=np.flatnonzero(is_fixed[columns]),
    )


def tightened(model: Model) -> Model:
    """Without the rows that can no longer bind."""
    most = np.asarray(model.matrix.sum(axis=1)).ravel()
    binding = (most > model.upper) | (model.lower > 0)
    return replace(
        model,
        matrix=model.matrix[binding],
        lower=model.lower[binding],
        upper=model.upper[binding],
    )


def solved(
    model: Model,
    weights: IntArray,
    start: IntArray,
    *,
    gap: float,
    seed: int,
    stopped: Callable[[], bool],
) -> IntArray | None:
    """The best columns under goal weights, to within a share ``gap``; ``None`` if none were found.

    ``start`` must keep every upper side.
    """
    model = tightened(model)
    programme = Programme(model, seed)
    programme.highs.setOptionValue("mip_rel_gap", gap)
    programme.highs.setOptionValue("mip_max_nodes", MOST_NODES)
    goals = np.flatnonzero(weights).tolist()
    found, _ = programme.improved(Pass(goals, weights[goals].tolist()), start, stopped)
    return found if found is not None and model.holds(found) else None

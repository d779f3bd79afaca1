"""Few columns out of many: those that posts want at the prices, found round after round.

The relaxation over few columns gives prices; at these, other columns turn out to be wanted. After
some rounds the integer programme over what has been gathered is nearly as good as over all
(column generation, price and branch).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bangfu.core.planner.ground import Ground
from bangfu.core.planner.model import Model, model_of
from bangfu.core.planner.tables import FloatArray, IntArray

from .programme import Pass, Programme
from .relaxation import Relaxation


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try, counted in work and never in seconds, so that runs repeat.

    ``per_post`` columns of each post at first, ``more`` with every one of ``rounds``; the integer
    programme ends within a share ``close`` of its best or after ``nodes`` branchings.
    """

    per_post: int = 15
    more: int = 6
    rounds: int = 3
    close: float = 5e-4
    nodes: int = 50


@dataclass(frozen=True, slots=True)
class Gathered:
    """Columns, ascending; the last relaxation's price for every row of the ground; its value."""

    columns: IntArray
    prices: FloatArray
    value: float


def gathered(
    ground: Ground,
    weights: IntArray,
    prices: FloatArray,
    start: IntArray,
    *,
    effort: Effort,
    seed: int,
    stopped: Callable[[], bool],
    seconds_left: Callable[[], float],
) -> Gathered:
    """Columns wanted at prices, and at those of the relaxation over what is there by then."""
    relaxation = Relaxation(ground)
    worth = relaxation.worth(weights)
    always = np.union1d(start, ground.fixed)
    columns = np.union1d(relaxation.wanted(worth, prices, effort.per_post)[0], always)
    value = np.inf
    for _ in range(effort.rounds):
        if stopped():
            break
        model = model_of(ground, columns)
        programme = Programme(model, seed, seconds_left)
        found = programme.relaxed(worth[columns], float(weights[0]), stopped)
        if found is None:
            break
        value, price = found
        duals = np.zeros_like(prices)
        priced = model.price >= 0
        duals[model.price[priced]] = price[priced]
        duals = relaxation.within(duals, float(weights[0]))
        more = [
            relaxation.wanted(worth, share * duals + (1 - share) * prices, effort.more)[0]
            for share in (1.0, 0.5)
        ]
        columns = np.unique(np.concatenate([columns, *more]))
        prices = duals
    return Gathered(columns, prices, value)


def chosen_among(
    model: Model,
    weights: IntArray,
    start: IntArray,
    *,
    effort: Effort,
    seed: int,
    stopped: Callable[[], bool],
    seconds_left: Callable[[], float],
) -> IntArray | None:
    """The best columns of a model under goal weights, or ``None`` if none were found.

    ``start`` must keep every upper side.
    """
    programme = Programme(model, seed, seconds_left)
    programme.highs.setOptionValue("mip_rel_gap", effort.close)
    programme.highs.setOptionValue("mip_max_nodes", effort.nodes)
    goals = np.flatnonzero(weights).tolist()
    found, _ = programme.tried(Pass(goals, weights[goals].tolist()), start, stopped)
    return found if found is not None and model.holds(found) else None


def planned_anew(
    ground: Ground,
    weights: IntArray,
    prices: FloatArray,
    start: IntArray,
    *,
    effort: Effort,
    seed: int,
    stopped: Callable[[], bool],
    seconds_left: Callable[[], float],
) -> IntArray | None:
    """Plan a ground anew over gathered columns; ``None`` if nothing was found.

    ``prices`` has one entry per row of the ground, ``start`` are the columns chosen so far.
    """
    found = gathered(
        ground,
        weights,
        prices,
        start,
        effort=effort,
        seed=seed,
        stopped=stopped,
        seconds_left=seconds_left,
    )
    chosen = chosen_among(
        model_of(ground, found.columns),
        weights,
        np.searchsorted(found.columns, start),
        effort=effort,
        seed=seed,
        stopped=stopped,
        seconds_left=seconds_left,
    )
    return None if chosen is None else found.columns[chosen]

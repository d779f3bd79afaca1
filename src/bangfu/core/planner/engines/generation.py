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
class Thoroughness:
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
class Terms:
    """How hard to try, the solver's seed, and when to end."""

    thorough: Thoroughness
    seed: int
    stopped: Callable[[], bool]
    seconds_left: Callable[[], float]

    def programme(self, model: Model) -> Programme:
        """A solver for a model on these terms."""
        return Programme(model, self.seed, self.seconds_left)


def planned_anew(
    ground: Ground, weights: IntArray, prices: FloatArray, start: IntArray, terms: Terms
) -> IntArray | None:
    """Plan a ground anew over gathered columns; ``None`` if nothing was found.

    ``prices`` has one entry per row of the ground; ``start`` are the columns chosen so far, which
    keep every upper side.
    """
    columns = _gathered(ground, weights, prices, start, terms)
    model = model_of(ground, columns)
    programme = terms.programme(model)
    programme.highs.setOptionValue("mip_rel_gap", terms.thorough.close)
    programme.highs.setOptionValue("mip_max_nodes", terms.thorough.nodes)
    goals = np.flatnonzero(weights).tolist()
    step = Pass(goals, weights[goals].tolist())
    chosen, _ = programme.tried(step, np.searchsorted(columns, start), terms.stopped)
    return columns[chosen] if chosen is not None and model.holds(chosen) else None


def _gathered(
    ground: Ground, weights: IntArray, prices: FloatArray, start: IntArray, terms: Terms
) -> IntArray:
    """Columns wanted at prices, and at those of the relaxation over what is there by then."""
    relaxation, thorough = Relaxation(ground), terms.thorough
    worth, shortfall = relaxation.worth(weights), float(weights[0])
    always = np.union1d(start, ground.fixed)
    columns = np.union1d(relaxation.wanted(worth, prices, thorough.per_post)[0], always)
    for _ in range(thorough.rounds):
        if terms.stopped():
            break
        model = model_of(ground, columns)
        found = terms.programme(model).relaxed(worth[columns], shortfall, terms.stopped)
        if found is None:
            break
        duals = np.zeros_like(prices)
        priced = model.price >= 0
        duals[model.price[priced]] = found[priced]
        duals = relaxation.within(duals, shortfall)
        more = [
            relaxation.wanted(worth, share * duals + (1 - share) * prices, thorough.more)[0]
            for share in (1.0, 0.5)
        ]
        columns = np.unique(np.concatenate([columns, *more]))
        prices = duals
    return columns

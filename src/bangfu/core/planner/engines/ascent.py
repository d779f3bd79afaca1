"""Prices that make the relaxation's bound small: a deflected subgradient with Polyak's step.

The step: Held, Wolfe and Crowder, Mathematical Programming 6, 1974. The deflection: Camerini,
Fratta and Maffioli, Mathematical Programming Study 3, 1975.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bangfu.core.planner.tables import FloatArray, IntArray

from .relaxation import Relaxation

PATIENCE = 8
"""Sweeps without a better bound before the step shrinks and the search returns to its best."""
SHRINK = 0.6
SMALLEST_STEP = 1e-3
TRIED_EVERY = 50
"""Sweeps between two plans made of the prices so far."""
EVERY = 10
"""Sweeps between two questions whether to stop."""


@dataclass(frozen=True, slots=True)
class Ascent:
    """The best prices found and the bound they give, offsets of the goals left out."""

    prices: FloatArray
    bound: float


def ascended(
    relaxation: Relaxation,
    weights: IntArray,
    start: FloatArray,
    *,
    reached: float,
    sweeps: int,
    stopped: Callable[[], bool],
    tried: Callable[[FloatArray], float] | None = None,
) -> Ascent:
    """Lower the bound on the weighted goals from the start's prices.

    ``reached`` is what a plan at hand is worth under the same weights, without offsets. Ends after
    so many sweeps, when nothing is left to gain, or when ``stopped`` says so. ``tried`` makes a
    plan of the prices so far, now and then, and gives what the best one is worth by then.
    """
    worth = relaxation.worth(weights)
    shortfall = float(weights[0])
    prices = relaxation.within(start, shortfall)
    # Where no price pays for use, a post whose columns are worth nothing chooses none.
    most = np.maximum.reduceat(worth, relaxation.ground.first[:-1])
    pays = bool((relaxation.lower > 0).any())
    posts = None if pays else np.flatnonzero(most > 0)
    best = Ascent(prices, np.inf)
    direction: FloatArray | None = None
    step, stalled = 1.0, 0
    for number in range(sweeps):
        found = relaxation.sweep(worth, prices, posts)
        bound = float((found.paths * relaxation.seats).sum()) + relaxation.held(prices)
        stalled = 0 if bound < best.bound - 1e-6 * abs(bound) else stalled + 1
        if bound < best.bound:
            best = Ascent(prices, bound)
        if best.bound < reached + 1 or step < SMALLEST_STEP or (number % EVERY == 0 and stopped()):
            break
        if tried is not None and number % TRIED_EVERY == TRIED_EVERY - 1:
            reached = max(reached, tried(best.prices))
        slope = _slope(relaxation, relaxation.use(found), prices)
        if stalled >= PATIENCE:
            step, stalled, direction, prices = SHRINK * step, 0, None, best.prices
        direction = slope if direction is None else 0.5 * (slope + direction)
        size = float((direction * direction * relaxation.scale).sum())
        if size == 0.0:
            break
        distance = max(bound - reached, 1e-4 * abs(bound))
        move = step * distance / size * relaxation.scale * direction
        prices = relaxation.within(prices + move, shortfall)
    return best


def bounding(
    relaxation: Relaxation,
    weights: IntArray,
    prices: FloatArray,
    *,
    reached: float,
    sweeps: int,
    stopped: Callable[[], bool],
) -> Ascent:
    """The better of two ascents for one goal: from prices made for all goals, and from none.

    Prices for all goals charge for what only later ones want, so none at all are often nearer.
    """
    return min(
        (
            ascended(relaxation, weights, start, reached=reached, sweeps=sweeps, stopped=stopped)
            for start in (np.zeros_like(prices), prices)
        ),
        key=lambda ascent: ascent.bound,
    )


def _slope(relaxation: Relaxation, used: FloatArray, prices: FloatArray) -> FloatArray:
    """How far the relaxed choice oversteps each row; 0 where the price cannot follow."""
    upper, lower = relaxation.upper, relaxation.lower
    over = np.where(used > upper, used - upper, 0.0)
    over += np.where((lower > 0) & (used < lower), used - lower, 0.0)
    slack: FloatArray = np.where(prices > 0, used - upper, np.where(prices < 0, used - lower, over))
    return slack

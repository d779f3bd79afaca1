"""The goals that prices leave open, closed by the integer programme over all columns.

Strict levels need large weights, and large weights drown a finer goal in double precision, unless
it is known how far the finer goal can move at all. Prices tell: between the most it reaches beside
what is proven and the least it can fall to beside a plan as good as the one at hand, the range is
narrow. So an open goal and the next are mostly settled in one run.
"""

import numpy as np

from bangfu.core.planner.ground import Ground
from bangfu.core.planner.model import model_of
from bangfu.core.planner.tables import IntArray

from .ascent import ascended
from .outcome import Outcome, Watch, better, dominating
from .priced import SWEEPS, level_weights, proving_weights
from .programme import Pass, Programme, whole
from .relaxation import Relaxation

MOST_WEIGHT = 10**6
"""Largest range of one run's objective: a gap under one unit still tells plans apart."""


def closed(ground: Ground, first: Outcome, watch: Watch, *, seed: int) -> Outcome:
    """Improve and prove a first outcome goal by goal, until ``watch`` says stop."""
    model = model_of(ground)
    programme = Programme(model, seed, watch.seconds_left)
    best, held, alone = first, 0, False
    while not best.proven:
        goal = int(np.flatnonzero(best.value < best.bound)[0])
        for earlier in range(held, goal):
            programme.hold(Pass([earlier], [1]), best.value)
        held = goal
        step = Pass([goal], [1]) if alone else _step(ground, best, goal)
        phase = ground.names[step.goals[-1]]

        def stopped(phase: str = phase, so_far: Outcome = best) -> bool:
            return watch(phase, so_far)

        if watch(phase, best, step=True):
            break
        chosen, dual = programme.tried(step, best.chosen, stopped)
        if chosen is not None and model.holds(chosen):
            value = ground.reached(chosen)
            if better(value, best.value):
                best = best.followed_by(chosen, value, lambda: ground.range()[1])
        weights = np.array(step.weights, dtype=np.int64)
        if not np.isfinite(dual) or int(weights @ best.value[step.goals]) < whole(dual):
            if len(step.goals) == 1 or watch(phase, best):
                break
            alone = True  # what keeps goals apart may still hide the end of the first
            continue
        alone = False
        bound = best.bound.copy()
        bound[step.goals] = best.value[step.goals]
        best = Outcome(best.chosen, best.value, bound)
    return best


def _step(ground: Ground, best: Outcome, goal: int) -> Pass:
    """An open goal, and later ones as far as weights keep them apart."""
    extents = [int(best.bound[goal] - best.value[goal])]
    goals = [goal]
    weights = level_weights(ground)
    alive = np.flatnonzero(weights)
    for later in alive[alive > goal].tolist():
        least, most = _reach(ground, best, goal, later, weights)
        ranges = [*extents, most - least]
        if np.prod([float(extent + 1) for extent in ranges]) > MOST_WEIGHT:
            break
        goals.append(later)
        extents = ranges
    return Pass(goals, dominating(np.array(extents, dtype=np.int64)))


def _reach(
    ground: Ground, best: Outcome, goal: int, later: int, weights: IntArray
) -> tuple[int, int]:
    """The least a later goal can fall to, and the most it can rise to.

    The least beside plans at least as good on all goals before it, the most beside plans at least
    as good on those before ``goal``, which are proven.
    """
    relaxation = Relaxation(ground, threads=2)
    least, most = (int(side[later]) for side in ground.range())
    sides = []
    for sign, before in ((1, goal), (-1, later)):
        mine = proving_weights(weights, later)
        mine[before:later] = 0
        mine[later] = sign
        found = ascended(
            relaxation,
            mine,
            np.zeros(len(relaxation.upper)),
            reached=float(mine @ (best.value - ground.offset)),
            sweeps=SWEEPS,
            stopped=lambda: False,
        )
        try:
            total, parts = relaxation.bound(mine, found.prices)
        except OverflowError:  # weights too large for prices: only the simple range is known
            return least, most
        sides.append(sign * (total // parts - int(mine[:later] @ best.value[:later])))
    most, least = sides
    return min(least, int(best.value[later])), max(most, int(best.value[later]))

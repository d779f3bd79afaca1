"""An integer programme over all stint columns, goal by goal, solved to proof by HiGHS.

Goals are strict levels. Neighbouring goals whose weights stay small enough to be told apart in
double precision are improved in one pass; what a pass has reached becomes a row of the next.
"""

import numpy as np

from bangfu.core.planner.model import Model
from bangfu.core.planner.tables import IntArray

from .outcome import Outcome, Watch, better, dominating
from .programme import Pass, Programme, whole

MOST_WEIGHT = 10**8
"""Largest objective of one pass: far below what a gap under one unit needs in double precision."""


def solved(model: Model, start: Outcome, watch: Watch, *, seed: int) -> Outcome:
    """Improve a first outcome to the best, or to the best found when ``watch`` says stop."""
    programme = Programme(model, seed, watch.seconds_left)
    best, bound = start, np.maximum(start.bound, start.value)
    hopeful = _hopeful(model, best.value, bound)
    for step in [*hopeful, *_passes(model)]:
        if (best.value[step.goals] >= bound[step.goals]).all():
            programme.hold(step, best.value)
            continue
        so_far = Outcome(best.chosen, best.value, bound.copy())

        def stopped(phase: str = model.names[step.goals[-1]], so_far: Outcome = so_far) -> bool:
            return watch(phase, so_far)

        if watch(model.names[step.goals[-1]], so_far, step=True):
            break
        chosen, dual = programme.improved(step, best.chosen, stopped)
        if chosen is not None and model.holds(chosen):
            value = model.reached(chosen)
            if better(value, best.value):
                best = Outcome(chosen, value, bound)
        if step in hopeful:
            _prove_hope(step, bound, best.value, dual)
        else:
            _tighten(model, bound, step, best.value, dual)
            if (best.value[step.goals] < bound[step.goals]).any():
                break
        if (best.value[step.goals] >= bound[step.goals]).all():
            programme.forget_idle()
            programme.hold(step, best.value)
    return Outcome(best.chosen, best.value, np.maximum(bound, best.value))


def _hopeful(model: Model, value: IntArray, bound: IntArray) -> list[Pass]:
    """One pass for rules, coverage and the first finer goal, hoping that all can be covered.

    If its best plan reaches the ceiling of every goal but the last, no plan does as well on those
    and better on the last: the strict levels are settled at once. If not, it is a good plan to
    start from.
    """
    least, most = model.range()
    alive = [goal for goal in range(len(value)) if most[goal] > least[goal]]
    coarse = [g for g in alive if g == 0 or model.names[g].startswith("coverage")]
    finer = [goal for goal in alive if goal not in coarse]
    if not coarse or not finer or finer[0] < coarse[-1]:
        return []
    rate = np.abs(model.value[finer[0]]) / model.length
    weight = 2 * int(np.ceil(rate.max())) + 1
    return [Pass([*coarse, finer[0]], [weight] * len(coarse) + [1])]


def _prove_hope(step: Pass, bound: IntArray, value: IntArray, dual: float | None) -> None:
    """Settle the last goal if all others are at their ceiling and the whole is proven, in place."""
    coarse, last = step.goals[:-1], step.goals[-1]
    if dual is None or (value[coarse] < bound[coarse]).any():
        return
    weights = np.array(step.weights, dtype=np.int64)
    if int((weights * value[step.goals]).sum()) >= whole(dual):
        bound[last] = value[last]


def _passes(model: Model) -> list[Pass]:
    """Goals in order, neighbours together while their weights stay small; empty goals left out."""
    least, most = model.range()
    extents = most - least
    alive = [goal for goal in range(len(extents)) if extents[goal] > 0]
    found: list[Pass] = []
    group: list[int] = []
    for goal in alive:
        if group and int(np.prod(extents[[*group, goal]].astype(float) + 1)) > MOST_WEIGHT:
            found.append(Pass(group, dominating(extents[group])))
            group = []
        group.append(goal)
    if group:
        found.append(Pass(group, dominating(extents[group])))
    return found


def _tighten(
    model: Model, bound: IntArray, step: Pass, value: IntArray, dual: float | None
) -> None:
    """Turn a pass's dual bound into bounds on its goals, in place.

    Whole objective equal to the rounded-down dual bound: every goal of the pass is proven.
    Otherwise the first goal is bounded by what is left when the later ones are at their least.
    """
    if dual is None or not np.isfinite(dual):
        return
    most = whole(dual)
    weights = np.array(step.weights, dtype=np.int64)
    if int((weights * value[step.goals]).sum()) >= most:
        bound[step.goals] = value[step.goals]
        return
    least = model.range()[0][step.goals]
    rest = int((weights[1:] * least[1:]).sum())
    first = step.goals[0]
    bound[first] = min(bound[first], max((most - rest) // step.weights[0], value[first]))

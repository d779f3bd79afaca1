"""Certificates for large problems: prices alone, goal by goal, from sweeps over all stays."""

from collections.abc import Callable

import numpy as np

from bangfu.core.planner.certificate import (
    Certificate,
    LevelProof,
    certified,
)
from bangfu.core.planner.columns import Columns
from bangfu.core.planner.engines.ascent import Ascent, ascended, bounding
from bangfu.core.planner.engines.outcome import Proof
from bangfu.core.planner.engines.priced import level_weights, proving_weights
from bangfu.core.planner.engines.relaxation import Relaxation
from bangfu.core.planner.grounding import ground_of
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.proof import bounded
from bangfu.core.planner.tables import FloatArray, IntArray
from bangfu.core.planner.tally import tally

from .names import levels_of

SWEEPS = 300
"""Price updates for all goals together, and again for each."""


def certify_by_prices(
    problem: Problem,
    plan: Plan,
    columns: Columns,
    *,
    keep: Plan | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Certificate:
    """A certificate of one case per goal; ``columns`` are all stays that the rules leave.

    ``stopped`` is asked now and then; after it says so prices are taken as they are.
    """
    ground = ground_of(columns, keep)
    relaxation, weights = Relaxation(ground, threads=2), level_weights(ground)
    value = np.array([level for _, level in tally(problem, plan, keep).levels]) - ground.offset
    value[0] += ground.unmet
    prices = np.zeros(len(relaxation.upper))

    def better(ascent: Callable[..., Ascent], weights: IntArray, prices: FloatArray) -> FloatArray:
        reached = float(weights @ value)
        return ascent(
            relaxation, weights, prices, reached=reached, sweeps=SWEEPS, stopped=stopped
        ).prices

    prices = better(ascended, weights, prices)
    proofs = []
    for goal in np.flatnonzero(weights).tolist():
        mine = proving_weights(weights, goal)
        try:
            _, parts, whole = relaxation.certified(
                mine, better(bounding, mine, prices / weights[goal])
            )
        except OverflowError:  # weights too large for prices: the goal is bounded without any
            continue
        proofs.append(Proof(goal, mine * parts, whole))
    return certified_by(problem, plan, levels_of(problem, ground, proofs), keep)


def certified_by(
    problem: Problem, plan: Plan, levels: tuple[LevelProof, ...], keep: Plan | None = None
) -> Certificate:
    """The certificate of these proofs, with the bounds that they give."""
    return certified(problem, plan, bounded(problem, plan, levels, keep))

"""An integer programme over all stint columns, goal by goal, solved to proof by HiGHS.

Goals are strict levels. Neighbouring goals whose weights stay small enough to be told apart in
double precision are improved in one pass; what a pass has reached becomes a row of the next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import scipy.sparse as sparse

from bangfu.core.planner.model import Model
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import IntArray

from .chained import chained
from .outcome import Outcome, Watch, better, dominating

MOST_WEIGHT = 10**8
"""Largest objective of one pass: far below what a gap under one unit needs in double precision."""

CLOSE = 0.999
"""A gap below one unit closes, for every objective is a whole number."""


@dataclass(frozen=True, slots=True)
class _Pass:
    goals: list[int]
    weights: list[int]


def solved(model: Model, start: Outcome, watch: Watch, *, seed: int) -> Outcome:
    """Improve a first outcome to the best, or to the best found when ``watch`` says stop."""
    programme = _Programme(model, seed)
    best, bound = start, start.bound.copy()
    for step in _passes(model):
        name = model.names[step.goals[0]]

        so_far = Outcome(best.chosen, best.value, np.maximum(bound, best.value))

        def stopped(phase: str = name, so_far: Outcome = so_far) -> bool:
            return watch(phase, so_far)

        if stopped():
            break
        chosen, dual = programme.improved(step, best.chosen, stopped)
        if chosen is not None and model.holds(chosen):
            value = model.reached(chosen)
            if better(value, best.value):
                best = Outcome(chosen, value, bound)
        _tighten(model, bound, step, best.value, dual)
        best = Outcome(best.chosen, best.value, bound.copy())
        if (best.value[step.goals] < bound[step.goals]).any():
            break
        programme.hold(step, best.value)
    return Outcome(best.chosen, best.value, np.maximum(bound, best.value))


def _passes(model: Model) -> list[_Pass]:
    """Goals in order, neighbours together while their weights stay small; empty goals left out."""
    least, most = model.range()
    extents = most - least
    alive = [goal for goal in range(len(extents)) if extents[goal] > 0]
    found: list[_Pass] = []
    group: list[int] = []
    for goal in alive:
        if group and int(np.prod(extents[[*group, goal]].astype(float) + 1)) > MOST_WEIGHT:
            found.append(_Pass(group, dominating(extents[group])))
            group = []
        group.append(goal)
    if group:
        found.append(_Pass(group, dominating(extents[group])))
    return found


def _tighten(
    model: Model, bound: IntArray, step: _Pass, value: IntArray, dual: float | None
) -> None:
    """Turn a pass's dual bound into bounds on its goals, in place.

    Whole objective equal to the rounded-down dual bound: every goal of the pass is proven.
    Otherwise the first goal is bounded by what is left when the later ones are at their least.
    """
    if dual is None or not np.isfinite(dual):
        return
    most = int(np.floor(dual + 1e-6 + 1e-10 * abs(dual)))
    weights = np.array(step.weights, dtype=np.int64)
    if int((weights * value[step.goals]).sum()) >= most:
        bound[step.goals] = value[step.goals]
        return
    least = model.range()[0][step.goals]
    rest = int((weights[1:] * least[1:]).sum())
    first = step.goals[0]
    bound[first] = min(bound[first], max((most - rest) // step.weights[0], value[first]))


class _Programme:
    """The HiGHS model of a part.

    Variables: the columns; one slack per row with a lower side; one level per row of a chain.
    """

    def __init__(self, model: Model, seed: int) -> None:
        self.model = model
        self.short = np.flatnonzero(model.lower > 0)
        self.chain = chained(model.matrix, model.lower <= 0)
        self.size = model.size + len(self.short) + len(self.chain.levels)
        self.highs = highspy.Highs()
        for option, setting in (
            ("output_flag", False),
            ("random_seed", seed),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", CLOSE),
        ):
            self.highs.setOptionValue(option, setting)
        self.highs.passModel(self._linear())

    def _linear(self) -> Any:
        model, short, levels = self.model, self.short, self.chain.levels
        n_rows, n_levels = model.matrix.shape[0], len(self.chain.levels)
        slack = sparse.csr_matrix(
            (np.ones(len(short)), (short, np.arange(len(short)))), shape=(n_rows, len(short))
        )
        changes = self.chain.matrix
        matrix = sparse.hstack(
            [changes[:, : model.size], slack, changes[:, model.size :]], format="csc"
        )
        fixed = np.zeros(self.size)
        fixed[model.fixed] = 1.0
        most = np.where(model.upper < UNLIMITED, model.upper.astype(np.float64), highspy.kHighsInf)
        least = np.where(model.lower > 0, model.lower.astype(np.float64), -highspy.kHighsInf)
        linear = highspy.HighsLp()
        linear.num_col_, linear.num_row_ = self.size, n_rows
        linear.sense_ = highspy.ObjSense.kMaximize
        linear.col_cost_ = np.zeros(self.size)
        linear.col_lower_ = fixed
        linear.col_upper_ = np.concatenate([np.ones(model.size), model.lower[short], most[levels]])
        most[levels] = 0.0
        least[levels] = 0.0
        linear.row_lower_, linear.row_upper_ = least, most
        linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        linear.a_matrix_.start_ = matrix.indptr
        linear.a_matrix_.index_ = matrix.indices
        linear.a_matrix_.value_ = matrix.data
        whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        linear.integrality_ = [whole] * (model.size + len(short)) + [real] * n_levels
        return linear

    def _coefficients(self, goal: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        slack = np.full(len(self.short), -1.0 if goal == 0 else 0.0)
        level = np.zeros(len(self.chain.levels))
        return np.concatenate([self.model.value[goal].astype(np.float64), slack, level])

    def hold(self, step: _Pass, value: IntArray) -> None:
        """From now on the goals of a pass stay at least as good as they are."""
        for goal in step.goals:
            coefficients = self._coefficients(goal)
            used = np.flatnonzero(coefficients)
            target = float(value[goal] - self.model.offset[goal])
            self.highs.addRow(target, highspy.kHighsInf, len(used), used, coefficients[used])

    def improved(
        self, step: _Pass, start: IntArray, stopped: Callable[[], bool]
    ) -> tuple[IntArray | None, float | None]:
        """Best columns for a pass and its dual bound, as far as the search got."""
        pairs = list(zip(step.goals, step.weights, strict=True))
        cost = sum(weight * self._coefficients(goal) for goal, weight in pairs)
        highs = self.highs
        highs.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), cost)
        self._begin_from(start)
        failure = self._run(stopped)
        if failure is not None:
            raise failure
        information = highs.getInfo()
        offset = sum(weight * int(self.model.offset[goal]) for goal, weight in pairs)
        dual = (
            information.mip_dual_bound + offset if information.mip_dual_bound is not None else None
        )
        if information.primal_solution_status != highspy.kSolutionStatusFeasible:
            return None, dual
        x = np.array(highs.getSolution().col_value)[: self.model.size]
        return np.flatnonzero(x > 0.5), dual

    def _begin_from(self, chosen: IntArray) -> None:
        model = self.model
        x = np.zeros(self.size)
        x[chosen] = 1.0
        reached = model.matrix @ x[: model.size]
        short = np.maximum(0, model.lower[self.short] - reached[self.short])
        x[model.size :] = np.concatenate([short, reached[self.chain.levels]])
        solution = highspy.HighsSolution()
        solution.col_value = list(x)
        self.highs.setSolution(solution)

    def _run(self, stopped: Callable[[], bool]) -> BaseException | None:
        """Run, asking now and then whether to stop; what the question raised is handed back."""
        failure: list[BaseException] = []

        def ask(event: Any) -> None:
            try:
                if failure or stopped():
                    event.interrupt()
            except BaseException as error:
                failure.append(error)
                event.interrupt()

        highs = self.highs
        asked = (highs.cbMipInterrupt, highs.cbSimplexInterrupt)
        for event in asked:
            event.subscribe(ask)
        try:
            highs.run()
        finally:
            for event in asked:
                event.unsubscribe(ask)
        return failure[0] if failure else None

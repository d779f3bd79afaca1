"""The HiGHS model of a part: a pass is tried on a core of promising columns, and proven for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import scipy.sparse as sparse

from bangfu.core.planner.model import Model
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import BoolArray, FloatArray, IntArray

from .chained import chained

CORE = 500
"""Columns that a first try keeps, or a tenth of all: those the relaxation values most."""

CLOSE = 0.999
"""A gap below one unit closes, for every objective is a whole number."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Goals improved together, each with its weight."""

    goals: list[int]
    weights: list[int]


def whole(dual: float) -> int:
    """The most a whole-number objective can be under a dual bound, with room for rounding."""
    return int(np.floor(dual + 1e-6 + 1e-10 * abs(dual)))


class Programme:
    """The HiGHS model of a part.

    Variables: the columns; one slack per row with a lower side; one level per row of a chain.
    """

    def __init__(
        self, model: Model, seed: int, seconds_left: Callable[[], float] = lambda: np.inf
    ) -> None:
        self.model = model
        self._seconds_left = seconds_left
        self.short = np.flatnonzero(model.lower > 0)
        self.chain = chained(model.matrix, model.lower <= 0)
        self.size = model.size + len(self.short) + len(self.chain.levels)
        self.alive = np.ones(model.size, dtype=np.bool_)
        self._idle = np.zeros(model.size, dtype=np.bool_)
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

    def hold(self, step: Pass, value: IntArray) -> None:
        """From now on the goals of a pass, proven, stay as good as they are."""
        for goal in step.goals:
            coefficients = self._coefficients(goal)
            used = np.flatnonzero(coefficients)
            target = float(value[goal] - self.model.offset[goal])
            self.highs.addRow(target, highspy.kHighsInf, len(used), used, coefficients[used])

    def forget_idle(self) -> None:
        """Leave out for good what the pass just proven showed to be in no plan as good."""
        self.alive &= ~self._idle

    def improved(
        self, step: Pass, start: IntArray, stopped: Callable[[], bool]
    ) -> tuple[IntArray | None, float | None]:
        """Best columns for a pass and its dual bound, as far as the search got.

        A column whose reduced cost in the relaxation exceeds the distance from the relaxation to
        a plan at hand is in no better plan. So a core of promising columns is solved first; its
        plan tells which others matter, and mostly none do. What cannot matter now cannot later,
        for a pass is held.
        """
        cost = self._aim(step)
        pairs = zip(step.goals, step.weights, strict=True)
        offset = float(sum(weight * int(self.model.offset[goal]) for goal, weight in pairs))
        relaxed = self._relaxed(stopped)
        if relaxed is None:
            return None, None
        most, price = relaxed
        size = max(CORE, int(self.alive.sum()) // 10)
        reach = float(np.partition(price, size)[size]) if len(price) > size else np.inf
        found, dual = start, most
        while True:
            chosen, dual = self._within(price <= reach, found, stopped)
            if chosen is None:
                return found, most + offset
            found, short = chosen, most - float(cost[chosen].sum() - self._penalty(step, chosen))
            margin = 0.01 + 1e-7 * abs(most)
            # Values are whole: columns of a better plan cost at most what one unit more leaves.
            needed = short - 1 + margin
            if needed <= reach or dual > most - short + 1:
                break
            reach = needed
        self._idle = price > max(short + margin, 0.0)
        return found, min(most, max(dual, most - reach)) + offset

    def tried(
        self, step: Pass, start: IntArray, stopped: Callable[[], bool]
    ) -> tuple[IntArray | None, float]:
        """Better columns for a pass out of all, found in one run, and the run's dual bound."""
        self._aim(step)
        return self._within(np.ones(self.model.size, dtype=np.bool_), start, stopped)

    def _aim(self, step: Pass) -> FloatArray:
        """Make a pass the objective; its coefficient for every variable."""
        cost = np.zeros(self.size)
        for goal, weight in zip(step.goals, step.weights, strict=True):
            cost += weight * self._coefficients(goal)
        self.highs.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), cost)
        return cost

    def relaxed(
        self, cost: FloatArray, shortfall: float, stopped: Callable[[], bool]
    ) -> FloatArray | None:
        """The price of every row in the relaxation under a cost per column.

        A unit short of a lower side costs ``shortfall``. Prices are at least 0 on an upper side, at
        most 0 on a lower one. ``None`` if it was stopped.
        """
        slack = np.full(len(self.short), -shortfall)
        every = np.concatenate([cost, slack, np.zeros(len(self.chain.levels))])
        self.highs.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), every)
        if self._relaxed(stopped) is None:
            return None
        solution = self.highs.getSolution()
        price = np.array(solution.row_dual)
        price[self.chain.levels] = np.array(solution.col_dual)[self.model.size + len(self.short) :]
        return price

    def _penalty(self, step: Pass, chosen: IntArray) -> float:
        if 0 not in step.goals:
            return 0.0
        x = np.zeros(self.model.size)
        x[chosen] = 1.0
        missing = np.maximum(0, self.model.lower[self.short] - (self.model.matrix @ x)[self.short])
        return float(step.weights[step.goals.index(0)] * missing.sum())

    def _relaxed(self, stopped: Callable[[], bool]) -> tuple[float, FloatArray] | None:
        """Objective of the relaxation, and what using each unused column would cost it."""
        highs = self.highs
        self._open(np.ones(self.model.size, dtype=np.bool_))
        highs.setOptionValue("solve_relaxation", True)
        self._run(stopped)
        highs.setOptionValue("solve_relaxation", False)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        dual = np.array(highs.getSolution().col_dual)[: self.model.size]
        price = np.where(self.alive, np.maximum(-dual, 0.0), np.inf)
        price[self.model.fixed] = 0.0
        return float(highs.getInfo().objective_function_value), price

    def _within(
        self, core: BoolArray, start: IntArray, stopped: Callable[[], bool]
    ) -> tuple[IntArray | None, float]:
        """Best plan that uses only core columns and those of the start, with its dual bound."""
        used = core.copy()
        used[start] = True
        self._open(used)
        self._begin_from(start)
        self._run(stopped)
        information = self.highs.getInfo()
        if information.primal_solution_status != highspy.kSolutionStatusFeasible:
            return None, np.inf
        x = np.array(self.highs.getSolution().col_value)[: self.model.size]
        return np.flatnonzero(x > 0.5), float(information.mip_dual_bound)

    def _open(self, used: BoolArray) -> None:
        """Let only these columns be chosen, of those still alive; fixed ones always are."""
        upper = (used & self.alive).astype(np.float64)
        lower = np.zeros(self.model.size)
        lower[self.model.fixed] = upper[self.model.fixed] = 1.0
        numbers = np.arange(self.model.size, dtype=np.int32)
        self.highs.changeColsBounds(self.model.size, numbers, lower, upper)

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

    def _run(self, stopped: Callable[[], bool]) -> None:
        """Run, asking now and then whether to stop; what the question raises ends the run."""
        failure: list[BaseException] = []

        def ask(event: Any) -> None:
            try:
                if failure or stopped():
                    event.interrupt()
            except BaseException as error:
                failure.append(error)
                event.interrupt()

        highs = self.highs
        left = self._seconds_left()
        if np.isfinite(left):
            # The clock of HiGHS runs on from run to run.
            highs.setOptionValue("time_limit", highs.getRunTime() + max(left, 0.01))
        asked = (highs.cbMipInterrupt, highs.cbSimplexInterrupt)
        for event in asked:
            event.subscribe(ask)
        try:
            highs.run()
        finally:
            for event in asked:
                event.unsubscribe(ask)
        if failure:
            raise failure[0]

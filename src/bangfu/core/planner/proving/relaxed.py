"""The linear relaxation of one goal over a part, kept ready for one branch after another.

Variables, in this order: a shortage for each row with a lower side; what each earlier goal falls
short; what the branches are violated by; then the stays of the core. The second and third cost so
much that they stay at zero wherever a plan exists, and where none does their cost is the proof.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import scipy.sparse as sparse

from .labelled import FloatArray, IntArray, Labelled

INFINITE = highspy.kHighsInf
UNLIMITED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Branch:
    """At most ``side`` of some stays, or with ``more`` at least so many."""

    stays: IntArray
    side: int
    more: bool


@dataclass(frozen=True, slots=True)
class Solved:
    """An optimum of the relaxation: its worth, the stays' values, and what each row is worth.

    ``rows``: by row of the part, at least 0 on upper sides, at most 0 on lower ones; ``goals``: by
    earlier goal, at least 0; ``branches``: by branch, signs as of rows; ``basis``: to go on from.
    """

    worth: float
    x: FloatArray
    rows: FloatArray
    goals: FloatArray
    branches: FloatArray
    basis: Any


class Relaxed:
    """max goal, subject to rows, earlier goals as good as ``reached``, and branches."""

    def __init__(self, part: Labelled, values: IntArray, reached: IntArray, force: float) -> None:
        """``values``: by goal up to the one at hand, shape (goals, stays), rules first.

        ``reached``: by earlier goal, without offsets, shape (goals - 1,). ``force``: what a unit
        of an earlier goal or a branch violated costs.
        """
        self.part, self.values = part, values
        self.short = part.minimums
        self.earlier = len(reached)
        self.fixed = len(self.short) + self.earlier + 1
        # One place for one person is a row there, so that its worth shows among the rows.
        self._several = part.over.several(part.block)
        self.core = np.zeros(0, dtype=np.int64)
        self.branches: list[Branch] = []
        self.highs = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self.highs.setOptionValue(option, setting)
        self.highs.passModel(self._empty(reached, force))

    def _empty(self, reached: IntArray, force: float) -> Any:
        part, goals = self.part, self.earlier
        lack = self.part.lower[self.short]
        rows, short = part.matrix.shape[0], len(self.short)
        helping = sparse.csc_matrix(
            (np.ones(short), (self.short, np.arange(short))), shape=(rows + goals, self.fixed)
        ).tolil()
        for goal in range(goals):
            helping[rows + goal, short + goal] = 1.0
        if goals:
            helping[rows, :short] = -1.0  # a shortage is what the goal of rules falls short
        matrix = helping.tocsc()
        linear = highspy.HighsLp()
        linear.num_col_, linear.num_row_ = self.fixed, rows + goals
        linear.sense_ = highspy.ObjSense.kMaximize
        linear.col_cost_ = np.concatenate(
            [np.full(short, 0.0 if goals else -1.0), np.full(goals + 1, -force)]
        )
        linear.col_lower_ = np.zeros(self.fixed)
        linear.col_upper_ = np.concatenate([lack, np.full(goals + 1, INFINITE)])
        linear.row_lower_ = np.concatenate(
            [np.where(part.lower > 0, part.lower, -INFINITE), reached.astype(np.float64)]
        )
        linear.row_upper_ = np.concatenate(
            [np.where(np.isfinite(part.upper), part.upper, INFINITE), np.full(goals, INFINITE)]
        )
        linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        linear.a_matrix_.start_ = matrix.indptr
        linear.a_matrix_.index_ = matrix.indices
        linear.a_matrix_.value_ = matrix.data
        return linear

    def admit(self, stays: IntArray) -> None:
        """Let these stays be chosen, too."""
        branches = [np.isin(stays, branch.stays) for branch in self.branches]
        whole = sparse.vstack(
            [
                self.part.matrix[:, stays].astype(np.float64),
                sparse.csr_matrix(self.values[:-1, stays].astype(np.float64)),
                sparse.csr_matrix(
                    np.array(branches, dtype=np.float64).reshape(len(branches), len(stays))
                ),
            ],
            format="csc",
        )
        whole.eliminate_zeros()
        number = len(stays)
        self.highs.addCols(
            number,
            self.values[-1, stays].astype(np.float64),
            np.zeros(number),
            np.where(self._several[stays], INFINITE, 1.0),
            whole.nnz,
            whole.indptr[:-1].astype(np.int32),
            whole.indices.astype(np.int32),
            whole.data,
        )
        self.core = np.concatenate([self.core, stays])

    def go_to(self, branches: list[Branch], basis: Any) -> None:
        """Stand at a node of the tree, ready to go on from the basis found there."""
        first = self.part.matrix.shape[0] + self.earlier
        if self.branches:
            gone = np.arange(first, first + len(self.branches), dtype=np.int32)
            self.highs.deleteRows(len(gone), gone)
        self.branches = []
        for branch in branches:
            self.push(branch)
        self._resume(basis)

    def push(self, branch: Branch) -> None:
        """One branch more."""
        inside = np.flatnonzero(np.isin(self.core, branch.stays))
        violated = len(self.short) + self.earlier
        columns = np.concatenate([[violated], self.fixed + inside]).astype(np.int32)
        weights = np.ones(len(columns))
        weights[0] = 1.0 if branch.more else -1.0
        lower, upper = (branch.side, INFINITE) if branch.more else (-INFINITE, branch.side)
        self.highs.addRow(lower, upper, len(columns), columns, weights)
        self.branches.append(branch)

    def pop(self, basis: Any) -> None:
        """The last branch taken back; ``basis`` is that of the node before it."""
        row = self.part.matrix.shape[0] + self.earlier + len(self.branches) - 1
        self.highs.deleteRows(1, np.array([row], dtype=np.int32))
        self.branches.pop()
        self._resume(basis)

    def _resume(self, basis: Any) -> None:
        """Start from an earlier basis; stays admitted and branches added since begin outside."""
        if basis is None:
            return
        columns, rows = basis
        start = highspy.HighsBasis()
        missing = self.fixed + len(self.core) - len(columns)
        start.col_status = [*columns, *[highspy.HighsBasisStatus.kLower] * missing]
        n_rows = self.part.matrix.shape[0] + self.earlier + len(self.branches)
        start.row_status = [*rows, *[highspy.HighsBasisStatus.kBasic] * (n_rows - len(rows))]
        start.valid = True
        self.highs.setBasis(start)

    def look(self, most_steps: int) -> float | None:
        """About the worth of the optimum, after so many steps towards it at most."""
        self.highs.setOptionValue("simplex_iteration_limit", most_steps)
        self.highs.run()
        ended = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kIterationLimit)
        if self.highs.getModelStatus() not in ended:
            return None
        return float(self.highs.getInfo().objective_function_value)

    def solve(self) -> Solved | None:
        """The optimum; ``None`` where HiGHS finds none."""
        highs = self.highs
        highs.setOptionValue("simplex_iteration_limit", UNLIMITED)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution, basis = highs.getSolution(), highs.getBasis()
        dual = np.array(solution.row_dual)
        rows = self.part.matrix.shape[0]
        x = np.zeros(self.part.matrix.shape[1])
        x[self.core] = np.array(solution.col_value)[self.fixed :]
        return Solved(
            worth=float(highs.getInfo().objective_function_value),
            x=x,
            rows=dual[:rows],
            goals=np.maximum(0.0, -dual[rows : rows + self.earlier]),
            branches=dual[rows + self.earlier :],
            basis=(list(basis.col_status), list(basis.row_status)),
        )

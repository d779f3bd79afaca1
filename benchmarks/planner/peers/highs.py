"""Full HiGHS: every stay a binary variable, goals added up in one weighted sum."""

import os
from typing import Any

import numpy as np

from bangfu.core.planner import Plan, Problem

from . import Answer
from .whole import ANY, Whole, stated

CLOSE = 1e-6
"""Where the gap counts as closed: a few points in a million coverage points."""


def planned(problem: Problem, seconds: float) -> Answer:
    """The best plan HiGHS finds in so many seconds, and its bound."""
    import highspy

    whole = stated(problem, "highs")
    # HiGHS keeps its threads for the process and refuses to run with another number of them.
    highspy.Highs.resetGlobalScheduler(True)
    solver = highspy.Highs()
    for option, setting in (
        ("output_flag", False),
        ("time_limit", float(seconds)),
        ("threads", os.cpu_count() or 1),
        ("mip_rel_gap", CLOSE),
    ):
        solver.setOptionValue(option, setting)
    solver.passModel(_linear(whole))
    solver.run()
    highspy.Highs.resetGlobalScheduler(True)
    found = solver.getInfo()
    status = solver.modelStatusToString(solver.getModelStatus())
    note = f"{status}; {whole.matrix.shape[1]:,} columns, {whole.matrix.shape[0]:,} rows"
    bound = float(found.mip_dual_bound)
    if found.primal_solution_status != highspy.kSolutionStatusFeasible:
        return Answer(Plan(), bound, note)
    x = np.array(solver.getSolution().col_value)
    return Answer(whole.plan(np.flatnonzero(x > 0.5)), bound, note)


def _linear(whole: Whole) -> Any:
    import highspy

    rows, columns = whole.matrix.shape
    matrix = whole.matrix.tocsc()
    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = columns, rows
    linear.sense_ = highspy.ObjSense.kMaximize
    linear.col_cost_ = whole.value.astype(np.float64)
    linear.col_lower_, linear.col_upper_ = np.zeros(columns), np.ones(columns)
    least, most = whole.lower.astype(np.float64), whole.upper.astype(np.float64)
    linear.row_lower_ = np.where(whole.lower > 0, least, -highspy.kHighsInf)
    linear.row_upper_ = np.where(whole.upper < ANY, most, highspy.kHighsInf)
    linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    linear.a_matrix_.start_ = matrix.indptr
    linear.a_matrix_.index_ = matrix.indices
    linear.a_matrix_.value_ = matrix.data.astype(np.float64)
    linear.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return linear

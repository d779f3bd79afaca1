"""Full CP-SAT: every stay a Boolean, goals added up in one weighted sum."""

import os
from typing import Any

import numpy as np

from bangfu.core.planner import Plan, Problem

from . import Answer
from .whole import ANY, Whole, stated


def planned(problem: Problem, seconds: float) -> Answer:
    """The best plan CP-SAT finds in so many seconds, and its bound."""
    from ortools.sat.python import cp_model

    whole = stated(problem, "cpsat")
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(whole.post))]
    _limit(model, chosen, whole)
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, whole.value.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = os.cpu_count() or 1
    status = solver.solve(model)
    rows, columns = whole.matrix.shape
    note = f"{solver.status_name(status)}; {columns:,} columns, {rows:,} rows"
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(Plan(), note=note)
    taken = [n for n, variable in enumerate(chosen) if solver.boolean_value(variable)]
    return Answer(whole.plan(np.array(taken, dtype=np.int64)), solver.best_objective_bound, note)


def _limit(model: Any, chosen: list[Any], whole: Whole) -> None:
    """State the rows; those of which one may be chosen in CP-SAT's own words."""
    from ortools.sat.python import cp_model

    ends = whole.matrix.indptr.tolist()
    sides = zip(whole.lower.tolist(), whole.upper.tolist(), strict=True)
    for first, last, (lower, upper) in zip(ends, ends[1:], sides, strict=False):
        members = [chosen[n] for n in whole.matrix.indices[first:last].tolist()]
        weights = whole.matrix.data[first:last].tolist()
        if lower <= 0 and all(weight <= upper < 2 * weight for weight in weights):
            model.add_at_most_one(members)
            continue
        total = cp_model.LinearExpr.weighted_sum(members, weights)
        if lower > 0:
            model.add(total >= lower)
        if upper < ANY:
            model.add(total <= upper)

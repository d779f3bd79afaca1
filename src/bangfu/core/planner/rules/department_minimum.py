"""A home department keeps its minimum staff."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Columns
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Department, Problem
from bangfu.core.planner.rows import Rows, at_any_time
from bangfu.core.planner.tables import NONE, VISITING, IntArray
from bangfu.core.planner.wording import spans_of, when_en, when_zh

from .rule import Rule


class DepartmentMinimum(Rule):
    """Staff less leave less people away is never below the minimum; a clinic is no absence."""

    code = "department_minimum"

    def rows(self, columns: Columns) -> Iterator[Rows]:
        """Per department and moment: people away, at most staff less minimum less leave."""
        tables = columns.tables
        home = tables.department[columns.person]
        away = np.flatnonzero((home != NONE) & (tables.form[columns.post] != VISITING))
        capacity, changes = self._capacity(tables.problem)
        rows = at_any_time(
            home[away],
            columns.arrives[away],
            columns.end[away],
            np.ones(len(away), dtype=np.int64),
            capacity,
            changes=changes,
        )
        yield Rows(rows.row, away[rows.column], rows.weight, rows.lower, rows.upper)

    @staticmethod
    def _capacity(problem: Problem) -> tuple[IntArray, IntArray]:
        periods = problem.horizon.count
        capacity = np.zeros((len(problem.departments), periods), dtype=np.int64)
        changes = []
        for number, department in enumerate(problem.departments):
            capacity[number] = department.staff - department.minimum
            for leave in department.leave:
                capacity[number, leave.start : leave.end] -= leave.people
                changes.append((number, min(leave.start, periods - 1)))
        return np.maximum(capacity, 0), np.array(changes, dtype=np.int64).reshape(-1, 2)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each department and stretch of time below the minimum through people sent away."""
        away: dict[str, Counter[int]] = {}
        for duty in plan.duties:
            home = problem.person(duty.person).department
            if home is not None and problem.post(duty.post).form != "visiting":
                sent = away.setdefault(home, Counter())
                sent.update(range(problem.arrival(duty), duty.end))
        for id, periods in away.items():
            department = problem.department(id)
            short = sorted(
                period
                for period, people in periods.items()
                if people and self._left(department, period) - people < department.minimum
            )
            for span in spans_of(short):
                least = min(
                    self._left(department, t) - periods[t] for t in range(span.start, span.end)
                )
                label = problem.label("department", id)
                yield Violation(
                    f"{label}在{when_zh(problem, span.start, span.end)}在岗仅{least}人，"
                    f"低于最低{department.minimum}人。",
                    f"{label} is left with {least} people "
                    f"{when_en(problem, span.start, span.end)}, "
                    f"below its minimum of {department.minimum}.",
                    rule=self.code,
                )

    @staticmethod
    def _left(department: Department, period: int) -> int:
        on_leave = sum(x.people for x in department.leave if x.start <= period < x.end)
        return department.staff - on_leave

"""A home department keeps its minimum staff."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, unbounded
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Department, Problem
from bangfu.core.planner.tables import NONE, VISITING, IntArray
from bangfu.core.planner.wording import spans_of, when_en, when_zh

from .rule import Rule


class DepartmentMinimum(Rule):
    """Staff less leave less people away is never below the minimum; a clinic is no absence."""

    code = "department_minimum"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per department and moment: people away, at most staff less minimum less leave."""
        tables = pairs.tables
        away = tables.form[pairs.post] != VISITING
        capacity = self._capacity(tables.problem)
        yield Capacity(
            self.code,
            np.where(away, tables.department[pairs.person], NONE),
            np.ones(len(pairs), dtype=np.int64),
            capacity,
            unbounded(len(capacity)),
            during="absence",
        )

    @staticmethod
    def _capacity(problem: Problem) -> IntArray:
        capacity = np.zeros((len(problem.departments), problem.horizon.count), dtype=np.int64)
        for number, department in enumerate(problem.departments):
            capacity[number] = department.staff - department.minimum
            for leave in department.leave:
                capacity[number, leave.start : leave.end] -= leave.people
        return np.maximum(capacity, 0)

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

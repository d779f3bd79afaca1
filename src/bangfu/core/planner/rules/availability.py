"""A person serves only while available, hand-over included."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Columns
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import BoolArray
from bangfu.core.planner.wording import when_en, when_zh

from .rule import Rule


class Availability(Rule):
    """From arrival to the end of a stay the person is available without a break."""

    code = "availability"

    def allows(self, columns: Columns) -> BoolArray:
        """One flag per column, shape (n_columns,)."""
        people = columns.tables.problem.people
        length = int(columns.tables.problem.horizon.count)
        always = np.array([person.available is None for person in people], dtype=np.bool_)
        allowed: BoolArray = always[columns.person]
        limited = np.flatnonzero(~allowed)
        if not len(limited):
            return allowed
        numbers = np.flatnonzero(~always)
        position = np.full(len(people), -1)
        position[numbers] = np.arange(len(numbers))
        free = np.zeros((len(numbers), length + 1), dtype=np.int64)
        for place, number in enumerate(numbers):
            for span in people[number].available or ():
                free[place, span.start : span.end] = 1
        before = np.concatenate(
            [np.zeros((len(numbers), 1), dtype=np.int64), np.cumsum(free, axis=1)], axis=1
        )
        rows = position[columns.person[limited]]
        first, last = columns.arrives[limited], columns.end[limited]
        allowed[limited] = before[rows, last] - before[rows, first] == last - first
        return allowed

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty with a period, hand-over included, in which its person is not available."""
        for duty in plan.duties:
            available = problem.person(duty.person).available
            if available is None:
                continue
            first = problem.arrival(duty)
            missing = [
                period
                for period in range(first, duty.end)
                if not any(span.start <= period < span.end for span in available)
            ]
            if missing:
                name = problem.label("person", duty.person)
                place = problem.label("post", duty.post)
                start, end = missing[0], missing[-1] + 1
                yield Violation(
                    f"{name}在{when_zh(problem, start, end)}不能派出，"
                    f"而“{place}”需要其在岗或交接。",
                    f"{name} is not available {when_en(problem, start, end)}, "
                    f"when “{place}” needs service or hand-over.",
                    rule=self.code,
                    duty=duty,
                )

"""Duties that are settled and stay as they are."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Columns
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import IntArray
from bangfu.core.planner.wording import duty_en, duty_zh

from .rule import Rule


class Pinned(Rule):
    """Every pinned duty is in the plan. The solver fixes its column at one."""

    code = "pinned"

    @staticmethod
    def fixed(columns: Columns) -> IntArray:
        """Numbers of the columns that are pinned."""
        tables = columns.tables
        pins = np.array(
            [
                (tables.post_number[d.post], tables.person_number[d.person], d.start, d.end)
                for d in tables.problem.pinned
            ],
            dtype=np.int64,
        ).reshape(-1, 4)
        wanted = {tuple(pin) for pin in pins.tolist()}
        near = np.flatnonzero(
            np.isin(columns.post, pins[:, 0]) & np.isin(columns.person, pins[:, 1])
        )
        places = zip(
            near.tolist(),
            columns.post[near].tolist(),
            columns.person[near].tolist(),
            columns.start[near].tolist(),
            columns.end[near].tolist(),
            strict=True,
        )
        return np.array([n for n, *place in places if tuple(place) in wanted], dtype=np.int64)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each pinned duty that the plan lacks."""
        planned = set(plan.duties)
        for duty in problem.pinned:
            if duty not in planned:
                yield Violation(
                    f"已锁定{duty_zh(problem, duty)}，方案中没有这一安排。",
                    f"{duty_en(problem, duty)} is pinned, but the plan lacks it.",
                    rule=self.code,
                    duty=duty,
                )

"""At least so many person-times in a programme."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, always
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.rows import UNLIMITED

from .rule import Rule


class PersonTimes(Rule):
    """A programme sends at least ``person_times``; who goes twice counts twice (人次)."""

    code = "person_times"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per programme: its stays, at least so many."""
        tables = pairs.tables
        least = np.array([p.person_times for p in tables.problem.programmes], dtype=np.int64)
        one = np.ones(len(pairs), dtype=np.int64)
        upper = always(np.full(len(least), UNLIMITED))
        yield Capacity(self.code, tables.programme[pairs.post], one, upper, least)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each programme that sends too few."""
        sent = Counter(problem.post(duty.post).programme for duty in plan.duties)
        for programme in problem.programmes:
            if sent[programme.id] < programme.person_times:
                label = problem.label("programme", programme.id)
                yield Violation(
                    f"“{label}”全期应派出不少于{programme.person_times}人次，"
                    f"方案只有{sent[programme.id]}人次。",
                    f"“{label}” must send at least {programme.person_times} person-times; "
                    f"the plan has {sent[programme.id]}.",
                    rule=self.code,
                    short=True,
                )

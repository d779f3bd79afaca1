"""Nobody fills two places of one post at the same time."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, unbounded
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import NONE
from bangfu.core.planner.wording import spans_of, when_en, when_zh

from .rule import Rule


class OneSeat(Rule):
    """Of a post with a headcount of two or more a person serves one place at a time."""

    code = "one_seat"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per person on a post with several places, and moment: one stay."""
        several = np.flatnonzero(pairs.tables.headcount[pairs.post] > 1)
        key = pairs.post * len(pairs.tables.problem.people) + pairs.person
        known, number = np.unique(key[several], return_inverse=True)
        entity, entities = np.full(len(pairs), NONE), len(known)
        entity[several] = number
        one = np.ones(len(pairs), dtype=np.int64)
        upper = np.ones((entities, 1), dtype=np.int64)
        yield Capacity(self.code, entity, one, upper, unbounded(entities), during="service")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each person and stretch of time with two stays on the same post."""
        present: dict[tuple[str, str], Counter[int]] = {}
        for duty in plan.duties:
            if problem.post(duty.post).headcount == 1:
                continue
            places = present.setdefault((duty.post, duty.person), Counter())
            places.update(range(duty.start, duty.end))
        for (post, person), periods in present.items():
            for span in spans_of(sorted(t for t, stays in periods.items() if stays > 1)):
                name, place = problem.label("person", person), problem.label("post", post)
                yield Violation(
                    f"{name}在{when_zh(problem, span.start, span.end)}占用“{place}”两个名额。",
                    f"{name} fills two places of “{place}” "
                    f"{when_en(problem, span.start, span.end)}.",
                    rule=self.code,
                    post=post,
                )

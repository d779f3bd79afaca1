"""A post takes no more people at a time than its headcount."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, always, unbounded
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.wording import spans_of, when_en, when_zh

from .rule import Rule


class Headcount(Rule):
    """In every period at most ``headcount`` people serve; a successor's overlap is not service."""

    code = "headcount"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per post and moment: people serving."""
        seats = pairs.tables.headcount
        one = np.ones(len(pairs), dtype=np.int64)
        yield Capacity(
            self.code, pairs.post, one, always(seats), unbounded(len(seats)), during="service"
        )

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each post and stretch of time with too many people."""
        present: dict[str, Counter[int]] = {}
        for duty in plan.duties:
            present.setdefault(duty.post, Counter()).update(range(duty.start, duty.end))
        for post, periods in present.items():
            seats = problem.post(post).headcount
            for span in spans_of(sorted(t for t, people in periods.items() if people > seats)):
                place = problem.label("post", post)
                yield Violation(
                    f"“{place}”在{when_zh(problem, span.start, span.end)}安排超过{seats}人。",
                    f"“{place}” has more than {seats} people "
                    f"{when_en(problem, span.start, span.end)}.",
                    rule=self.code,
                    post=post,
                )

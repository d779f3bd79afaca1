"""Not this person on this post: the clerk's word."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import BoolArray

from .rule import Rule


class ForbiddenPair(Rule):
    """A forbidden person-post pair never appears."""

    code = "forbidden"

    def admits(self, pairs: Pairs) -> BoolArray:
        """One flag per person-post pair, shape (n_pairs,)."""
        tables = pairs.tables
        width = max(1, len(tables.problem.people))
        keys = [
            tables.post_number[f.post] * width + tables.person_number[f.person]
            for f in tables.problem.forbidden
        ]
        return ~np.isin(pairs.post * width + pairs.person, np.array(keys, dtype=np.int64))

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty of a forbidden pair."""
        forbidden = {(entry.person, entry.post) for entry in problem.forbidden}
        for duty in plan.duties:
            if (duty.person, duty.post) in forbidden:
                name = problem.label("person", duty.person)
                place = problem.label("post", duty.post)
                yield Violation(
                    f"已指定{name}不派往“{place}”。",
                    f"{name} is not to be sent to “{place}”, as was decided.",
                    rule=self.code,
                    duty=duty,
                )

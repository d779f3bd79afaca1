"""Some posts may not be found empty, not for one period."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Columns
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import IntArray
from bangfu.core.planner.wording import spans_of, when_en, when_zh

from .rule import Rule


class NeverUncovered(Rule):
    """A post marked so has its full headcount in every period of its term."""

    code = "never_uncovered"

    def serves(self, columns: Columns) -> tuple[IntArray, int]:
        """Periods each column covers on such posts, and all periods of such posts."""
        tables = columns.tables
        periods = (tables.term_end - tables.term_start) * tables.headcount
        needed = int(periods[tables.never_uncovered].sum())
        return np.where(tables.never_uncovered[columns.post], columns.length, 0), needed

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each stretch of time in which such a post lacks somebody."""
        for post in problem.posts:
            if not post.never_uncovered:
                continue
            present: Counter[int] = Counter()
            for duty in plan.duties:
                if duty.post == post.id:
                    present.update(range(duty.start, duty.end))
            term = problem.term(post)
            short = [t for t in range(term.start, term.end) if present[t] < post.headcount]
            for span in spans_of(short):
                place = problem.label("post", post.id)
                yield Violation(
                    f"“{place}”不得空岗，"
                    f"但{when_zh(problem, span.start, span.end)}无人或人数不足。",
                    f"“{place}” must never stand empty, but is short of people "
                    f"{when_en(problem, span.start, span.end)}.",
                    rule=self.code,
                    short=True,
                    post=post.id,
                )

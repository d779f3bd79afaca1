"""A post names the lowest professional rank it accepts."""

from collections.abc import Iterator

from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import BoolArray
from bangfu.core.planner.wording import RANK_ZH

from .rule import Rule


class RankFloor(Rule):
    """The person's rank reaches the post's floor (GB/T 8561: 1 is the highest)."""

    code = "rank_floor"

    def admits(self, pairs: Pairs) -> BoolArray:
        """One flag per person-post pair, shape (n_pairs,)."""
        return pairs.person_rank <= pairs.post_rank_floor

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty whose person ranks below the floor."""
        for duty in plan.duties:
            rank, floor = problem.person(duty.person).rank, problem.post(duty.post).rank_floor
            if rank > floor:
                name = problem.label("person", duty.person)
                place = problem.label("post", duty.post)
                yield Violation(
                    f"{name}的职称级别为{RANK_ZH[rank]}，低于“{place}”要求的{RANK_ZH[floor]}。",
                    f"{name} has rank {rank}; “{place}” asks for rank {floor} or higher.",
                    rule=self.code,
                    duty=duty,
                )

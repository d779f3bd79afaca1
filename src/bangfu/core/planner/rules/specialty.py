"""A post names the specialties it accepts."""

from collections.abc import Iterator

from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import BoolArray

from .rule import Rule


class SpecialtyMatch(Rule):
    """One of the person's specialties is among those the post accepts."""

    code = "specialty"

    def admits(self, pairs: Pairs) -> BoolArray:
        """One flag per person-post pair, shape (n_pairs,)."""
        return pairs.fit >= 0

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty whose person has none of the accepted specialties."""
        for duty in plan.duties:
            accepted = problem.post(duty.post).specialties
            if not any(known in accepted for known in problem.person(duty.person).specialties):
                name = problem.label("person", duty.person)
                place = problem.label("post", duty.post)
                yield Violation(
                    f"{name}的专业不在“{place}”接收的专业（{'、'.join(accepted)}）之内。",
                    f"{name} has none of the specialties of “{place}” ({', '.join(accepted)}).",
                    rule=self.code,
                    duty=duty,
                )

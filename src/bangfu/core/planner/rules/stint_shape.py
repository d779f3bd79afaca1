"""How long a stay on a post may be, and when it may begin."""

from collections.abc import Iterator

from bangfu.core.planner.horizon import Span
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem, Stints
from bangfu.core.planner.wording import when_en, when_zh

from .rule import Rule


class StintShape(Rule):
    """A stay lies within the term and has one of the allowed beginnings and lengths.

    For the solver this is how columns come about (``columns.spans``), so nothing is left to prune.
    """

    code = "stint_shape"

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty outside its post's term, or of a length or beginning the post does not allow."""
        for duty in plan.duties:
            post = problem.post(duty.post)
            term = problem.term(post)
            name, place = problem.label("person", duty.person), problem.label("post", duty.post)
            if duty.start < term.start or duty.end > term.end or duty.start >= duty.end:
                yield Violation(
                    f"{name}的派驻期（第{duty.start}期至第{duty.end}期）超出“{place}”的任期"
                    f"({when_zh(problem, term.start, term.end)})。",
                    f"{name}'s stay (periods {duty.start} to {duty.end}) does not lie within the "
                    f"term of “{place}” ({when_en(problem, term.start, term.end)}).",
                    rule=self.code,
                    duty=duty,
                )
            elif post.stays is not None:
                if Span(start=duty.start, end=duty.end) not in post.stays:
                    yield Violation(
                        f"{name}在“{place}”的派驻期（{when_zh(problem, duty.start, duty.end)}）"
                        f"不在该岗允许的派驻期之中。",
                        f"{name}'s stay on “{place}” ({when_en(problem, duty.start, duty.end)}) "
                        f"is not one of those that the post lists.",
                        rule=self.code,
                        duty=duty,
                    )
            elif post.stints is None:
                if (duty.start, duty.end) != (term.start, term.end):
                    yield Violation(
                        f"“{place}”须由一人任满全期，{name}只安排了{duty.periods}期。",
                        f"“{place}” is served by one person for the whole term; "
                        f"{name} is given {duty.periods} periods.",
                        rule=self.code,
                        duty=duty,
                    )
            elif not self._fits(
                post.stints, duty.start - term.start, duty.periods, term.end - duty.end
            ):
                shape = post.stints
                yield Violation(
                    f"{name}在“{place}”安排了{duty.periods}期，应为{shape.shortest}至{shape.longest}期，"
                    f"并按规定的起始时间和期数安排。",
                    f"{name} is given {duty.periods} periods on “{place}”, which allows "
                    f"{shape.shortest} to {shape.longest} at its own beginnings and steps.",
                    rule=self.code,
                    duty=duty,
                )

    @staticmethod
    def _fits(shape: Stints, after_opening: int, periods: int, before_close: int) -> bool:
        if after_opening % shape.starts_every or not shape.shortest <= periods <= shape.longest:
            return False
        return before_close == 0 or (periods - shape.shortest) % shape.step == 0

"""Answers to every question about one plan, from indices that are made once."""

from .plan import Plan
from .problem import Duty, Problem
from .reason import AssignmentReason, EmptyReason, WhyNot
from .reasons import assignment_reason, place_of
from .standing import Standing
from .vacancies import empty_reason, empty_reasons
from .why_not import not_there


class Explainer:
    """Why a plan is as it is.

    Making one costs nothing; what an answer needs is worked out when it is first asked for, and
    kept. The plan's people and posts must be those of the problem.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._standing = Standing(problem, plan)

    def reasons_for(self, duty: Duty) -> AssignmentReason:
        """Why a duty of the plan is as it is."""
        return assignment_reason(self._standing, duty)

    def place_of(self, duty: Duty) -> tuple[int, int]:
        """A duty's place in quality among so many people who may be sent to its post."""
        return place_of(self._standing, duty)

    def why_empty(self, post: str) -> EmptyReason | None:
        """Why a post is short of people in some periods; ``None`` where it never is."""
        return empty_reason(self._standing, post, fixes=True)

    def empty_reasons(self, *, fixes: bool = True) -> list[EmptyReason]:
        """The same for every post that is short of people, in the problem's order.

        Without ``fixes`` only what keeps people away is told, in a fraction of the time.
        """
        return empty_reasons(self._standing, fixes)

    def why_not(self, person: str, post: str) -> WhyNot:
        """Why a person is not on a post; ``KeyError`` if there is no such person or post."""
        return not_there(self._standing, person, post)


def reasons_for(problem: Problem, plan: Plan, duty: Duty) -> AssignmentReason:
    """Why a duty is as it is: worth by part, runners-up for the same stay, what home gives up."""
    return Explainer(problem, plan).reasons_for(duty)


def why_empty(problem: Problem, plan: Plan, post: str) -> EmptyReason | None:
    """Why a post lacks people in some periods; ``None`` where it never does."""
    return Explainer(problem, plan).why_empty(post)


def why_not(problem: Problem, plan: Plan, person: str, post: str) -> WhyNot:
    """Why a person is not on a post: refused outright, held by rules, or outdone.

    Only the duties that can matter to this pair are looked at.
    """
    return Explainer(problem, _around(problem, plan, person, post)).why_not(person, post)


def _around(problem: Problem, plan: Plan, person: str, post: str) -> Plan:
    """The duties that share the post, the person, the person's department or hospital with a pair.

    All of them where some minimum counts people over the whole plan, or the post's programme does.
    """
    asked, wanted = problem.person(person), problem.post(post)
    quotas = (hospital.quota for hospital in problem.hospitals)
    if wanted.programme is not None or problem.programmes or any(q and q.lower for q in quotas):
        return plan
    near = {p.id for p in problem.people if p.hospital == asked.hospital}
    return Plan(duties=tuple(d for d in plan.duties if d.post == post or d.person in near))

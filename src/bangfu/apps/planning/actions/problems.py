"""The problem as it is now, and what keeps it from being planned."""

import hashlib
from collections.abc import Sequence

import msgspec

from bangfu.apps.planning import facts, formulation
from bangfu.apps.planning.models import Decision
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.core import planner
from bangfu.core.programmes.dispatch import Dispatch
from bangfu.core.refusal import Refusal


class NothingToPlan(Refusal):
    """The programme sends nobody, or no need is open, or nobody is nominated in the period."""


class NotFinished(Refusal):
    """The plan is still being computed, failed, or was published already."""


def problem_now(
    programme: Programme, period: facts.Period, decisions: Sequence[Decision]
) -> planner.Problem:
    problem = formulation.problem_of(
        facts.gather(programme, period),
        dispatch_of(programme),
        period,
        pinned=[_locked(d) for d in decisions if d.kind == Decision.Kind.LOCK],
        forbidden=[
            planner.Forbidden(person=d.person, post=d.post)
            for d in decisions
            if d.kind == Decision.Kind.FORBID
        ],
    )
    _refuse_empty(problem)
    return problem


def dispatch_of(programme: Programme) -> Dispatch:
    dispatch = definition_of(programme).dispatch
    if dispatch is None:
        raise NothingToPlan(
            zh=f"“{programme}”不派驻人员，没有可选派的岗位。",
            en="This programme sends nobody: there is nothing to plan.",
        )
    return dispatch


def _refuse_empty(problem: planner.Problem) -> None:
    if not problem.posts:
        raise NothingToPlan(
            zh="这一时段没有待安排的需求，请先由受援单位提出需求。",
            en="No need is open in this period; hosts state their needs first.",
        )
    if not problem.people:
        raise NothingToPlan(
            zh="这一时段没有可派人选，请先由派出单位推荐。",
            en="Nobody is nominated in this period; senders nominate first.",
        )


def _locked(decision: Decision) -> planner.Duty:
    return planner.Duty(
        person=decision.person,
        post=decision.post,
        start=decision.start or 0,
        end=decision.end or 0,
    )


def as_json(stated: planner.Problem | planner.Plan) -> str:
    """A problem or plan as its documented file."""
    return msgspec.json.encode(stated).decode()


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

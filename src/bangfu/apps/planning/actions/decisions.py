"""What a clerk decides about a plan, and planning again around it."""

import msgspec
from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.planning import facts
from bangfu.apps.planning.models import Decision, Run
from bangfu.core import planner
from bangfu.core.refusal import Refusal

from .entries import record
from .problems import NotFinished
from .runs import request_run


class NotInPlan(Refusal):
    """The plan has no such person on such a post."""


@transaction.atomic
def decide(*, run: Run, duty: planner.Duty, kind: str, by: User) -> Decision:
    """Lock one duty of a plan, or forbid its person at its post, for the searches that follow.

    The same decision again changes nothing; the opposite one replaces it. Raises ``NotInPlan``, or
    ``NotFinished`` for a plan that is published or not found yet.
    """
    _refuse_closed(run)
    _refuse_foreign(run, duty)
    run.decisions.filter(person=duty.person, post=duty.post).exclude(kind=kind).delete()
    decision, created = run.decisions.get_or_create(
        kind=kind,
        person=duty.person,
        post=duty.post,
        start=duty.start if kind == Decision.Kind.LOCK else None,
        defaults={
            "end": duty.end if kind == Decision.Kind.LOCK else None,
            "decided_by": by,
        },
    )
    if created:
        record(run, f"plan.{kind}", by=by, facts=_names(run, duty))
    return decision


@transaction.atomic
def undo_decision(*, decision: Decision, by: User) -> None:
    """Leave a person and a post to the search again; raises ``NotFinished`` as :func:`decide`."""
    run = decision.run
    _refuse_closed(run)
    duty = planner.Duty(person=decision.person, post=decision.post, start=0, end=0)
    decision.delete()
    record(run, "plan.decision_undone", by=by, facts=_names(run, duty))


@transaction.atomic
def swap(*, run: Run, duty: planner.Duty, instead: str, by: User) -> Run:
    """Put another person on a duty and plan the rest again around that, moving as few as possible.

    Raises ``NotInPlan`` or ``Contradictory``; where it raises, nothing is decided.
    """
    decide(run=run, duty=duty, kind=Decision.Kind.FORBID, by=by)
    replaced = msgspec.structs.replace(duty, person=instead)
    decide(run=run, duty=replaced, kind=Decision.Kind.LOCK, by=by)
    return replan(run=run, by=by)


@transaction.atomic
def replan(*, run: Run, by: User) -> Run:
    """A new run of the same programme and period that keeps the decisions and moves little else."""
    _refuse_closed(run)
    return request_run(
        programme=run.programme,
        period=facts.Period(run.starts_on, run.ends_before),
        by=by,
        seed=run.seed,
        seconds=run.seconds_allowed,
        based_on=run,
    )


def _refuse_closed(run: Run) -> None:
    if not run.may_be_replanned:
        raise NotFinished(
            zh=f"方案{run.get_state_display()}，不能再调整；需要调整的，请另行编制。",
            en="Only a finished plan that was not published can be changed; make a new one.",
        )


def _refuse_foreign(run: Run, duty: planner.Duty) -> None:
    problem = run.stated_problem
    if not problem.knows("person", duty.person) or not problem.knows("post", duty.post):
        raise NotInPlan(
            zh="方案中没有该人员或该岗位，请刷新页面后重试。",
            en="The plan has no such person or post; reload the page.",
        )


def _names(run: Run, duty: planner.Duty) -> dict[str, object]:
    problem = run.stated_problem
    return {
        "person": problem.label("person", duty.person),
        "post": problem.label("post", duty.post),
    }

"""From a plan's duties to drafts of postings, with days instead of periods."""

from datetime import timedelta

from bangfu.apps.intake.models import Need
from bangfu.apps.postings.actions import Draft
from bangfu.apps.registry.models import Worker
from bangfu.core import planner
from bangfu.core.programmes.dispatch import Dispatch

from . import rules
from .facts import Parties
from .formulation import group_for, key_of


def drafts_of(
    problem: planner.Problem, plan: planner.Plan, dispatch: Dispatch, parties: Parties
) -> list[Draft]:
    """One draft per duty, earlier stays first, so that a successor finds its predecessor.

    A successor arrives the hand-over's days before taking over. No draft leaves the need's days:
    the plan's last period may reach past them.
    """
    duties = in_order(plan)
    needs = Need.objects.in_bulk({key_of(duty.post) for duty in duties})
    workers = Worker.objects.select_related("home").in_bulk(
        {key_of(duty.person) for duty in duties}
    )
    first = {post.id: problem.term(post).start for post in problem.posts}
    drafts = []
    for duty in duties:
        need = needs[key_of(duty.post)]
        starts_on, ends_before = problem.horizon.days(duty.start, duty.end)
        if duty.start > first[duty.post]:
            starts_on -= _together(need, dispatch, parties)
        drafts.append(
            Draft(
                need=need,
                worker=workers[key_of(duty.person)],
                starts_on=max(starts_on, need.starts_on),
                ends_before=min(ends_before, need.ends_before),
            )
        )
    return drafts


def in_order(plan: planner.Plan) -> list[planner.Duty]:
    """A plan's duties in the order in which they are drafted."""
    return sorted(plan.duties, key=lambda duty: (duty.start, duty.post, duty.person))


def _together(need: Need, dispatch: Dispatch, parties: Parties) -> timedelta:
    return timedelta(days=rules.days_together(group_for(need, parties, dispatch)))

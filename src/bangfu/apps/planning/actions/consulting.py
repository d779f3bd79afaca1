"""Sending a plan out: its people are put forward to both sides before anybody is appointed."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.planning.grounds import grounds_of
from bangfu.apps.planning.models import Run
from bangfu.apps.planning.publication import in_order
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Offer
from bangfu.core import planner
from bangfu.core.duty.sides import Side

from .entries import record
from .publishing import drafted, held_checked, reference_of


@transaction.atomic
def send_out(*, run: Run, by: User, on: date, at: datetime) -> list[Offer]:
    """Put everybody of a plan forward to host and sender, each with reasons, all or none.

    The plan is decided thereby: it is not published as well, and a later one leaves those in talks
    where they are. Raises ``AlreadyPublished``, ``AlreadySent``, ``NotFinished``,
    ``PlanOutOfDate``, ``PlanBreaksRules`` or what putting a name forward raises.
    """
    held = held_checked(run)
    explained = planner.Explainer(held.stated_problem, held.found_plan)
    made = postings.make_offers(
        proposals=[
            postings.Proposal(draft=draft, grounds=grounds_of(held.stated_problem, explained, duty))
            for draft, duty in zip(drafted(held), in_order(held.found_plan), strict=True)
        ],
        side=Side.AUTHORITY,
        by=by,
        at=at,
        plan_reference=reference_of(held),
    )
    held.state, held.sent_by, held.sent_on = Run.State.SENT, by, on
    held.save(update_fields=["state", "sent_by", "sent_on"])
    record(held, "plan.sent_out", by=by, facts={"offers": len(made)})
    return made

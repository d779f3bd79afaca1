"""Publishing a plan: checked once more, then all its postings or none."""

from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.planning import facts
from bangfu.apps.planning.models import Run
from bangfu.apps.planning.publication import drafts_of
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.notice import refuse_short_notice, shipped
from bangfu.core import planner
from bangfu.core.refusal import Refusal

from .entries import record
from .problems import NotFinished, as_json, digest_of, dispatch_of, problem_now

SHOWN = 5
"""How many breaches a refusal quotes; the rest are counted."""


class PlanOutOfDate(Refusal):
    """Needs, nominations or postings changed after the plan was computed."""


class PlanBreaksRules(Refusal):
    """The independent check finds a rule that the plan does not keep."""


class AlreadyPublished(NotFinished):
    """The plan was published before; its postings are open."""


class AlreadySent(NotFinished):
    """The plan is out for agreement; its people are appointed from there."""


@transaction.atomic
def publish_run(
    *,
    run: Run,
    by: User,
    on: date,
    batch: str,
    appointment_document: str,
    notice_days: int | None = None,
    short_notice: bool = False,
) -> list[Posting]:
    """Open a posting for every duty of a plan, all or none.

    Nobody starts before ``on`` and ``notice_days`` more (the usual ones where they are left out),
    unless ``short_notice`` says that this is known. Raises ``AlreadyPublished``, ``NotFinished``,
    ``PlanOutOfDate``, ``PlanBreaksRules``, ``ShortNotice`` or what opening a posting raises.
    """
    held = held_checked(run)
    drafts = drafted(held)
    refuse_short_notice(
        [draft.starts_on for draft in drafts],
        on=on,
        notice_days=shipped().notice.days if notice_days is None else notice_days,
        accepted=short_notice,
    )
    opened = postings.open_postings(
        drafts=drafts,
        by=by,
        batch=batch,
        appointment_document=appointment_document,
        plan_reference=reference_of(held),
    )
    held.state, held.published_by, held.published_on = Run.State.PUBLISHED, by, on
    held.batch, held.appointment_document = batch, appointment_document
    held.save()
    record(held, "plan.published", by=by, facts={"postings": len(opened), "batch": batch})
    return opened


def held_checked(run: Run) -> Run:
    """A finished plan, held and checked once more; raises as :func:`publish_run`."""
    held = Run.objects.select_for_update(of=("self",)).select_related("programme").get(pk=run.pk)
    if held.state == Run.State.PUBLISHED:
        raise AlreadyPublished(
            zh="方案已发布，派驻已经生成，无需再次发布。",
            en="The plan is published and its postings are open; nothing remains to be done.",
        )
    if held.state == Run.State.SENT:
        raise AlreadySent(
            zh="方案已送双方征求意见；同意的人选请在“待商定人选”中任命。",
            en="The plan is out for agreement; appoint whom both sides agree on among the offers.",
        )
    if held.state != Run.State.FINISHED:
        raise NotFinished(
            zh=f"方案{held.get_state_display()}，不能发布。",
            en="Only a finished plan that was not published yet can be published.",
        )
    _refuse_outdated(held)
    _refuse_breaches(held)
    return held


def drafted(run: Run) -> list[postings.Draft]:
    """A plan's duties as drafts of postings, in the order of :func:`in_order`."""
    return drafts_of(
        run.stated_problem,
        run.found_plan,
        dispatch_of(run.programme),
        facts.parties_of(run.programme),
    )


def reference_of(run: Run) -> str:
    """How a posting names the plan it came from: its number and the problem's digest."""
    return f"{run.pk}·{run.problem_digest[:16]}"


def _refuse_outdated(run: Run) -> None:
    decisions = list(run.based_on.decisions.all()) if run.based_on else []
    period = facts.Period(run.starts_on, run.ends_before)
    now = as_json(problem_now(run.programme, period, decisions))
    if digest_of(now) != run.problem_digest:
        raise PlanOutOfDate(
            zh="方案算出后，需求、人选或派驻情况已有变化，请重新编制后再发布。",
            en="Needs, nominations or postings changed since; plan again before publishing.",
        )


def _refuse_breaches(run: Run) -> None:
    if found := planner.check(run.stated_problem, run.found_plan):
        more = f"等{len(found)}处" if len(found) > SHOWN else ""
        raise PlanBreaksRules(
            zh=f"方案不符合规则，不能发布：{''.join(v.zh for v in found[:SHOWN])}{more}",
            en="The plan breaks rules: " + " ".join(v.en for v in found[:SHOWN]),
        )

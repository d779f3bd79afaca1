"""Requesting, performing, adjusting and publishing a plan."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.core import planner
from bangfu.core.programmes.dispatch import Dispatch
from bangfu.core.refusal import Refusal

from . import formulation, tasks
from .models import Decision, Run
from .publication import drafts_of
from .watch import Watch

ABANDONED = timedelta(minutes=2)
SHOWN = 5
"""How many contradictions or breaches a refusal quotes; the rest are counted."""


class NothingToPlan(Refusal):
    """The programme sends nobody, or no need is open, or nobody is nominated in the period."""


class Contradictory(Refusal):
    """No plan can satisfy the rules; each contradiction is named."""


class NotFinished(Refusal):
    """The plan is still being computed, failed, or was published already."""


class PlanOutOfDate(Refusal):
    """Needs, nominations or postings changed after the plan was computed."""


class PlanBreaksRules(Refusal):
    """The independent check finds a rule that the plan does not keep."""


class NotInPlan(Refusal):
    """The plan has no such person on such a post."""


@transaction.atomic
def request_run(
    *,
    programme: Programme,
    period: formulation.Period,
    by: User,
    seed: int = 7,
    seconds: int = 60,
    based_on: Run | None = None,
) -> Run:
    """State the problem as it is now and queue the search, close to ``based_on`` if given.

    Raises ``NothingToPlan`` or ``Contradictory``.
    """
    kept = list(based_on.decisions.all()) if based_on else []
    problem = _problem(programme, period, kept)
    _refuse_contradictions(problem)
    stated = as_json(problem)
    run = Run.objects.create(
        programme=programme,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        seed=seed,
        seconds_allowed=seconds,
        based_on=based_on,
        problem=stated,
        problem_digest=_digest(stated),
        requested_by=by,
    )
    Decision.objects.bulk_create(_copies(kept, run))
    _record(run, "plan.requested", by=by)
    transaction.on_commit(lambda: tasks.perform.enqueue(run.pk))
    return run


def perform_run(*, run: Run) -> Run:
    """Search, keeping the progress where the page reads it; a finished run stays as it is.

    A search that is asked to stop, or runs out of its time, keeps the best plan found.
    """
    claimed = Run.objects.filter(pk=run.pk, state__in=[Run.State.QUEUED, Run.State.RUNNING]).update(
        state=Run.State.RUNNING, heartbeat_at=timezone.now(), phase=""
    )
    run.refresh_from_db()
    if not claimed:
        return run
    keep = run.based_on.found_plan if run.based_on else None
    watch = Watch(run)
    result = planner.solve(
        run.stated_problem,
        stop=planner.Seconds(run.seconds_allowed) | watch.stop_requested,
        seed=run.seed,
        keep=keep,
        on_progress=watch.report,
    )
    return _keep(run, result)


@transaction.atomic
def fail_run(*, run: Run, message: str) -> None:
    """Note that a search broke off, in words a clerk can pass on."""
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, message=message)
    _record(run, "plan.failed", by=None)


def request_stop(*, run: Run) -> None:
    """Ask a search to end with the best plan it has; asking a finished one changes nothing."""
    Run.objects.filter(pk=run.pk, state__in=[Run.State.QUEUED, Run.State.RUNNING]).update(
        stop_requested=True
    )


def requeue_abandoned() -> int:
    """Queue again what was running when its process died; the number of runs queued."""
    silent = Run.objects.filter(
        state=Run.State.RUNNING, heartbeat_at__lt=timezone.now() - ABANDONED
    )
    found = list(silent)
    for run in found:
        tasks.perform.enqueue(run.pk)
    return len(found)


@transaction.atomic
def decide(*, run: Run, duty: planner.Duty, kind: str, by: User) -> Decision:
    """Lock one duty of a plan, or forbid its person at its post, for the searches that follow.

    The same decision again changes nothing; the opposite one replaces it. Raises ``NotInPlan``.
    """
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
        _record(run, f"plan.{kind}", by=by, facts=_names(run, duty))
    return decision


@transaction.atomic
def undo_decision(*, decision: Decision, by: User) -> None:
    """Leave a person and a post to the search again."""
    run = decision.run
    duty = planner.Duty(person=decision.person, post=decision.post, start=0, end=0)
    decision.delete()
    _record(run, "plan.decision_undone", by=by, facts=_names(run, duty))


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
    if not run.plan:
        raise NotFinished(zh="方案尚未算出，不能调整。", en="The plan is not computed yet.")
    return request_run(
        programme=run.programme,
        period=formulation.Period(run.starts_on, run.ends_before),
        by=by,
        seed=run.seed,
        seconds=run.seconds_allowed,
        based_on=run,
    )


@transaction.atomic
def publish_run(
    *, run: Run, by: User, on: date, batch: str, appointment_document: str
) -> list[Posting]:
    """Open a posting for every duty of a plan, all or none.

    Raises ``NotFinished``, ``PlanOutOfDate``, ``PlanBreaksRules`` or what opening a posting raises.
    """
    held = Run.objects.select_for_update().select_related("programme").get(pk=run.pk)
    if held.state != Run.State.FINISHED:
        raise NotFinished(
            zh=f"方案{held.get_state_display()}，不能发布。",
            en="Only a finished plan that was not published yet can be published.",
        )
    _refuse_outdated(held)
    _refuse_breaches(held)
    opened = postings.open_postings(
        drafts=drafts_of(held.stated_problem, held.found_plan, _dispatch_of(held.programme)),
        by=by,
        batch=batch,
        appointment_document=appointment_document,
        plan_reference=reference_of(held),
    )
    held.state, held.published_by, held.published_on = Run.State.PUBLISHED, by, on
    held.batch, held.appointment_document = batch, appointment_document
    held.save()
    _record(held, "plan.published", by=by, facts={"postings": len(opened), "batch": batch})
    return opened


def as_json(stated: planner.Problem | planner.Plan) -> str:
    """A problem or plan as its documented file."""
    return msgspec.json.encode(stated).decode()


def reference_of(run: Run) -> str:
    """How a posting names the plan it came from: its number and the problem's digest."""
    return f"{run.pk}·{run.problem_digest[:16]}"


def _problem(
    programme: Programme, period: formulation.Period, decisions: Sequence[Decision]
) -> planner.Problem:
    problem = formulation.problem_of(
        formulation.gather(programme, period),
        _dispatch_of(programme),
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


def _dispatch_of(programme: Programme) -> Dispatch:
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


def _refuse_contradictions(problem: planner.Problem) -> None:
    if found := planner.contradictions(problem):
        raise Contradictory(
            zh="规则相互矛盾，无法编制方案：" + "".join(c.zh for c in found[:SHOWN]),
            en="The rules contradict each other: " + " ".join(c.en for c in found[:SHOWN]),
        )


def _refuse_outdated(run: Run) -> None:
    decisions = list(run.based_on.decisions.all()) if run.based_on else []
    period = formulation.Period(run.starts_on, run.ends_before)
    now = as_json(_problem(run.programme, period, decisions))
    if _digest(now) != run.problem_digest:
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


def _refuse_foreign(run: Run, duty: planner.Duty) -> None:
    problem = run.stated_problem
    if not problem.knows("person", duty.person) or not problem.knows("post", duty.post):
        raise NotInPlan(
            zh="方案中没有该人员或该岗位，请刷新页面后重试。",
            en="The plan has no such person or post; reload the page.",
        )


def _keep(run: Run, result: planner.Result) -> Run:
    """Store what a search found; a result nobody can read back is worse than none."""
    with transaction.atomic():
        run.plan = as_json(result.plan)
        run.covered, run.required = result.covered, result.required
        run.quality, run.gap = result.quality, result.gap
        run.status, run.seconds = result.status, result.seconds
        run.state = Run.State.FINISHED
        run.save()
        run.__dict__.pop("found_plan", None)
        _record(run, "plan.found", by=None, facts={"covered": run.covered, "gap": run.gap})
    return run


def _locked(decision: Decision) -> planner.Duty:
    return planner.Duty(
        person=decision.person,
        post=decision.post,
        start=decision.start or 0,
        end=decision.end or 0,
    )


def _copies(decisions: Sequence[Decision], run: Run) -> list[Decision]:
    return [
        Decision(
            run=run,
            kind=decision.kind,
            person=decision.person,
            post=decision.post,
            start=decision.start,
            end=decision.end,
            decided_by=decision.decided_by,
        )
        for decision in decisions
    ]


def _names(run: Run, duty: planner.Duty) -> dict[str, object]:
    problem = run.stated_problem
    return {
        "person": problem.label("person", duty.person),
        "post": problem.label("post", duty.post),
    }


def _record(
    run: Run, verb: str, *, by: User | None, facts: dict[str, object] | None = None
) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=run,
        area_code=definition_of(run.programme).area,
        programme=run.programme.code,
        facts=facts or {},
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

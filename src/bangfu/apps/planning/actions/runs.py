"""Requesting a plan, searching for it, stopping the search."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.planning import facts, tasks
from bangfu.apps.planning.models import Decision, Run
from bangfu.apps.planning.watch import Watch
from bangfu.apps.programmes.models import Programme
from bangfu.core import planner
from bangfu.core.planner.proving import SHOWING_SECONDS, verified
from bangfu.core.planner.result import Stopwatch
from bangfu.core.refusal import Refusal

from .entries import record
from .problems import as_json, digest_of, problem_now

ABANDONED = timedelta(minutes=2)
SHOWN = 5
"""How many contradictions a refusal quotes."""


class Contradictory(Refusal):
    """No plan can satisfy the rules; each contradiction is named."""


@transaction.atomic
def request_run(
    *,
    programme: Programme,
    period: facts.Period,
    by: User,
    seed: int = 7,
    seconds: int = 60,
    based_on: Run | None = None,
) -> Run:
    """State the problem as it is now and queue the search, close to ``based_on`` if given.

    What somebody has asked already, and is still being searched, is not searched twice.
    Raises ``NothingToPlan`` or ``Contradictory``.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    kept = list(based_on.decisions.all()) if based_on else []
    problem = problem_now(programme, period, kept)
    _refuse_contradictions(problem)
    stated = as_json(problem)
    if asked := _still_searched(programme, digest_of(stated), based_on, by):
        return asked
    run = Run.objects.create(
        programme=programme,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        seed=seed,
        seconds_allowed=seconds,
        based_on=based_on,
        problem=stated,
        problem_digest=digest_of(stated),
        requested_by=by,
    )
    Decision.objects.bulk_create(_copies(kept, run))
    record(run, "plan.requested", by=by)
    transaction.on_commit(lambda: tasks.perform.enqueue(run.pk))
    return run


def _still_searched(
    programme: Programme, digest: str, based_on: Run | None, by: User
) -> Run | None:
    """The run that a second click on the same button would repeat."""
    waiting = Run.objects.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING])
    same = waiting.filter(programme=programme, problem_digest=digest, requested_by=by)
    return same.filter(based_on=based_on, stop_requested=False).first()


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
    clock = Stopwatch()
    shown, _ = verified(
        run.stated_problem,
        result,
        keep=keep,
        stopped=lambda: clock.seconds > SHOWING_SECONDS,
    )
    return _keep(run, shown)


@transaction.atomic
def fail_run(*, run: Run, message: str) -> None:
    """Note that a search broke off, in words a clerk can pass on."""
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, message=message)
    record(run, "plan.failed", by=None)


@transaction.atomic
def request_stop(*, run: Run, by: User) -> None:
    """Ask a search to end with the best plan it has; asking again or too late changes nothing."""
    asked = Run.objects.filter(
        pk=run.pk, state__in=[Run.State.QUEUED, Run.State.RUNNING], stop_requested=False
    ).update(stop_requested=True)
    if asked:
        record(run, "plan.stop_requested", by=by)


@transaction.atomic
def requeue_abandoned() -> int:
    """Queue again what was running when its process died; the number of runs queued.

    A run whose search still goes on is performed only once more, and by then finished.
    """
    now = timezone.now()
    silent = Run.objects.filter(state=Run.State.RUNNING, heartbeat_at__lt=now - ABANDONED)
    found = list(silent.values_list("pk", flat=True))
    Run.objects.filter(pk__in=found).update(heartbeat_at=now)
    for run in found:
        tasks.perform.enqueue(run)
    return len(found)


def _refuse_contradictions(problem: planner.Problem) -> None:
    if found := planner.contradictions(problem):
        raise Contradictory(
            zh="规则相互矛盾，无法编制方案：" + "".join(c.zh for c in found[:SHOWN]),
            en="The rules contradict each other: " + " ".join(c.en for c in found[:SHOWN]),
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
        record(run, "plan.found", by=None, facts={"covered": run.covered, "gap": run.gap})
    return run


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

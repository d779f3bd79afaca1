"""The process of one measured run: ``python -m benchmarks.planner.child REQUEST``."""

import json
import os
import re
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from bangfu.core.planner import (
    Explainer,
    Plan,
    Problem,
    Progress,
    Result,
    Seconds,
    Violation,
    check,
    examples,
    instances,
    solve,
)
from bangfu.core.planner.jobs import Job, added, executor_for, solve_jobs
from bangfu.core.planner.plan import gap as gap_of
from bangfu.core.planner.proof import Verdict, verify
from bangfu.core.planner.proving import certify
from bangfu.core.planner.result import Stopwatch
from bangfu.core.planner.tally import tally
from bangfu.core.refusal import Refusal
from benchmarks.bar import clock

from .answers import ANSWERS
from .measured import NAN, PER_GIBIBYTE, Level, Record, Request
from .peers import planned_by, points_of
from .problems import posts, problem

MOST_BYTES = 10 * 2**30
"""A process that asks for more gets none: other programs run here, too."""
JAVA = {"timefold"}
"""Reserves far more addresses than memory, and has its own limit."""


def main(text: str) -> None:
    """Run a request and print its record."""
    request = msgspec.json.decode(text, type=Request)
    if request.method not in JAVA:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, hard))
    record = Record(size=request.size, method=request.method)
    try:
        if request.method == "jobs":
            by_jobs(instances.provinces(request.size), request.seconds, record)
        elif request.method in ANSWERS:
            record.figures = ANSWERS[request.method](problem(request.size), request.seconds)
        else:
            _one(problem(request.size), request, record)
    except Refusal as refusal:
        record.note = refusal.en
    except MemoryError:
        record.note = f"no plan: out of {MOST_BYTES >> 30} GiB of memory"
    # The standard library writes what is not a number as such, and reads it again.
    sys.stdout.write("\n" + json.dumps(msgspec.to_builtins(record)) + "\n")


def _one(given: Problem, request: Request, record: Record) -> None:
    own = request.method == "bangfu"
    plan = _planned(given, request, record) if own else _by_peer(given, request, record)
    _counted(given, plan, record)


def by_jobs(names: Sequence[str], seconds: float | None, record: Record) -> None:
    """Regions that share nothing, as jobs of as many processes as there are processors.

    Each process makes its own region. Plans are checked afterwards, which is not timed.
    """
    jobs = [Job(name, partial(problem, name), weight=posts(name)) for name in names]
    stop = None if seconds is None else Seconds(seconds)
    began = time.perf_counter()
    results = solve_jobs(jobs, executor=executor_for(os.cpu_count() or 1), stop=stop)
    record.seconds = time.perf_counter() - began
    levels = added(results)
    record.levels = [Level(level.goal, level.value, level.bound) for level in levels]
    record.gap, record.gap_of = 100 * gap_of(levels), first_open(record.levels)
    record.bound_by = "the run itself"
    record.covered = sum(result.covered for result in results)
    record.required = sum(result.required for result in results)
    record.quality = sum(result.quality for result in results)
    record.points = weighted(record.quality, {level.goal: level.value for level in levels})
    broken = [
        breach
        for name, result in zip(names, results, strict=True)
        for breach in check(problem(name), result.plan)
    ]
    _judge(record, broken)


def _planned(given: Problem, request: Request, record: Record) -> Plan:
    """The product's plan; its seconds are the middle of several runs where several are asked for.

    The solvers are loaded beforehand.
    """
    solve(examples.rotation(unit="weeks", people=5))
    stop = None if request.seconds is None else Seconds(request.seconds)
    taken = []
    for _ in range(request.times):
        record.trace = []
        began = time.perf_counter()
        result = solve(
            given,
            stop=stop,
            workers=os.cpu_count() or 1,
            on_progress=lambda now: _watch(now, record),
        )
        record.trace.append((result.seconds, 100 * result.gap))
        if request.explained:
            record.explained = _explained(given, result.plan)
        taken.append(time.perf_counter() - began)
    record.seconds, record.gibibytes = statistics.median(taken), _held()
    record.levels = [Level(level.goal, level.value, level.bound) for level in result.levels]
    record.gap, record.gap_of = 100 * result.gap, first_open(record.levels)
    record.bound_by, record.proven = "the run itself", result.status == "optimal"
    record.claimed = record.gap
    if request.certified is not None:
        _verified(given, result, request.certified, record)
    return result.plan


def _held() -> float:
    """The most memory in GiB that this process, or one of its own that has ended, held so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(_own_peak(), children) / PER_GIBIBYTE


def _own_peak() -> int:
    """In KiB, on macOS in bytes. Linux counts in ``ru_maxrss`` what the starting process held."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _verified(given: Problem, result: Result, seconds: float, record: Record) -> None:
    """Make a certificate, splitting cases for so many seconds, and see what it proves."""
    since, plan = Stopwatch(), result.plan
    with clock() as making:
        certificate = certify(
            given, plan, proofs=result.proofs, stopped=lambda: since.seconds >= seconds
        )
    with clock() as verifying:
        # What the plan claims of itself is not asked for: the certificate's bounds take its place.
        verdict = verify(given, Plan(duties=plan.duties), certificate)
    record.certify, record.verify = making.seconds, verifying.seconds
    believe_only(verdict, record)


def believe_only(verdict: Verdict, record: Record) -> None:
    """Put the verifier's bounds in the place of the run's own; a fault leaves nothing proven."""
    record.levels = [Level(one.goal, one.value, one.bound) for one in verdict.levels]
    gap = NAN if verdict.gap is None or verdict.faults else 100 * verdict.gap
    record.bound_by, record.gap, record.proven = "the verifier", gap, gap == 0
    record.gap_of = first_open(record.levels)
    # On the way the run spoke for itself; of a wrong certificate's run nothing is believed.
    last = [(at, gap) for at, _ in record.trace[-1:]]
    record.trace = [] if verdict.faults else [*record.trace[:-1], *last]
    if verdict.faults:
        record.note = f"certificate: {verdict.faults[0].en}"


def _watch(now: Progress, record: Record) -> None:
    if now.covered:
        record.trace.append((now.seconds, 100 * now.gap))


def _explained(given: Problem, plan: Plan) -> int:
    """Empty post-periods for which a reason was told."""
    return sum(reason.periods for reason in Explainer(given, plan).empty_reasons())


def _by_peer(given: Problem, request: Request, record: Record) -> Plan:
    began = time.perf_counter()
    answer = planned_by(request.method, given, request.seconds or 60)
    record.seconds = time.perf_counter() - began
    record.note, bound = answer.note, answer.bound
    if bound < float("inf"):
        counted = tally(given, answer.plan)
        points = weighted(counted.quality, dict(counted.levels))
        record.gap = 100 * max(0.0, bound - points) / max(1.0, abs(bound))
        record.gap_of, record.bound_by = "weighted sum", request.method
    return answer.plan


def _counted(given: Problem, plan: Plan, record: Record) -> None:
    """What the plan reaches and breaks, by the product's independent count."""
    counted = tally(given, plan)
    record.covered, record.required = counted.covered, counted.required
    record.quality = counted.quality
    record.points = weighted(counted.quality, dict(counted.levels))
    record.levels = record.levels or [Level(goal, value) for goal, value in counted.levels]
    _judge(record, check(given, plan))


def _judge(record: Record, broken: Sequence[Violation]) -> None:
    """A plan that breaks a rule proves nothing."""
    record.breaches = len(broken)
    record.proven = record.proven and not broken
    if broken:
        record.note = f"{len(broken)} breaches, first: {broken[0].en}"
        record.gap = NAN


def weighted(quality: int, values: dict[str, int]) -> int:
    """Coverage by priority and quality in one sum.

    >>> weighted(40, {"rules": 0, "coverage 1": 2, "quality": 40})
    16040
    """
    kinds = {goal.partition(" "): value for goal, value in values.items()}
    return quality + sum(
        points_of(int(priority)) * value
        for (kind, _, priority), value in kinds.items()
        if kind == "coverage"
    )


def first_open(levels: list[Level]) -> str:
    """The first goal whose bound is above its value; nothing where all are proven.

    >>> first_open([Level("coverage 1", 5, 5), Level("quality", 7, 9)])
    'quality'
    """
    open_ones = (one.goal for one in levels if one.bound is not None and one.bound > one.value)
    return next(open_ones, "")


if __name__ == "__main__":
    main(sys.argv[1])

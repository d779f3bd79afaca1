"""Plans and their proofs: real shapes by default, invented regions up to 1,000 posts by size

``shapes`` are three problems in the shape of real programmes (``bangfu.core.planner.examples``);
the other sizes are regions (``bangfu.core.planner.instances``). A bar counts only if the
independent checker finds no breach, and, where it says so, if the plan is proven optimal:
otherwise it is not measured. The gap is that of the first goal not proven, at that second of one
and the same run; peak memory is the whole process's.
"""

import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from bangfu.core.planner import Problem, Progress, Seconds, check, examples, instances, solve
from benchmarks.bar import Bar, median

SIZES = ("shapes", "township", "county71", "city300", "city1000")
RUNS = 3
MISSED = float("nan")

PROVEN_WITHIN = {"township": 0.1, "county71": 2.0, "city300": 15.0}
"""Seconds to a plan proven optimal."""
GIVE_UP = 4
"""A proof is waited for this many times as long as it may take."""

GAP_WITHIN = {"city1000": ((3.0, 1.0), (30.0, 0.10), (60.0, 0.06))}
"""Seconds, and the largest gap then, in per cent."""
GIBIBYTES = {"city1000": 0.6}


def measure(size: str) -> Iterator[Bar]:
    """Seconds from a problem in memory to its proven plan, or the gap after some seconds."""
    # Once beforehand, so that loading the solvers is not counted.
    solve(examples.rotation(unit="weeks", people=5))
    if size == "shapes":
        yield from shapes()
    elif size in PROVEN_WITHIN:
        yield from proof(size, PROVEN_WITHIN[size])
    else:
        yield from distance(size)


def shapes() -> Iterator[Bar]:
    """The three real shapes, the middle of three runs each."""
    yield Bar("14 posts, exactly 9 + 5, proven", 1, seconds(examples.leadership()))
    yield Bar("71 posts (17 + 54), 52 weeks, proven", 1, seconds(examples.resident_and_visiting()))
    yield Bar("two rotating posts, 52 weeks, proven", 1, seconds(examples.rotation(unit="weeks")))
    yield Bar("two rotating posts, 365 days, proven", 1, seconds(examples.rotation()))


def seconds(problem: Problem) -> float:
    """Time to a proven plan; not a number if any run fails to prove or breaks a rule."""
    taken = []
    for _ in range(RUNS):
        result = solve(problem)
        if result.status != "optimal" or check(problem, result.plan):
            return MISSED
        taken.append(result.seconds)
    return median(taken)


def proof(size: str, limit: float) -> Iterator[Bar]:
    """Time to the proof, the gap where there is none, what is covered, and memory."""
    problem = instances.region(size)
    result = solve(problem, stop=Seconds(GIVE_UP * limit))
    proven = result.status == "optimal" and not check(problem, result.plan)
    yield Bar(f"{size}: proven optimal", limit, result.seconds if proven else MISSED)
    yield Bar(f"{size}: gap", 0.0, 100 * result.gap, unit="%")
    yield covered(size, result.covered, result.required)
    yield memory(size)


@dataclass
class Watched:
    """The smallest gap seen up to each moment."""

    gaps: list[tuple[float, float]] = field(default_factory=list)

    def __call__(self, progress: Progress) -> None:
        if progress.covered:
            self.gaps.append((progress.seconds, 100 * progress.gap))

    def within(self, seconds: float) -> float:
        """Per cent; not a number where there was no plan yet."""
        return next((gap for at, gap in reversed(self.gaps) if at <= seconds), MISSED)


def distance(size: str) -> Iterator[Bar]:
    """The gap after so many seconds of one run, what is covered, and memory."""
    problem, watched = instances.region(size), Watched()
    longest = max(limit for limit, _ in GAP_WITHIN[size])
    result = solve(problem, stop=Seconds(longest - 2), on_progress=watched)
    breached = bool(check(problem, result.plan))
    watched.gaps.append((result.seconds, 100 * result.gap))
    for limit, percent in GAP_WITHIN[size]:
        gap = MISSED if breached else watched.within(limit)
        yield Bar(f"{size}: gap of the first open goal in {limit:g} s", percent, gap, unit="%")
    yield covered(size, result.covered, result.required)
    yield memory(size)


LEAST_COVERED = {"township": 100.0, "county71": 90.0, "city300": 79.0, "city1000": 80.0}
"""Per cent of the post-periods: people are scarce in these regions, more than this is not."""


def covered(size: str, periods: int, required: int) -> Bar:
    """The share of post-periods that somebody serves."""
    share = 100 * periods / max(1, required)
    return Bar(f"{size}: covered", LEAST_COVERED[size], share, unit="%", at_least=True)


def memory(size: str) -> Bar:
    """The most memory the process has held so far."""
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    per_gibibyte = 2**30 if sys.platform == "darwin" else 2**20
    return Bar(f"{size}: peak memory", GIBIBYTES.get(size, 0.6), kibibytes / per_gibibyte, "GiB")

"""Proven plans: 14 deputies, 71 experts, and two posts that are never empty

Each is an invented problem in the shape of a real programme (``bangfu.core.planner.examples``). A
bar counts only if the plan is proven optimal and the independent checker finds no breach:
otherwise it is not measured.
"""

from collections.abc import Iterator

from bangfu.core.planner import Problem, check, examples, solve
from benchmarks.bar import Bar, median

RUNS = 3
MISSED = float("nan")


def measure(size: str) -> Iterator[Bar]:
    """Seconds from a problem in memory to its proven plan, the middle of three runs."""
    # Once beforehand, so that loading the solvers is not counted.
    solve(examples.rotation(unit="weeks", people=5))
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

"""Other ways to plan the same problem: an office by hand, and full models for other solvers.

Each has ``planned(problem, seconds) -> Answer``. They read the problem file's types only and share
no code with the product's planner; whether their plans hold is for its checker to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from bangfu.core.planner import Plan, Problem

COVERAGE_POINTS = {1: 8000, 2: 3000}
LEAST_POINTS = 1000
"""What a covered period counts beside quality, by priority, where goals are added up."""

NEEDS = {"greedy": "numpy", "highs": "highspy", "cpsat": "ortools", "timefold": "timefold"}
"""The peers, and the package each needs."""

MOST_STAYS = {"highs": 1_000_000, "cpsat": 1_000_000, "timefold": 60_000}
"""Full models of more stays are not tried: they do not fit the memory or the time here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A peer's plan, the most points it has proven possible (none: infinite), and its words."""

    plan: Plan
    bound: float = float("inf")
    note: str = ""


def points_of(priority: int) -> int:
    """Points of a covered period of a priority, in one weighted sum with quality.

    >>> [points_of(priority) for priority in (1, 2, 3, 9)]
    [8000, 3000, 1000, 1000]
    """
    return COVERAGE_POINTS.get(priority, LEAST_POINTS)


def installed() -> list[str]:
    """The peers that can run here."""
    return [name for name, package in NEEDS.items() if find_spec(package)]


def planned_by(name: str, problem: Problem, seconds: float) -> Answer:
    """Let a peer plan for so long."""
    plan: Callable[[Problem, float], Answer] = import_module(f"{__name__}.{name}").planned
    return plan(problem, seconds)

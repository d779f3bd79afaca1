"""Results of independent parts as one: duties together, values and bounds added up goal by goal."""

from collections.abc import Iterable, Sequence

from bangfu.core.planner.check import check
from bangfu.core.planner.plan import Level, Plan, gap, in_order
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.result import Result, result_of
from bangfu.core.planner.tally import level_names

from .proofs import joined

GOALS = ("rules", "coverage", "stability", "quality", "fairness")


def merged(problem: Problem, parts: Sequence[tuple[Problem, Result]], *, seconds: float) -> Result:
    """The result of a whole problem from its independent parts with theirs, in their order.

    The parts' best plans together are a best plan, so bounds add up as values do; so do proofs,
    if all parts have them. The whole plan is checked once more: a mistake in taking the problem
    apart would show here.
    """
    results = [result for _, result in parts]
    keeping = any(level.goal == "stability" for result in results for level in result.levels)
    names = level_names(problem, keeping)
    levels = added(results, names)
    plan = Plan(duties=in_order(duty for result in results for duty in result.plan.duties))
    breaches = check(problem, plan)
    if wrong := [breach for breach in breaches if not breach.short]:
        raise RuntimeError(f"the parts bind each other: {wrong[0].en}")
    proofs = [(part, result.proofs) for part, result in parts]
    return result_of(
        plan.duties,
        levels,
        covered=sum(result.covered for result in results),
        required=sum(result.required for result in results),
        status="infeasible" if breaches else "optimal" if gap(levels) == 0 else "feasible",
        seconds=seconds,
        proofs=joined(names, proofs) if all(found for _, found in proofs) else (),
    )


def added(results: Sequence[Result], names: Iterable[str] | None = None) -> tuple[Level, ...]:
    """Values and bounds of several results by goal, in the order of ``names``.

    A goal that a part does not have, such as a priority none of its posts has, counts 0 there.
    Without names, the goals of all results in their usual order.
    """
    found = {level.goal for result in results for level in result.levels}
    return tuple(
        Level(
            goal=name,
            value=sum(one.value for r in results for one in r.levels if one.goal == name),
            bound=sum(one.bound for r in results for one in r.levels if one.goal == name),
        )
        for name in (sorted(found, key=_usual) if names is None else names)
    )


def _usual(goal: str) -> tuple[int, str]:
    return GOALS.index(goal.partition(" ")[0]), goal

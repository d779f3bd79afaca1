"""Results of independent parts as one: duties together, values and bounds added up goal by goal."""

from collections.abc import Iterable, Sequence

from bangfu.core.planner.check import check
from bangfu.core.planner.plan import Claims, Level, Plan, Status, in_order
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.result import Result
from bangfu.core.planner.search import gap
from bangfu.core.planner.tally import level_names

GOALS = ("rules", "coverage", "stability", "quality", "fairness")


def merged(problem: Problem, results: Sequence[Result], *, seconds: float) -> Result:
    """The result of a whole problem from those of its independent parts, in their order.

    The parts' best plans together are a best plan, so bounds add up as values do. The whole plan
    is checked once more: a mistake in taking the problem apart would show here.
    """
    keeping = any(level.goal == "stability" for result in results for level in result.levels)
    levels = added(results, level_names(problem, keeping))
    duties = in_order([duty for result in results for duty in result.plan.duties])
    breaches = check(problem, Plan(duties=duties))
    if wrong := [breach for breach in breaches if not breach.short]:
        raise RuntimeError(f"the parts bind each other: {wrong[0].en}")
    distance = gap(levels)
    status: Status = "infeasible" if breaches else "optimal" if distance == 0 else "feasible"
    quality = next(level for level in levels if level.goal == "quality")
    claims = Claims(
        covered=sum(result.covered for result in results),
        required=sum(result.required for result in results),
        quality=quality.value,
        bound=quality.bound,
        gap=distance,
        status=status,
        levels=levels,
    )
    return Result(
        plan=Plan(duties=duties, claims=claims),
        covered=claims.covered,
        required=claims.required,
        quality=claims.quality,
        bound=claims.bound,
        gap=distance,
        status=status,
        proven=distance == 0,
        seconds=seconds,
        levels=levels,
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

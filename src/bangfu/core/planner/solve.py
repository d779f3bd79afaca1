"""From a problem to a plan: split, pick an engine for each part, and say what is proven."""

from collections.abc import Callable

import numpy as np

from .certificate import LevelProof
from .check import check
from .contradictions import refuse_contradictions
from .engines.outcome import Outcome, better, settled
from .engines.packing import packed
from .ground import Ground
from .grounding import ground_of
from .model import Model, model_of
from .plan import Plan, gap, in_order
from .problem import Problem
from .result import Progress, Result, Stop, Stopwatch, result_of
from .search import Search
from .tables import IntArray
from .tally import covered_by_priority

FEW_COLUMNS = 12_000
"""Parts with more stint columns than this are prepared by prices before they are proven."""

MOST_COLUMNS = 100_000
"""Parts with more stint columns than this are planned by prices, within a proven distance."""


def solve(
    problem: Problem,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    start: Plan | None = None,
    keep: Plan | None = None,
    workers: int = 1,
    on_progress: Callable[[Progress], object] | None = None,
) -> Result:
    """Find the best plan and prove it.

    ``stop`` is asked now and then and ends the search with the best plan so far; ``on_progress``
    is told, and ends it too by returning true. With ``keep`` a published plan is disturbed as
    little as the goals before stability allow. The search begins from ``start``, any plan, as far
    as its duties are possible and fit together; it says nothing of what is wanted. Equal
    arguments give equal plans, unless a stop looks at the clock.

    Large parts are worked on by ``workers`` processes; with more than one, the calling script needs
    the usual ``if __name__ == "__main__":`` guard.

    Raises ``ContradictoryProblem`` before any search if no plan can satisfy the problem.
    """
    clock = Stopwatch()
    ground = ground_of(refuse_contradictions(problem), keep)
    split = [
        (numbers, model_of(part) if part.size <= FEW_COLUMNS else part)
        for numbers, part in ground.parts()
    ]
    search = Search(
        problem,
        ground,
        [numbers for numbers, _ in split],
        stop=stop,
        on_progress=on_progress,
        clock=clock,
    )
    begin = _columns(ground, problem, start or keep)
    search.outcomes = [_first(part, _within(begin, numbers)) for numbers, part in split]
    for number, (_, part) in enumerate(split):
        # A large part has no plan yet: its engine makes one before it asks for the time.
        if search.asked("parts") and isinstance(part, Model):
            continue
        search.outcomes[number] = _improved(part, search, number, seed, workers)
    search.asked("done")
    return _result(search)


def _columns(ground: Ground, problem: Problem, plan: Plan | None) -> IntArray:
    """The columns of a plan's duties, ascending; duties that are possible no more have none."""
    people = {person.id: number for number, person in enumerate(problem.people)}
    posts = {post.id: number for number, post in enumerate(problem.posts)}
    known = [
        (people[duty.person], posts[duty.post], duty.start, duty.end)
        for duty in (plan.duties if plan is not None else ())
        if duty.person in people and duty.post in posts
    ]
    return ground.numbers(known)


def _within(columns: IntArray, numbers: IntArray) -> IntArray:
    """Those columns that belong to a part, by their number there; both ascending."""
    return np.flatnonzero(np.isin(numbers, columns))


def _first(part: Ground | Model, start: IntArray) -> Outcome:
    """A plan at once; packing looks at columns one by one, which is too slow for a large part."""
    if isinstance(part, Model):
        first = packed(part)
        begun = packed(part, start) if len(start) else first
        return begun if better(begun.value, first.value) else first
    from .engines import priced

    return priced.begun(part, start)


def _improved(
    part: Ground | Model, search: Search, number: int, seed: int, workers: int
) -> Outcome:
    first = search.outcomes[number]
    if first.proven:
        return first
    if isinstance(part, Model) and not part.matrix.shape[0]:
        return settled(part, _unhindered(part))
    # The solvers take half a second to load: not for every import.
    from .engines import flow, mip

    if isinstance(part, Ground):
        from .engines import closing, priced

        if part.is_single_term and (by_flow := flow.solved(model_of(part))) is not None:
            return by_flow
        if part.size <= MOST_COLUMNS:
            prepared = priced.prepared(part, first, search.watch(number), seed=seed)
            return closing.closed(part, prepared, search.watch(number), seed=seed)
        return priced.solved(part, first, search.watch(number), seed=seed, workers=workers)
    if (by_flow := flow.solved(part)) is not None:
        return by_flow
    return mip.solved(part, first, search.watch(number), seed=seed)


def _unhindered(part: Model) -> IntArray:
    """Columns that no row limits: each stands for itself."""
    first = (part.value != 0).argmax(axis=0)
    worth = part.value[first, np.arange(part.size)]
    worth[part.fixed] = 1
    return np.flatnonzero(worth > 0)


def _result(search: Search) -> Result:
    problem, plan = search.problem, Plan(duties=in_order(search.duties))
    breaches, levels = check(problem, plan), search.levels()
    if wrong := [breach for breach in breaches if not breach.short]:
        raise RuntimeError(f"solver and checker disagree: {wrong[0].en}")
    return result_of(
        plan.duties,
        levels,
        covered=covered_by_priority(problem, plan).total(),
        required=search.required,
        status="infeasible" if breaches else "optimal" if gap(levels) == 0 else "feasible",
        seconds=search.clock.seconds,
        proofs=_proofs(search),
    )


def _proofs(search: Search) -> tuple[LevelProof, ...]:
    """The prices of a search that did with one set of them."""
    if len(search.outcomes) != 1 or not search.outcomes[0].proofs:
        return ()
    from .proving.names import levels_of

    return levels_of(search.problem, search.ground, search.outcomes[0].proofs)

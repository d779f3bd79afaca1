"""Random certificates: any prices of the signs allowed, any tree, any partition of the posts."""

from hypothesis import strategies as st
from msgspec import structs

from bangfu.core.planner import Plan, Problem
from bangfu.core.planner.certificate import (
    Certificate,
    Cut,
    Leaf,
    LevelProof,
    PartProof,
    Price,
    Split,
    Stays,
    certified,
)
from bangfu.core.planner.proof import bounded
from bangfu.core.planner.proof.sides import Sides
from bangfu.core.planner.tally import level_names

LARGEST = 60
HUGE = 2**62


def rows(problem: Problem) -> list[Price]:
    """Every row of the problem that could bear a price, with a price of 0."""
    periods = range(problem.horizon.count)
    found = [
        Price(rule=rule, of=(id,), period=t, price=0)
        for rule, ids in (
            ("one_place", [p.id for p in problem.people]),
            ("department_minimum", [d.id for d in problem.departments]),
            ("headcount", [p.id for p in problem.posts]),
        )
        for id in ids
        for t in periods
    ]
    found += [Price(rule="hospital_quota", of=(h.id,), price=0) for h in problem.hospitals]
    found += [Price(rule="burden_cap", of=(p.id,), price=0) for p in problem.people]
    for programme in problem.programmes:
        found.append(Price(rule="person_times", of=(programme.id,), price=0))
        found += [
            Price(rule="tier_quota", of=(programme.id, tier), price=0) for tier in programme.tiers
        ]
    found += [
        Price(rule="one_seat", of=(person.id, post.id), period=t, price=0)
        for person in problem.people
        for post in problem.posts
        for t in periods
        if post.headcount > 1
    ]
    return found


@st.composite
def prices(
    draw: st.DrawFn, problem: Problem, least: int, *, lower: bool, largest: int
) -> tuple[Price, ...]:
    """Some rows priced; below zero only with ``lower``, and never under ``-least``."""
    sides, found = Sides(problem), []
    chosen = draw(st.lists(st.sampled_from(rows(problem)), max_size=6, unique_by=repr))
    for row in chosen:
        low = -least if lower and sides.lower(row) is not None else 0
        high = largest if sides.upper(row) is not None else 0
        found.append(structs.replace(row, price=draw(st.integers(low, high))))
    return tuple(found)


@st.composite
def cuts(draw: st.DrawFn, problem: Problem) -> tuple[Cut, ...]:
    """None, one or two cuts over rows that have an upper side."""
    sides = Sides(problem)
    limited = [row for row in rows(problem) if sides.upper(row) is not None]

    def times(row: Price, count: int) -> Price:
        return structs.replace(row, price=count)

    row = st.builds(times, st.sampled_from(limited), st.integers(1, 3))
    cut = st.builds(
        Cut,
        rows=st.lists(row, min_size=1, max_size=3).map(tuple),
        divisor=st.integers(1, 4),
        price=st.integers(1, LARGEST),
    )
    return tuple(draw(st.lists(cut, max_size=2)))


@st.composite
def stays(draw: st.DrawFn, problem: Problem) -> Stays:
    """A group of stays by up to all of its fields."""
    period = st.none() | st.integers(0, problem.horizon.count)
    return Stays(
        person=draw(st.none() | st.sampled_from([p.id for p in problem.people])),
        post=draw(st.none() | st.sampled_from([p.id for p in problem.posts])),
        start=draw(period),
        end=draw(period),
        serving=draw(period),
        hospital=draw(st.none() | st.sampled_from([h.id for h in problem.hospitals])),
        department=draw(st.none() | st.sampled_from([d.id for d in problem.departments])),
    )


@st.composite
def proofs(
    draw: st.DrawFn,
    problem: Problem,
    goals: list[str],
    *,
    lower: bool,
    largest: int,
    turns: tuple[bool, ...] = (),
) -> Leaf | Split:
    """A tree of at most two splits on any way down, every leaf with prices of its own."""
    if len(turns) < 2 and draw(st.integers(0, 2)) == 0:
        sides = [
            draw(proofs(problem, goals, lower=lower, largest=largest, turns=(*turns, more)))
            for more in (False, True)
        ]
        return Split(
            on=draw(stays(problem)), at=draw(st.integers(0, 2)), less=sides[0], more=sides[1]
        )
    weights = {goal: draw(st.integers(0, 20)) for goal in goals[:-1]}
    weights[goals[-1]] = draw(st.integers(1, 3))
    return Leaf(
        weights=weights,
        prices=draw(prices(problem, weights.get("rules", 0), lower=lower, largest=largest)),
        cuts=draw(cuts(problem)),
        branches=tuple(
            draw(st.integers(-LARGEST, 0) if more else st.integers(0, LARGEST)) for more in turns
        ),
    )


@st.composite
def levels(
    draw: st.DrawFn,
    problem: Problem,
    goals: list[str],
    *,
    apart: bool | None = None,
    largest: int = LARGEST,
) -> tuple[LevelProof, ...]:
    """A proof of every goal over one part, or over one part for each post; bounds are left at 0."""
    apart = draw(st.booleans()) if apart is None else apart
    groups = [(post.id,) for post in problem.posts] if apart else [()]
    lower = groups == [()]
    return tuple(
        LevelProof(
            goal=goal,
            bound=0,
            parts=tuple(
                PartProof(
                    posts=group,
                    bound=0,
                    proof=draw(proofs(problem, goals[: number + 1], lower=lower, largest=largest)),
                )
                for group in groups
            ),
        )
        for number, goal in enumerate(goals)
    )


def claimed(
    problem: Problem, plan: Plan, proofs: tuple[LevelProof, ...], keep: Plan | None = None
) -> Certificate:
    """The proofs with the bounds that they give, part by part, as the verifier computes them."""
    return certified(problem, plan, bounded(problem, plan, proofs, keep))


def goals_of(problem: Problem, keep: Plan | None = None) -> list[str]:
    """Names of the problem's levels in order."""
    return level_names(problem, keep is not None)

"""Bounds hold for any prices: no plan exceeds them, found by trying every plan."""

from collections import defaultdict
from itertools import combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, possible, problems
from tests.core.planner.proof.certificates import claimed, goals_of, levels

from bangfu.core.planner import Plan, Problem, check
from bangfu.core.planner.certificate import Leaf, LevelProof, Split
from bangfu.core.planner.proof import bounded, verify
from bangfu.core.planner.tally import tally
from bangfu.core.planner.wellformed import faults

SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def sound_problems() -> st.SearchStrategy[Problem]:
    """Problems that hang together, whether or not a plan keeps all of their minimums."""
    return problems().filter(lambda problem: not list(faults(problem)))


def plans(problem: Problem) -> list[Plan]:
    """Every plan that breaks no rule but minimums."""
    found = []
    for size in range(len(possible(problem)) + 1):
        of_size = [Plan(duties=chosen) for chosen in combinations(possible(problem), size)]
        fit = [p for p in of_size if all(breach.short for breach in check(problem, p))]
        if size and not fit and not problem.pinned:
            break
        found += fit
    return found


def by_part(
    problem: Problem, plan: Plan, keep: Plan | None, parts: list[tuple[str, ...]]
) -> dict[str, tuple[int, ...]]:
    """Per goal what a plan reaches in each part; minimums belong to a part that has all stays."""
    found: dict[str, list[int]] = defaultdict(list)
    for posts in parts:
        mine = Plan(duties=tuple(d for d in plan.duties if d.post in posts))
        for goal, value in tally(problem, mine, keep).levels:
            found[goal].append(value)
    whole = dict(tally(problem, plan, keep).levels)
    assert all(sum(found[goal]) == whole[goal] for goal in found if goal != "rules")
    return {goal: tuple(values) for goal, values in found.items() if goal != "rules"}


class TestBounds:
    @SETTINGS
    @given(st.data())
    def test_no_plan_exceeds_them_whatever_the_prices(self, data: st.DataObject) -> None:
        problem = data.draw(sound_problems())
        assume(len(possible(problem)) <= 8)
        keep = data.draw(st.none() | duties(problem).map(lambda found: Plan(duties=found)))
        every = plans(problem)
        assume(every)
        plan = data.draw(st.sampled_from(every))
        proofs = data.draw(levels(problem, goals_of(problem, keep), apart=False))

        verdict = verify(problem, plan, claimed(problem, plan, proofs, keep), keep)

        assert verdict.faults == ()
        reached = [dict(tally(problem, other, keep).levels) for other in every]
        for level in verdict.levels:
            assert level.bound is not None
            assert level.bound >= max(other[level.goal] for other in reached)
            reached = [other for other in reached if other[level.goal] >= level.value]

    @SETTINGS
    @given(st.data())
    def test_hold_part_by_part(self, data: st.DataObject) -> None:
        problem = structs.replace(data.draw(sound_problems()), programmes=(), burden=None)
        problem = structs.replace(
            problem,
            hospitals=tuple(structs.replace(h, quota=None) for h in problem.hospitals),
            posts=tuple(structs.replace(post, programme=None) for post in problem.posts),
        )
        assume(len(possible(problem)) <= 8)
        every = plans(problem)
        assume(every)
        plan = data.draw(st.sampled_from(every))
        parts = [(post.id,) for post in problem.posts]
        proofs = data.draw(levels(problem, goals_of(problem), apart=True))

        verdict = verify(problem, plan, claimed(problem, plan, proofs))

        assert verdict.faults == ()
        here = by_part(problem, plan, None, parts)
        left = [
            (dict(tally(problem, other).levels), by_part(problem, other, None, parts))
            for other in every
        ]
        for level in verdict.levels:
            assert level.bound is not None
            assert level.bound >= max(whole[level.goal] for whole, _ in left)
            if level.goal == "rules":
                left = [
                    other for other in left if _covers(problem, other[1]) >= _covers(problem, here)
                ]
            else:
                left = [
                    other
                    for other in left
                    if all(
                        a >= b for a, b in zip(other[1][level.goal], here[level.goal], strict=True)
                    )
                ]

    @SETTINGS
    @given(st.data())
    def test_are_the_same_in_numbers_beyond_64_bits(self, data: st.DataObject) -> None:
        problem = data.draw(sound_problems())
        plan = Plan(duties=tuple(problem.pinned))
        factor = 2**52
        small = data.draw(levels(problem, goals_of(problem), apart=False))
        large = tuple(
            structs.replace(
                level,
                parts=tuple(
                    structs.replace(part, proof=scaled(part.proof, factor)) for part in level.parts
                ),
            )
            for level in small
        )

        assert bounded(problem, plan, large) == bounded_like(bounded(problem, plan, small), large)


def _covers(problem: Problem, reached: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """What never-uncovered posts have, one post a part."""
    return tuple(
        sum(reached[goal][n] for goal in reached if goal.startswith("coverage"))
        for n, post in enumerate(problem.posts)
        if post.never_uncovered
    )


def scaled(proof: Leaf | Split, factor: int) -> Leaf | Split:
    """The same proof in units so many times finer."""
    if isinstance(proof, Split):
        return structs.replace(
            proof, less=scaled(proof.less, factor), more=scaled(proof.more, factor)
        )
    return structs.replace(
        proof,
        weights={goal: weight * factor for goal, weight in proof.weights.items()},
        prices=tuple(structs.replace(p, price=p.price * factor) for p in proof.prices),
        cuts=tuple(structs.replace(c, price=c.price * factor) for c in proof.cuts),
        branches=tuple(price * factor for price in proof.branches),
    )


def bounded_like(
    found: tuple[LevelProof, ...], shape: tuple[LevelProof, ...]
) -> tuple[LevelProof, ...]:
    """``shape`` with the bounds of ``found``."""
    return tuple(
        structs.replace(
            level,
            bound=other.bound,
            parts=tuple(
                structs.replace(part, bound=its.bound)
                for part, its in zip(level.parts, other.parts, strict=True)
            ),
        )
        for level, other in zip(shape, found, strict=True)
    )

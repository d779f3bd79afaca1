"""What is proven of the parts is proven of the whole, and nothing more."""

from collections.abc import Iterable, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.jobs.test_splitting import beside, easy, sound
from tests.core.planner.problems import tiny
from tests.core.planner.proof.certificates import claimed, goals_of, prices

from bangfu.core.planner import Plan, Problem, Result, solve
from bangfu.core.planner.certificate import Certificate, Leaf, LevelProof, PartProof, certified
from bangfu.core.planner.jobs import independent_parts, joined, merged
from bangfu.core.planner.proof import verify

easy_pairs = st.builds(beside, easy, easy).filter(sound)


def priced(data: st.DataObject, problem: Problem) -> tuple[LevelProof, ...]:
    """A proof of every goal over all posts, at any prices."""
    return tuple(
        LevelProof(
            goal=goal,
            bound=0,
            parts=(
                PartProof(
                    bound=0,
                    proof=Leaf(
                        weights={goal: 1},
                        prices=data.draw(prices(problem, 0, lower=False, largest=60)),
                    ),
                ),
            ),
        )
        for goal in goals_of(problem)
    )


def without_prices(problem: Problem) -> tuple[LevelProof, ...]:
    """The simplest proof there is, post by post: no capacity costs anything."""
    return tuple(
        LevelProof(
            goal=goal,
            bound=0,
            parts=tuple(
                PartProof(posts=(post.id,), bound=0, proof=Leaf(weights={goal: 1}))
                for post in problem.posts
            ),
        )
        for goal in goals_of(problem)
    )


def together(problem: Problem, parts: Sequence[Problem], results: Sequence[Result]) -> Plan:
    whole = merged(problem, list(zip(parts, results, strict=True)), seconds=0.0)
    return Plan(duties=whole.plan.duties)


def of_whole(
    problem: Problem, plan: Plan, parts: Iterable[tuple[Problem, Certificate]]
) -> Certificate:
    levels = [(part, certificate.levels) for part, certificate in parts]
    return certified(problem, plan, joined(goals_of(problem), levels))


class TestJoined:
    @settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
    @given(easy_pairs, st.data())
    def test_verifies_with_the_sum_of_the_parts_bounds(
        self, problem: Problem, data: st.DataObject
    ) -> None:
        parts = independent_parts(problem, posts=1)
        results = [solve(part) for part in parts]
        plan = together(problem, parts, results)
        certificates = [
            claimed(part, result.plan, priced(data, part))
            for part, result in zip(parts, results, strict=True)
        ]

        certificate = of_whole(problem, plan, zip(parts, certificates, strict=True))
        verdict = verify(problem, plan, certificate)

        assert verdict.faults == ()
        for level in verdict.levels:
            of_parts = [
                one for made in certificates for one in made.levels if one.goal == level.goal
            ]
            assert level.bound == sum(one.bound for one in of_parts)

    def test_completes_a_priority_that_a_part_lacks(self) -> None:
        urgent, other = tiny(), structs.replace(tiny().posts[0], priority=2)
        problem = beside(urgent, tiny(posts=(other,)))
        parts = independent_parts(problem, posts=1)
        results = [solve(part) for part in parts]
        plan = together(problem, parts, results)

        made = []
        for part, result in zip(parts, results, strict=True):
            made.append((part, claimed(part, result.plan, without_prices(part))))
        verdict = verify(problem, plan, of_whole(problem, plan, made))

        assert verdict.faults == ()
        assert [level.goal for level in verdict.levels][1:3] == ["coverage 1", "coverage 2"]

    def test_of_one_part_twice_is_caught(self) -> None:
        problem = beside(tiny(), tiny())
        parts = independent_parts(problem, posts=1)
        results = [solve(part) for part in parts]
        plan = together(problem, parts, results)
        certificate = claimed(parts[0], results[0].plan, without_prices(parts[0]))

        verdict = verify(problem, plan, of_whole(problem, plan, [(parts[0], certificate)] * 2))

        assert verdict.faults

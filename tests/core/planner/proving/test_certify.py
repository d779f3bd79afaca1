"""Certificates of best plans close; those of other plans prove no more than is true."""

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import best_by_trial, duties, possible, problems, tiny

from bangfu.core.planner import (
    Duty,
    Plan,
    Problem,
    Programme,
    check,
    contradictions,
    examples,
    instances,
    solve,
)
from bangfu.core.planner.certificate import Certificate, Leaf, Price, certified
from bangfu.core.planner.proof import verify
from bangfu.core.planner.proof.cases import unfolded
from bangfu.core.planner.proving import certify

SETTINGS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def cases(certificate: Certificate) -> int:
    return sum(
        len(unfolded(part.proof).cases) for level in certificate.levels for part in level.parts
    )


class TestCertify:
    @SETTINGS
    @given(problems(most_people=6, most_posts=4))
    def test_closes_on_every_best_plan(self, problem: Problem) -> None:
        assume(not contradictions(problem))
        result = solve(problem)
        assume(result.proven)

        certificate = certify(problem, result.plan)
        verdict = verify(problem, result.plan, certificate)

        assert verdict.faults == ()
        assert [level.bound for level in verdict.levels] == [level.value for level in result.levels]
        assert verdict.gap == 0

    @SETTINGS
    @given(st.data())
    def test_closes_with_a_plan_kept(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        assume(not contradictions(problem))
        keep = Plan(duties=data.draw(duties(problem)))
        assume(all(breach.short for breach in check(problem, keep)))
        result = solve(problem, keep=keep)

        verdict = verify(problem, result.plan, certify(problem, result.plan, keep=keep), keep)

        assert verdict.faults == ()
        assert verdict.gap == 0

    @SETTINGS
    @given(st.data())
    def test_closes_with_a_duty_pinned(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        options = possible(problem)
        assume(options)
        problem = structs.replace(problem, pinned=(data.draw(st.sampled_from(options)),))
        assume(not contradictions(problem))
        result = solve(problem)

        verdict = verify(problem, result.plan, certify(problem, result.plan))

        assert verdict.faults == ()
        assert verdict.gap == 0

    @SETTINGS
    @given(problems())
    def test_never_proves_less_than_the_best_plan_reaches(self, problem: Problem) -> None:
        assume(not contradictions(problem))
        assume(len(possible(problem)) <= 9)
        best = best_by_trial(problem)
        plan = Plan(duties=problem.pinned)

        verdict = verify(problem, plan, certify(problem, plan))

        assert verdict.faults == ()
        for level, reached in zip(verdict.levels, best, strict=True):
            assert level.bound is not None
            assert level.bound >= reached
            if level.value < reached:
                assert verdict.gap is not None
                assert verdict.gap > 0
                break

    @pytest.mark.parametrize(
        ("name", "problem", "most"),
        [
            ("leadership", examples.leadership(), 6),
            ("rotation", examples.rotation(), 12),
            ("resident and visiting", examples.resident_and_visiting(), 60),
            ("county71", instances.region("county71"), 60),
        ],
    )
    def test_needs_few_cases(self, name: str, problem: Problem, most: int) -> None:
        plan = solve(problem).plan

        certificate = certify(problem, plan)

        assert verify(problem, plan, certificate).gap == 0
        assert cases(certificate) <= most

    def test_is_the_same_for_equal_problems(self) -> None:
        problem = instances.region("county71")
        plan = solve(problem).plan

        assert certify(problem, plan) == certify(problem, plan)

    def test_keeps_the_best_bound_found_when_stopped(self) -> None:
        problem = instances.region("county71")
        plan = Plan(duties=solve(problem).plan.duties)

        least = verify(problem, plan, certify(problem, plan, most_cases=1))
        some = verify(problem, plan, certify(problem, plan, most_cases=5))

        assert least.faults == some.faults == ()
        assert least.gap is not None
        assert some.gap is not None
        assert 0 < some.gap <= least.gap < 0.01

    def test_counts_a_stay_once_on_a_post_of_several_seats(self) -> None:
        clinic = structs.replace(tiny().posts[0], form="visiting", sessions=2, headcount=2)
        problem = structs.replace(tiny(), posts=(clinic,))
        plan = solve(problem).plan

        certificate = certify(problem, plan)

        assert len(plan.duties) == 1
        assert verify(problem, plan, certificate).gap == 0
        assert '"one_seat"' in msgspec.json.encode(certificate).decode()

    def test_proves_a_shortage_that_cannot_be_helped(self) -> None:
        problem = structs.replace(
            tiny(),
            posts=(structs.replace(tiny().posts[0], programme="g"),),
            programmes=(Programme(id="g", person_times=3),),
        )
        plan = Plan(duties=(Duty(person="w0", post="p0", start=0, end=6),))

        verdict = verify(problem, plan, certify(problem, plan))

        assert (verdict.levels[0].value, verdict.levels[0].bound) == (-2, -2)

    def test_nobody_can_serve_a_post_and_it_is_proven(self) -> None:
        problem = structs.replace(tiny(), people=())

        verdict = verify(problem, Plan(), certify(problem, Plan()))

        assert verdict.faults == ()
        assert verdict.gap == 0


def leaves(certificate: Certificate) -> list[tuple[int, int, Leaf]]:
    """Every leaf that has prices, with its level and part."""
    return [
        (number, at, case.leaf)
        for number, level in enumerate(certificate.levels)
        for at, part in enumerate(level.parts)
        for case in unfolded(part.proof).cases
        if case.leaf.prices
    ]


class TestTampering:
    PROBLEM = examples.leadership()
    PLAN = Plan(duties=solve(PROBLEM).plan.duties)
    CERTIFICATE = certify(PROBLEM, PLAN)

    def altered(self, price: Price, by: int) -> Certificate:
        """The certificate with one price changed, its seal as it was."""
        text = msgspec.json.encode(self.CERTIFICATE)
        old = msgspec.json.encode(price)
        assert old in text
        changed = text.replace(old, msgspec.json.encode(structs.replace(price, price=by)), 1)
        return msgspec.json.decode(changed, type=Certificate)

    @pytest.mark.parametrize("by", [-1, 1, 2**30])
    def test_any_price_is_caught(self, by: int) -> None:
        prices = [p for _, _, leaf in leaves(self.CERTIFICATE) for p in leaf.prices]
        assert prices

        for price in prices:
            certificate = self.altered(price, price.price + by)
            assert verify(self.PROBLEM, self.PLAN, certificate).faults

    def test_any_price_taken_away_and_sealed_again_proves_less_or_the_same(self) -> None:
        before = [level.bound for level in self.CERTIFICATE.levels]
        caught = 0
        for _, _, leaf in leaves(self.CERTIFICATE):
            for price in leaf.prices:
                loose = self.altered(price, 0)
                again = certified(self.PROBLEM, self.PLAN, loose.levels)
                verdict = verify(self.PROBLEM, self.PLAN, again)
                after = [level.bound for level in verdict.levels]
                assert all(b is None or b >= a for a, b in zip(before, after, strict=True))
                assert bool(verdict.faults) == (before != after)
                caught += bool(verdict.faults)

        assert caught

    def test_any_bound_is_caught(self) -> None:
        for number, level in enumerate(self.CERTIFICATE.levels):
            for by in (-1, 1):
                part = structs.replace(level.parts[0], bound=level.bound + by)
                better = structs.replace(level, bound=level.bound + by, parts=(part,))
                levels = list(self.CERTIFICATE.levels)
                levels[number] = better
                forged = certified(self.PROBLEM, self.PLAN, tuple(levels))
                assert verify(self.PROBLEM, self.PLAN, forged).faults

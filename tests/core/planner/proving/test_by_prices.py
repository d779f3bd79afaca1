"""Certificates from prices alone: they hold, whatever the problem, and prove something."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, problems

from bangfu.core.planner import Plan, contradictions, instances, proving, solve
from bangfu.core.planner.allowed import allowed
from bangfu.core.planner.certificate import Certificate
from bangfu.core.planner.engines import relaxation
from bangfu.core.planner.proof import verify
from bangfu.core.planner.proving import choice
from bangfu.core.planner.proving.by_prices import certify_by_prices

SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def without_claims(plan: Plan) -> Plan:
    return structs.replace(plan, claims=None)


class TestByPrices:
    @SETTINGS
    @given(st.data())
    def test_bounds_the_optimum_of_every_goal_and_is_believed(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=5, most_posts=3))
        assume(not contradictions(problem))
        keep = Plan(duties=data.draw(duties(problem))) if data.draw(st.booleans()) else None
        best = solve(problem, keep=keep)
        plan = without_claims(best.plan)

        certificate = certify_by_prices(problem, plan, allowed(problem), keep=keep)

        verdict = verify(problem, plan, certificate, keep)
        assert not verdict.faults
        for proven, level in zip(verdict.levels, best.levels, strict=True):
            assert (proven.goal, proven.value) == (level.goal, level.value)
            assert proven.bound >= level.value

    def test_comes_close_on_a_county(self) -> None:
        problem = instances.region("county71")
        plan = without_claims(solve(problem).plan)

        certificate = certify_by_prices(problem, plan, allowed(problem))

        assert verify(problem, plan, certificate).gap < 0.01

    def test_bounds_goals_without_prices_where_weights_are_too_large_for_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        problem = instances.region("county71")
        plan = without_claims(solve(problem).plan)
        monkeypatch.setattr(relaxation, "EXACT", 1.0)

        verdict = verify(problem, plan, certify_by_prices(problem, plan, allowed(problem)))

        assert not verdict.faults
        assert verdict.gap is not None
        assert verdict.gap > 0

    def test_takes_over_where_there_are_too_many_stays(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        problem = instances.region("county71")
        plan = without_claims(solve(problem).plan)
        monkeypatch.setattr(choice, "MOST_COLUMNS", 100)

        certificate = proving.certify(problem, plan)

        assert certificate == certify_by_prices(problem, plan, allowed(problem))
        assert isinstance(certificate, Certificate)

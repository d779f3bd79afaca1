"""An altered plan is caught, whatever is altered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from bangfu.core.planner import Duty, Level, Plan, check, examples, solve
from bangfu.core.planner.check import false_claims
from bangfu.core.planner.tally import tally

PROBLEM = examples.leadership()
PLAN = solve(PROBLEM).plan


class TestCheck:
    @settings(deadline=None, max_examples=60)
    @given(st.integers(0, 13), st.sampled_from(PROBLEM.people))
    def test_catches_another_person_on_any_post(self, number: int, person: object) -> None:
        duty = structs.replace(PLAN.duties[number], person=person.id)  # type: ignore[attr-defined]
        altered = structs.replace(
            PLAN, duties=(*PLAN.duties[:number], duty, *PLAN.duties[number + 1 :])
        )

        if duty != PLAN.duties[number]:
            caught = [*check(PROBLEM, altered), *false_claims(PROBLEM, altered)]
            same_figures = tally(PROBLEM, altered) == tally(PROBLEM, PLAN)
            assert caught or same_figures

    @pytest.mark.parametrize("number", range(14))
    def test_catches_a_duty_left_out(self, number: int) -> None:
        altered = structs.replace(PLAN, duties=PLAN.duties[:number] + PLAN.duties[number + 1 :])

        assert {breach.rule for breach in check(PROBLEM, altered)} == {"tier_quota"}

    def test_catches_strangers_and_repetitions(self) -> None:
        stranger = Duty(person="nobody", post="p0", start=0, end=24)
        lost = Duty(person="w0", post="nowhere", start=0, end=24)
        plan = Plan(duties=(*PLAN.duties, stranger, lost, PLAN.duties[0]))

        assert [breach.rule for breach in check(PROBLEM, plan)] == ["known"] * 3


class TestFalseClaims:
    def test_are_none_in_a_plan_as_it_was_made(self) -> None:
        assert list(false_claims(PROBLEM, PLAN)) == []

    @pytest.mark.parametrize("figure", ["covered", "required", "quality"])
    def test_are_caught_figure_by_figure(self, figure: str) -> None:
        assert PLAN.claims is not None
        claims = structs.replace(PLAN.claims, **{figure: getattr(PLAN.claims, figure) + 1})

        told = list(false_claims(PROBLEM, structs.replace(PLAN, claims=claims)))

        assert len(told) == 1

    def test_catch_a_bound_below_the_value(self) -> None:
        assert PLAN.claims is not None
        quality = Level(goal="quality", value=PLAN.claims.quality, bound=PLAN.claims.quality - 1)
        claims = structs.replace(PLAN.claims, levels=(quality,))

        told = list(false_claims(PROBLEM, structs.replace(PLAN, claims=claims)))

        assert len(told) == 1
        assert "上界" in told[0].zh

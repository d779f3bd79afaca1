"""The solver against brute force, against itself, and against its own checker."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import best_by_trial, duties, possible, problems, tiny

from bangfu.core.planner import (
    ContradictoryProblem,
    Duty,
    Effort,
    Plan,
    Problem,
    Programme,
    Progress,
    Quota,
    Seconds,
    check,
    contradictions,
    examples,
    instances,
    moves,
    solve,
)
from bangfu.core.planner.contradictions import refuse_contradictions
from bangfu.core.planner.engines import flow, mip
from bangfu.core.planner.engines.outcome import Outcome
from bangfu.core.planner.engines.packing import packed
from bangfu.core.planner.grounding import ground_of
from bangfu.core.planner.model import model_of
from bangfu.core.planner.tally import tally

SETTINGS = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class TestSolve:
    @SETTINGS
    @given(problems(most_people=3, most_posts=2))
    def test_finds_what_trying_every_plan_finds(self, problem: Problem) -> None:
        assume(not contradictions(problem))
        assume(len(possible(problem)) <= 11)

        result = solve(problem)

        assert tuple(level.value for level in result.levels) == best_by_trial(problem)
        assert result.proven
        assert result.gap == 0

    @settings(SETTINGS, max_examples=15)
    @given(st.data())
    def test_keeps_as_much_as_trying_every_plan_keeps(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        assume(not contradictions(problem))
        assume(len(possible(problem)) <= 9)
        keep = Plan(duties=data.draw(duties(problem)))
        clean = [rule for rule in check(problem, keep) if not rule.short]
        assume(not clean)

        result = solve(problem, keep=keep)

        assert tuple(level.value for level in result.levels) == best_by_trial(problem, keep)

    @SETTINGS
    @given(problems(most_people=6, most_posts=4), st.integers(0, 3))
    def test_claims_nothing_that_the_checker_denies(self, problem: Problem, seed: int) -> None:
        assume(not contradictions(problem))

        result = solve(problem, seed=seed)
        counted = tally(problem, result.plan)

        assert (result.covered, result.quality) == (counted.covered, counted.quality)
        assert tuple((level.goal, level.value) for level in result.levels) == counted.levels
        assert all(level.value <= level.bound for level in result.levels)
        assert (result.status == "infeasible") == bool(check(problem, result.plan))

    def test_gives_equal_plans_for_equal_seeds(self) -> None:
        problem = examples.rotation(unit="weeks", people=5)

        assert solve(problem, seed=3).plan == solve(problem, seed=3).plan

    def test_refuses_to_search_where_no_plan_can_exist(self) -> None:
        problem = tiny(programmes=(Programme(id="g", person_times=9),))

        with pytest.raises(ContradictoryProblem):
            solve(problem)

    def test_says_which_rules_break_where_all_cannot_hold(self) -> None:
        problem = examples.leadership()
        nobody_to_spare = tuple(
            structs.replace(department, minimum=department.staff)
            for department in problem.departments
        )

        result = solve(structs.replace(problem, departments=nobody_to_spare))

        assert result.status == "infeasible"
        assert result.proven
        assert {breach.rule for breach in check(problem, result.plan)} == {"tier_quota"}


class TestStopping:
    def test_returns_the_best_plan_so_far_with_an_honest_bound(self) -> None:
        problem = examples.rotation(unit="weeks", people=5)
        best = solve(problem)

        stopped = solve(problem, stop=lambda progress: True)

        assert stopped.status != "optimal"
        assert stopped.gap > 0
        for level, proven in zip(stopped.levels[:2], best.levels[:2], strict=True):
            assert level.value <= proven.value <= level.bound

    def test_is_asked_for_through_the_progress_callback_too(self) -> None:
        seen: list[Progress] = []

        def enough(progress: Progress) -> bool:
            seen.append(progress)
            return True

        result = solve(examples.rotation(unit="weeks", people=5), on_progress=enough)

        assert len(seen) <= 2
        assert result.status != "optimal"

    def test_passes_on_what_a_callback_raises(self) -> None:
        def broken(progress: Progress) -> None:
            if progress.phase not in ("parts", "done"):
                raise KeyError(progress.phase)

        with pytest.raises(KeyError):
            solve(examples.rotation(unit="weeks", people=5), on_progress=broken)

    def test_stops_are_joined_by_or(self) -> None:
        stop = Seconds(1e9) | (lambda progress: progress.covered >= 0)

        assert solve(examples.rotation(unit="weeks", people=5), stop=stop).status != "optimal"


class Unhurried:
    def __call__(self, phase: str, outcome: Outcome, step: bool = False) -> bool:
        return False

    def seconds_left(self) -> float:
        return float("inf")


class TestStart:
    @settings(SETTINGS, max_examples=15)
    @given(st.data())
    def test_changes_no_optimum_whatever_it_says(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=4, most_posts=3))
        assume(not contradictions(problem))
        start = Plan(duties=data.draw(duties(problem)))

        assert solve(problem, start=start).levels == solve(problem).levels

    def test_is_kept_where_nothing_is_searched(self) -> None:
        problem = examples.resident_and_visiting()
        best = solve(problem)

        again = solve(problem, start=best.plan, stop=Effort(0))

        assert again.plan.duties == best.plan.duties

    def test_may_name_people_who_are_gone(self) -> None:
        problem = examples.leadership()
        start = Plan(duties=(Duty(person="nobody", post="nowhere", start=0, end=1),))

        assert solve(problem, start=start).status == "optimal"


class TestEffort:
    @pytest.mark.parametrize("steps", [0, 1, 2, 3])
    def test_gives_equal_plans_for_equal_steps(self, steps: int) -> None:
        problem = instances.region("county71")

        once, again = (solve(problem, stop=Effort(steps), seed=3) for _ in range(2))

        assert once.plan == again.plan
        assert once.levels == again.levels


class TestEngines:
    @SETTINGS
    @given(st.integers(0, 10_000), st.integers(3, 7), st.integers(8, 30))
    def test_flow_and_integer_programme_agree(self, seed: int, posts: int, people: int) -> None:
        problem = structs.replace(
            examples.leadership(seed=seed, posts=posts, people=people),
            programmes=(Programme(id="deputies", tiers={"tertiary": posts // 2}),),
        )
        assume(not contradictions(problem))
        ground = ground_of(refuse_contradictions(problem), None)

        for _, whole in ground.parts():
            part = model_of(whole)
            by_flow = flow.solved(part)
            by_mip = mip.solved(part, packed(part), Unhurried(), seed=0)

            assert by_flow is not None
            assert by_flow.value.tolist() == by_mip.value.tolist()
            assert by_mip.proven

    def test_flow_leaves_time_to_the_integer_programme(self) -> None:
        ground = ground_of(refuse_contradictions(examples.rotation(unit="weeks")), None)
        ((_, part),) = ground.parts()

        assert flow.solved(model_of(part)) is None


class TestShapes:
    """The three real shapes, without a clock."""

    def test_fourteen_deputies_with_exactly_nine_and_five(self) -> None:
        problem = examples.leadership()

        result = solve(problem)

        tiers = [
            problem.hospital(problem.person(d.person).hospital).tier for d in result.plan.duties
        ]
        assert (tiers.count("tertiary"), tiers.count("secondary")) == (9, 5)
        assert result.status == "optimal"
        assert result.covered == result.required == 14 * 24

    def test_a_year_without_an_uncovered_day(self) -> None:
        problem = examples.rotation()

        result = solve(problem)

        assert result.status == "optimal"
        assert result.covered == 2 * 365
        assert len(result.plan.duties) >= 10
        for post in problem.posts:
            days = sorted(
                day
                for d in result.plan.duties
                if d.post == post.id
                for day in range(d.start, d.end)
            )
            assert days == list(range(365))

    def test_seventeen_residents_and_fifty_four_visitors(self) -> None:
        result = solve(examples.resident_and_visiting())

        assert result.status == "optimal"
        assert len({duty.post for duty in result.plan.duties}) == 71


class TestReplanning:
    def test_moves_only_what_a_drop_out_touches(self) -> None:
        problem = examples.leadership()
        published = solve(problem).plan
        lost = published.duties[0].person
        people = tuple(person for person in problem.people if person.id != lost)

        result = solve(structs.replace(problem, people=people), keep=published)

        listed = moves(problem, result.plan, since=published)
        assert {move.person for move in listed if move.kind == "dropped"} >= {lost}
        assert len(listed) <= 4
        assert result.covered == result.required

    def test_keeps_pinned_duties_and_forbidden_pairs(self) -> None:
        problem = examples.leadership()
        free = solve(problem).plan
        pinned = next(
            duty
            for duty in possible(problem)
            if duty not in free.duties and not check_pins(problem, duty)
        )

        result = solve(structs.replace(problem, pinned=(pinned,)))

        assert pinned in result.plan.duties
        assert result.status == "optimal"
        assert result.quality <= solve(problem).quality


def check_pins(problem: Problem, duty: Duty) -> bool:
    return any(not breach.short for breach in check(problem, Plan(duties=(duty,))))


class TestQuotas:
    def test_a_lower_quota_is_met_where_it_can_be(self) -> None:
        problem = examples.leadership()
        hospitals = tuple(
            structs.replace(hospital, quota=Quota(lower=1, upper=4))
            for hospital in problem.hospitals
        )

        result = solve(structs.replace(problem, hospitals=hospitals))

        senders = {problem.person(duty.person).hospital for duty in result.plan.duties}
        assert result.status == "optimal"
        assert len(senders) == 9

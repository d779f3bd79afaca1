"""Other methods plan the same problem: what they state is held against the rules' readers."""

from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np
import pytest
from benchmarks.planner.peers.eligible import Register
from benchmarks.planner.peers.whole import TooLarge, stated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import problems, tiny

from bangfu.core.planner import Duty, Plan, Problem, check, examples, instances, solve
from bangfu.core.planner.problem import Stints
from bangfu.core.planner.tally import parts, tally
from benchmarks.planner import peers

SETTINGS = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
OF_ONE_STAY = {
    *("specialty", "rank_floor", "pairing", "consent", "forbidden", "availability", "stint_shape"),
}
"""Rules that one stay breaks or keeps by itself."""


def every_duty(problem: Problem) -> Iterator[Duty]:
    """Every person on every post from every period to every later one."""
    count = problem.horizon.count
    for post in problem.posts:
        for person in problem.people:
            for start in range(count):
                for end in range(start + 1, count + 1):
                    yield Duty(person=person.id, post=post.id, start=start, end=end)


class TestEligible:
    @SETTINGS
    @given(problem=problems())
    def test_is_every_stay_that_no_rule_forbids_at_its_worth(self, problem: Problem) -> None:
        register, found = Register(problem), {}

        for post in problem.posts:
            stays = register.stays(post)
            for n, person in enumerate(stays.person.tolist()):
                id, start, end = problem.people[person].id, int(stays.start[n]), int(stays.end[n])
                found[Duty(person=id, post=post.id, start=start, end=end)] = int(stays.points[n])

        allowed = {
            duty: sum(parts(problem, duty).values())
            for duty in every_duty(problem)
            if not OF_ONE_STAY & {breach.rule for breach in check(problem, Plan(duties=(duty,)))}
        }
        assert found == allowed


class TestWhole:
    @SETTINGS
    @given(problem=problems(), data=st.data())
    def test_holds_exactly_where_the_checker_finds_nothing(
        self, problem: Problem, data: st.DataObject
    ) -> None:
        whole = stated(problem, "highs")
        numbers = st.integers(0, max(0, len(whole.post) - 1))
        chosen = sorted(data.draw(st.sets(numbers, max_size=4))) if len(whole.post) else []

        x = np.zeros(len(whole.post), dtype=np.int64)
        x[chosen] = 1
        used = whole.matrix @ x

        breaches = check(problem, whole.plan(np.array(chosen, dtype=np.int64)))
        assert bool(((whole.lower <= used) & (used <= whole.upper)).all()) == (not breaches)

    def test_is_not_stated_where_it_would_not_fit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(peers.MOST_STAYS, "highs", 1000)

        with pytest.raises(TooLarge) as refusal:
            stated(instances.region("county71"), "highs")

        assert refusal.value.en == "not tried: more than 1,000 stays"


class TestGreedy:
    @SETTINGS
    @given(problem=problems())
    def test_breaks_no_upper_side_of_a_rule(self, problem: Problem) -> None:
        plan = peers.planned_by("greedy", problem, 1).plan

        assert all(breach.short for breach in check(problem, plan))

    def test_gives_nobody_two_seats_of_one_post(self) -> None:
        months = Stints(shortest=1, longest=2, step=1, starts_every=1)
        wide = structs.replace(tiny().posts[0], headcount=2, sessions=1, stints=months)
        problem = tiny(posts=(wide,))

        plan = peers.planned_by("greedy", problem, 1).plan

        assert all(breach.short for breach in check(problem, plan))

    def test_leaves_no_stay_that_could_simply_be_added(self) -> None:
        problem = instances.region("county71")
        plan = peers.planned_by("greedy", problem, 1).plan

        register = Register(problem)
        for post in problem.posts:
            mine = [duty for duty in plan.duties if duty.post == post.id]
            last = max((duty.end for duty in mine), default=0)
            stays = register.stays(post)
            for n in np.flatnonzero(stays.start >= last).tolist():
                id = problem.people[int(stays.person[n])].id
                end = int(stays.end[n])
                more = Duty(person=id, post=post.id, start=int(stays.start[n]), end=end)
                assert check(problem, Plan(duties=(*plan.duties, more)))


class TestFullModels:
    @pytest.mark.parametrize(
        ("peer", "name"),
        [("highs", "county71"), ("highs", "township"), ("highs", "weeks"), ("cpsat", "county71")],
    )
    def test_reach_what_the_product_proves_where_everything_is_covered_in_order(
        self, peer: str, name: str
    ) -> None:
        weekly = examples.rotation(unit="weeks")
        problem = weekly if name == "weeks" else instances.region(name)

        answer = peers.planned_by(peer, problem, 60)

        counted, best = tally(problem, answer.plan), solve(problem)
        assert not check(problem, answer.plan)
        assert (counted.covered, counted.quality) == (best.covered, best.quality)
        assert best.status == "optimal"


@pytest.mark.skipif(not find_spec("timefold"), reason="the group “peers” is not installed")
class TestTimefold:
    def test_plans_within_the_rules(self) -> None:
        problem = instances.region("township")

        answer = peers.planned_by("timefold", problem, 2)

        assert not check(problem, answer.plan)
        assert answer.note.startswith("score 0hard/")

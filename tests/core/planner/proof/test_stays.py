"""The verifier's own list of stays, held against the solver's and against the checker."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, possible, problems, tiny

from bangfu.core.planner import Duty, Plan, Problem, Span, check
from bangfu.core.planner.proof.staff import Staff
from bangfu.core.planner.proof.stays import Block, Enumeration
from bangfu.core.planner.tally import level_names, tally

SETTINGS = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LOCAL = {
    "pairing",
    "consent",
    "forbidden",
    "specialty",
    "rank_floor",
    "availability",
    "stint_shape",
}
"""Rules that look at one stay alone."""


def listed(problem: Problem, keep: Plan | None = None) -> list[tuple[Duty, dict[str, int]]]:
    """Every stay the verifier knows, with its value on every goal."""
    over = Enumeration(problem, level_names(problem, keep is not None), keep)
    found = []
    for _, block in over.blocks([range(len(problem.posts))]):
        found += in_words(problem, block)
    return found


def in_words(problem: Problem, block: Block) -> list[tuple[Duty, dict[str, int]]]:
    return [
        (
            Duty(
                person=problem.people[block.person[n]].id,
                post=problem.posts[block.post[n]].id,
                start=int(block.start[n]),
                end=int(block.end[n]),
            ),
            {goal: int(value[n]) for goal, value in block.value.items()},
        )
        for n in range(len(block))
    ]


class TestEnumeration:
    @SETTINGS
    @given(problems())
    def test_lists_what_the_solver_considers(self, problem: Problem) -> None:
        mine = [duty for duty, _ in listed(problem)]

        assert len(set(mine)) == len(mine)
        assert set(mine) == set(possible(problem))

    @SETTINGS
    @given(problems())
    def test_lists_what_no_rule_on_one_stay_refuses(self, problem: Problem) -> None:
        count = problem.horizon.count
        every = [
            Duty(person=person.id, post=post.id, start=start, end=end)
            for person in problem.people
            for post in problem.posts
            for start in range(count)
            for end in range(start + 1, count + 1)
        ]
        alone = [
            duty
            for duty in every
            if not any(breach.rule in LOCAL for breach in check(problem, Plan(duties=(duty,))))
        ]

        assert {duty for duty, _ in listed(problem)} == set(alone)

    @SETTINGS
    @given(st.data())
    def test_values_a_stay_as_the_tally_does(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        keep = Plan(duties=data.draw(duties(problem)))
        nothing = dict(tally(problem, Plan(), keep).levels)

        for duty, value in listed(problem, keep):
            counted = dict(tally(problem, Plan(duties=(duty,)), keep).levels)
            post = problem.post(duty.post)
            covered = duty.periods if post.never_uncovered else 0
            assert value.pop("rules") == covered
            assert value == {g: counted[g] - nothing[g] for g in value}

    @SETTINGS
    @given(problems())
    def test_is_the_same_in_small_blocks(self, problem: Problem) -> None:
        over = Enumeration(problem, level_names(problem, False), None)

        whole = [duty for duty, _ in listed(problem)]
        apart = [
            duty
            for _, block in over.blocks([[n] for n in range(len(problem.posts))])
            for duty, _ in in_words(problem, block)
        ]

        assert apart == whole

    @pytest.mark.parametrize(
        ("hours", "half_days"), [(0, 3), (1, 3), (2, 4), (3, 4), (4, 5), (8, 7), (40, 10)]
    )
    def test_counts_travel_of_a_clinic_in_half_days(self, hours: int, half_days: int) -> None:
        clinic = structs.replace(tiny().posts[0], form="visiting", sessions=3)
        visitor = structs.replace(tiny().people[0], travel={"t0": hours})
        problem = structs.replace(tiny(), posts=(clinic,), people=(visitor,))

        ((_, block),) = Enumeration(problem, ["quality"], None).blocks([[0]])

        assert block.load.tolist() == [half_days]
        released = structs.replace(visitor, sessions=half_days)
        plan = Plan(duties=(Duty(person="w0", post="p0", start=0, end=6),))
        assert check(structs.replace(problem, people=(released,)), plan) == []
        tired = structs.replace(visitor, sessions=half_days - 1)
        assert check(structs.replace(problem, people=(tired,)), plan) != []

    def test_free_is_until_the_first_absence(self) -> None:
        someone = tiny().people[0]
        spans = (Span(start=1, end=3), Span(start=3, end=5))
        seldom = structs.replace(someone, id="w1", available=spans)
        staff = Staff(structs.replace(tiny(), people=(someone, seldom)))

        free = staff.free(np.array([0, 1]), np.array([0, 1, 2]), np.array([1, 5, 6]))

        assert free.tolist() == [[True, False], [True, True], [True, False]]

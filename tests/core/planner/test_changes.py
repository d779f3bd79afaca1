"""Changes after publication are data: a new problem, which the planner solves as any other."""

import pytest
from msgspec import structs
from tests.core.planner.problems import tiny

from bangfu.core.planner import Duty, Forbidden, Plan, Span, Stints, check, contradictions, solve
from bangfu.core.planner.changes import (
    NotInProblem,
    settled,
    with_posts,
    with_shorter_availability,
    without_people,
    without_posts,
)

PERSON, POST = tiny().people[0], tiny().posts[0]
COLLEAGUE = structs.replace(PERSON, id="w1", name="乙")
SERVED = Duty(person="w0", post="p0", start=0, end=6)
TWO = tiny(people=(PERSON, COLLEAGUE), pinned=(SERVED,))


class TestWithoutPeople:
    def test_leaves_what_was_served_before_and_releases_the_pin(self) -> None:
        changed = without_people(TWO, ["w0"], from_period=2)

        assert changed.person("w0").available == (Span(start=0, end=2),)
        assert changed.pinned == ()
        assert changed.person("w1").available is None
        assert TWO.person("w0").available is None

    def test_lets_another_take_over_and_moves_nobody_else(self) -> None:
        second = structs.replace(POST, id="p1")
        third = structs.replace(PERSON, id="w2")
        problem = tiny(people=(PERSON, COLLEAGUE, third), posts=(POST, second))
        problem = structs.replace(
            problem, departments=(structs.replace(problem.departments[0], staff=9),)
        )
        published = solve(problem).plan
        lost = published.duties[0].person

        result = solve(without_people(problem, [lost]), keep=published)

        assert result.covered == 12
        assert published.duties[1] in result.plan.duties

    def test_refuses_somebody_unknown(self) -> None:
        with pytest.raises(NotInProblem, match="没有人员“nobody”"):
            without_people(TWO, ["nobody"])


class TestWithShorterAvailability:
    def test_cuts_and_never_widens(self) -> None:
        late = tiny(people=(structs.replace(PERSON, available=(Span(start=2, end=6),)),))

        changed = with_shorter_availability(late, {"w0": [Span(start=0, end=4)]})

        assert changed.person("w0").available == (Span(start=2, end=4),)


class TestPosts:
    def test_come_and_are_replaced(self) -> None:
        urgent = structs.replace(POST, headcount=2)

        changed = with_posts(TWO, [structs.replace(POST, id="p1"), urgent])

        assert [(post.id, post.headcount) for post in changed.posts] == [("p0", 2), ("p1", 1)]

    def test_go_with_all_that_named_them(self) -> None:
        problem = structs.replace(TWO, forbidden=(Forbidden(person="w1", post="p0"),))

        changed = without_posts(problem, ["p0"])

        assert (changed.posts, changed.pinned, changed.forbidden) == ((), (), ())

    def test_refuses_a_post_unknown(self) -> None:
        with pytest.raises(NotInProblem, match="没有岗位“nowhere”"):
            without_posts(TWO, ["nowhere"])


class TestSettled:
    def test_pins_what_began_and_only_that(self) -> None:
        problem = tiny(posts=(structs.replace(POST, stints=Stints(shortest=3, longest=3)),))
        begun = Duty(person="w0", post="p0", start=0, end=3)
        to_come = Duty(person="w0", post="p0", start=3, end=6)

        changed = settled(problem, Plan(duties=(begun, to_come)), before=1)

        assert changed.pinned == (begun,)

    def test_splits_a_stay_that_breaks_off_and_leaves_the_rest_to_a_successor(self) -> None:
        dropped = without_people(TWO, ["w0"], from_period=2)

        changed = settled(dropped, Plan(duties=(SERVED,)), before=2)
        result = solve(changed, keep=Plan(duties=(SERVED,)))

        assert contradictions(changed) == []
        assert result.plan.duties == (
            Duty(person="w0", post="p0", start=0, end=2),
            Duty(person="w1", post="p0", start=2, end=6),
        )
        assert check(changed, result.plan) == []

    def test_leaves_out_whom_the_problem_does_not_know(self) -> None:
        stranger = structs.replace(SERVED, person="stranger")

        assert settled(tiny(), Plan(duties=(stranger,)), before=1).pinned == ()

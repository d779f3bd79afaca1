"""A problem taken apart: nothing is lost, nothing binds across parts, the best plan is as good."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, problems, tiny
from tests.core.planner.renaming import renamed

from bangfu.core.planner import (
    Duty,
    Hospital,
    Pairing,
    Plan,
    Problem,
    Programme,
    Quota,
    check,
    contradictions,
    examples,
    solve,
)
from bangfu.core.planner.jobs import in_whole, independent_parts, merged
from bangfu.core.planner.jobs.splitting import concerning
from bangfu.core.planner.wellformed import faults

SETTINGS = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def beside(one: Problem, other: Problem) -> Problem:
    """Both problems in one; without pairings in both, each hospital pairs with its own hosts."""
    one, other = _paired(renamed(one, "a-{}".format)), _paired(renamed(other, "b-{}".format))
    sections = (
        *("hospitals", "departments", "hosts", "people", "posts", "programmes", "pairings"),
        *("pinned", "forbidden"),
    )
    both = {section: getattr(one, section) + getattr(other, section) for section in sections}
    longer = max(one.horizon, other.horizon, key=lambda horizon: horizon.count)
    # A term left out means the whole horizon, which the other problem may lengthen.
    both["posts"] = tuple(
        structs.replace(post, term=part.term(post)) for part in (one, other) for post in part.posts
    )
    return structs.replace(one, horizon=longer, **both)


def _paired(problem: Problem) -> Problem:
    every = tuple(
        Pairing(sender=hospital.id, host=host.id)
        for hospital in problem.hospitals
        for host in problem.hosts
    )
    return structs.replace(problem, pairings=problem.pairings or every)


pairs = st.builds(
    beside, problems(most_people=3, most_posts=2), problems(most_people=2, most_posts=1)
)


def sound(problem: Problem) -> bool:
    return not contradictions(problem)


def without_minimums(problem: Problem) -> Problem:
    """The problem with nothing that people might be too few for."""
    return structs.replace(
        problem,
        hospitals=tuple(structs.replace(h, quota=None) for h in problem.hospitals),
        posts=tuple(structs.replace(post, never_uncovered=False) for post in problem.posts),
        programmes=tuple(structs.replace(p, tiers={}, person_times=0) for p in problem.programmes),
    )


easy = problems(most_posts=2).map(without_minimums).filter(sound)
sound_pairs = st.builds(beside, problems(most_posts=2).filter(sound), easy).filter(sound)


class TestIndependentParts:
    @SETTINGS
    @given(pairs)
    def test_hold_every_post_once_and_are_whole_problems(self, problem: Problem) -> None:
        parts = independent_parts(problem, posts=1)

        assert sorted(post.id for part in parts for post in part.posts) == sorted(
            post.id for post in problem.posts
        )
        assert len(parts) >= 2
        assert list(faults(problem)) or not any(list(faults(part)) for part in parts)

    @SETTINGS
    @given(sound_pairs)
    def test_together_reach_what_the_whole_reaches(self, problem: Problem) -> None:
        parts = independent_parts(problem, posts=1)

        result = merged(problem, [(part, solve(part)) for part in parts], seconds=0.0)

        whole = solve(problem)
        assert result.levels == whole.levels
        assert (result.status, result.proven) == (whole.status, whole.proven)

    @SETTINGS
    @given(sound_pairs, st.data())
    def test_keep_what_the_whole_keeps(self, problem: Problem, data: st.DataObject) -> None:
        keep = Plan(duties=data.draw(duties(problem)))
        parts = independent_parts(problem, posts=1)

        results = [(part, solve(part, keep=concerning(part, keep))) for part in parts]

        assert merged(problem, results, seconds=0.0).levels == solve(problem, keep=keep).levels

    @SETTINGS
    @given(pairs)
    def test_contradict_themselves_where_the_whole_does(self, problem: Problem) -> None:
        in_parts = [
            in_whole(found, part, problem)
            for part in independent_parts(problem, posts=1)
            for found in contradictions(part)
        ]

        whole = contradictions(problem)

        assert {found.place for found in whole} <= {found.place for found in in_parts}
        assert bool(whole) == bool(in_parts)

    def test_depend_on_their_size_alone(self) -> None:
        problem = beside(examples.leadership(), examples.leadership(seed=8))

        assert independent_parts(problem) == (problem,)
        assert [len(part.posts) for part in independent_parts(problem, posts=14)] == [14, 14]

    def test_do_not_let_anybody_in_where_no_pairing_is_left(self) -> None:
        far = structs.replace(tiny().posts[0], id="p1", host="t1")
        problem = tiny(
            hosts=(*tiny().hosts, structs.replace(tiny().hosts[0], id="t1")),
            posts=(*tiny().posts, far),
            pairings=(Pairing(sender="h0", host="t0"),),
        )

        parts = independent_parts(problem, posts=1)

        assert all(part.pairings for part in parts)
        assert merged(problem, [(part, solve(part)) for part in parts], seconds=0.0).covered == 6

    def test_join_posts_over_a_quota_a_programme_or_a_pin(self) -> None:
        apart = beside(tiny(), tiny())
        counted = structs.replace(
            apart,
            programmes=(Programme(id="g", person_times=1),),
            posts=tuple(structs.replace(post, programme="g") for post in apart.posts),
        )
        pinned = structs.replace(apart, pinned=(Duty(person="a-w0", post="b-p0", start=0, end=6),))
        one_home = structs.replace(
            apart,
            hospitals=(Hospital(id="a-h0", tier="tertiary", quota=Quota(upper=1)),),
            departments=apart.departments[:1],
            people=tuple(
                structs.replace(person, hospital="a-h0", department=None) for person in apart.people
            ),
            pairings=tuple(Pairing(sender="a-h0", host=host.id) for host in apart.hosts),
        )

        counts = [
            len(independent_parts(problem, posts=1))
            for problem in (apart, counted, pinned, one_home)
        ]

        assert counts == [2, 1, 1, 1]

    def test_tell_a_quota_that_nobody_can_meet_though_it_has_no_post(self) -> None:
        asking = Hospital(id="h9", tier="tertiary", quota=Quota(lower=3))
        apart = beside(tiny(), tiny())
        problem = structs.replace(apart, hospitals=(*apart.hospitals, asking))

        parts = independent_parts(problem, posts=1)
        told = [(part, found) for part in parts for found in contradictions(part)]

        assert [in_whole(found, part, problem).place for part, found in told] == [
            "$.hospitals[2].quota.lower"
        ]

    def test_give_a_plan_that_the_checker_accepts(self) -> None:
        problem = beside(examples.leadership(), examples.rotation())

        parts = independent_parts(problem, posts=1)
        result = merged(problem, [(part, solve(part)) for part in parts], seconds=0.0)

        assert check(problem, result.plan) == []
        assert result.status == "optimal"

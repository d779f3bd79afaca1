"""What a re-plan moves, why it had to, and what each move costs."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, problems, sound, tiny

from bangfu.core.planner import Duty, Plan, Span, moves, revision, solve
from bangfu.core.planner.changes import without_people, without_posts
from bangfu.core.planner.price import added_up
from bangfu.core.planner.tally import tally

PERSON, POST = tiny().people[0], tiny().posts[0]
COLLEAGUE = structs.replace(PERSON, id="w1", name="乙")
TWO = tiny(people=(PERSON, COLLEAGUE))
SERVED = Plan(duties=(Duty(person="w0", post="p0", start=0, end=6),))


class TestRevision:
    def test_tells_a_forced_move_from_the_one_that_follows(self) -> None:
        changed = without_people(TWO, ["w0"])
        plan = solve(changed, keep=SERVED).plan

        found = revision(changed, plan, since=SERVED)

        dropped, added = found.moves
        assert (dropped.kind, dropped.forced, added.kind, added.forced) == (
            "dropped",
            True,
            "added",
            False,
        )
        assert "甲在2025年3月17日至2025年9月16日不能派出" in dropped.because[0].zh
        assert dropped.price.goals["coverage 1"] == -6
        assert added.price.goals["coverage 1"] == 6
        assert "coverage 1" not in found.price.goals
        assert (len(found.forced), len(found.chosen), found.unaffected) == (1, 1, 0)
        assert found.sentence.zh.startswith("0项安排不变，1项因条件变化必须变动")

    def test_finds_what_no_longer_stands_beside_the_others(self) -> None:
        posts = (POST, structs.replace(POST, id="p1"))
        published = Plan(duties=(*SERVED.duties, Duty(person="w1", post="p1", start=0, end=6)))
        tighter = structs.replace(tiny().departments[0], minimum=2)
        changed = structs.replace(TWO, posts=posts, departments=(tighter,))

        (move,) = moves(changed, SERVED, since=published)

        assert move.forced
        assert "内科在2025年3月17日至2025年9月16日在岗仅1人，低于最低2人" in move.because[0].zh

    def test_says_so_when_a_move_was_a_choice(self) -> None:
        (move, _) = moves(
            TWO, Plan(duties=(structs.replace(SERVED.duties[0], person="w1"),)), since=SERVED
        )

        assert not move.forced

    def test_a_post_that_is_gone_costs_nothing(self) -> None:
        (move,) = moves(without_posts(TWO, ["p0"]), Plan(), since=SERVED, before=TWO)

        assert move.price.goals == {}
        assert "“驻点岗”已不在岗位之列" in move.because[0].zh

    def test_prices_a_person_who_left_the_problem_by_the_earlier_one(self) -> None:
        left = structs.replace(TWO, people=(COLLEAGUE,))

        (move,) = moves(left, Plan(), since=SERVED, before=TWO)

        assert move.price.goals == {"coverage 1": -6, "quality": -500, "fairness": 15}
        assert "甲已不在可派人员之列" in move.sentence.zh

    def test_without_the_earlier_problem_only_coverage_is_known(self) -> None:
        left = structs.replace(TWO, people=(COLLEAGUE,))

        (move,) = moves(left, Plan(), since=SERVED)

        assert move.price.goals == {"coverage 1": -6}

    def test_a_shift_in_time_is_one_move(self) -> None:
        earlier = Plan(duties=(Duty(person="w0", post="p0", start=0, end=3),))
        later = Plan(duties=(Duty(person="w0", post="p0", start=2, end=6),))

        (move,) = moves(TWO, later, since=earlier)

        assert (move.kind, move.before, move.after) == (
            "shifted",
            Span(start=0, end=3),
            Span(start=2, end=6),
        )
        assert move.price.goals["coverage 1"] == 1


class TestLaws:
    @given(st.data())
    @settings(max_examples=120, deadline=None)
    def test_prices_add_up_to_the_difference_of_the_tallies(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        first = Plan(duties=data.draw(duties(problem)))
        second = Plan(duties=data.draw(duties(problem)))

        found = revision(problem, second, since=first)

        before, after = tally(problem, first).levels, tally(problem, second).levels
        apart = {
            g: now - was for (g, was), (_, now) in zip(before, after, strict=True) if now != was
        }
        assert found.price.goals == apart
        assert added_up((m.price for m in found.moves), [g for g, _ in before]) == found.price
        assert found.unaffected + sum(m.kind != "added" for m in found.moves) == len(first.duties)

    @given(st.data())
    @settings(max_examples=80, deadline=None)
    def test_nothing_is_forced_while_nothing_has_changed(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        first, second = data.draw(sound(problem)), data.draw(sound(problem))

        assert not revision(problem, second, since=first).forced

"""Two plans side by side: nothing apart from itself, and the same apart whichever comes first."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, problems, tiny

from bangfu.core.planner import Duty, Hospital, Plan, Problem
from bangfu.core.planner.changes import with_posts
from bangfu.core.planner.comparison import Both, compare
from bangfu.core.planner.comparison_wording import comparison_told
from bangfu.core.planner.tally import tally

PERSON, POST = tiny().people[0], tiny().posts[0]
EAST = structs.replace(PERSON, id="w1", name="乙", hospital="h1", department=None, served_months=6)
TWO = tiny(
    hospitals=(*tiny().hospitals, Hospital(id="h1", name="东城医院", tier="tertiary")),
    people=(PERSON, EAST),
)


def plan(person: str, end: int = 6) -> Plan:
    return Plan(duties=(Duty(person=person, post="p0", start=0, end=end),))


def arbitrary(data: st.DataObject) -> tuple[Problem, Plan, Plan]:
    problem = data.draw(problems())
    return (
        problem,
        Plan(duties=data.draw(duties(problem))),
        Plan(duties=data.draw(duties(problem))),
    )


class TestCompare:
    def test_tells_who_carries_more_and_how_evenly(self) -> None:
        found = compare(TWO, plan("w0"), plan("w1"))

        assert [(row.hospital, row.periods.change) for row in found.hospitals] == [
            ("h1", 6),
            ("h0", -6),
        ]
        assert [(row.person, row.periods) for row in found.people] == [
            ("w1", Both(first=0, second=6)),
            ("w0", Both(first=6, second=0)),
        ]
        assert [(spread.most, spread.deviation) for spread in found.fairness] == [
            (6, 0.0),
            (12, 6.0),
        ]
        told = "".join(sentence.zh for sentence in comparison_told(TWO, found))
        assert "累计服务最长者由6个月变为12个月" in told
        assert "更不均衡" in told
        assert "承担增加最多的是东城医院（多6个月），承担减少最多的是中心医院（少6个月）" in told

    def test_says_which_plan_is_better_by_the_first_goal_that_differs(self) -> None:
        found = compare(TWO, plan("w0", end=3), plan("w0"))

        assert found.price.deciding == ("coverage 1", 3)
        assert comparison_told(TWO, found)[0].zh.startswith("按目标次序，方案二优于方案一：")
        assert [(row.host, row.covered) for row in found.hosts] == [("t0", Both(first=3, second=6))]

    def test_measures_each_plan_by_its_own_problem(self) -> None:
        changed = with_posts(TWO, [structs.replace(POST, id="p1")])

        found = compare(TWO, plan("w0"), plan("w0"), changed=changed)

        assert found.required == Both(first=6, second=12)
        assert (found.moves, found.unaffected) == ((), 1)

    def test_of_one_plan_with_itself_says_so(self) -> None:
        (told,) = comparison_told(TWO, compare(TWO, plan("w0"), plan("w0")))

        assert told.zh == "两个方案相同。"


class TestLaws:
    @given(st.data())
    @settings(max_examples=80, deadline=None)
    def test_a_plan_does_not_differ_from_itself(self, data: st.DataObject) -> None:
        problem, first, _ = arbitrary(data)

        found = compare(problem, first, first)

        assert (found.moves, found.price.goals, found.people) == ((), {}, ())
        assert found.unaffected == len(first.duties)
        assert found.fairness[0] == found.fairness[1]
        assert not any(row.periods.change or row.times.change for row in found.hospitals)
        assert not any(row.covered.change for row in found.hosts)

    @given(st.data())
    @settings(max_examples=120, deadline=None)
    def test_the_other_way_round_everything_is_mirrored(self, data: st.DataObject) -> None:
        problem, first, second = arbitrary(data)

        there, back = compare(problem, first, second), compare(problem, second, first)

        assert {g: -by for g, by in there.price.goals.items()} == back.price.goals
        for this, that in (
            (there.goals, back.goals),
            (there.coverage, back.coverage),
            (there.quality, back.quality),
        ):
            assert {key: (both.second, both.first) for key, both in this.items()} == {
                key: (both.first, both.second) for key, both in that.items()
            }
        assert there.fairness == back.fairness[::-1]
        assert {(r.hospital, r.periods.change) for r in there.hospitals} == {
            (r.hospital, -r.periods.change) for r in back.hospitals
        }
        turned = {"dropped": "added", "added": "dropped", "shifted": "shifted"}
        assert {(m.person, m.post, m.kind) for m in there.moves} == {
            (m.person, m.post, turned[m.kind]) for m in back.moves
        }

    @given(st.data())
    @settings(max_examples=80, deadline=None)
    def test_every_figure_is_that_of_the_tallies(self, data: st.DataObject) -> None:
        problem, first, second = arbitrary(data)

        found = compare(problem, first, second)

        for plan, side in ((first, "first"), (second, "second")):
            counted = tally(problem, plan)
            assert [getattr(both, side) for both in found.goals.values()] == [
                value for _, value in counted.levels
            ]
            assert sum(getattr(b, side) for b in found.coverage.values()) == counted.covered
            assert sum(getattr(r.covered, side) for r in found.hosts) == counted.covered
            assert sum(getattr(b, side) for b in found.quality.values()) == counted.quality
            assert sum(getattr(r.periods, side) for r in found.hospitals) == sum(
                duty.periods for duty in plan.duties
            )

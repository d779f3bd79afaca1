"""Reasons are drawn from the plan and can be checked against it."""

from msgspec import structs
from tests.core.planner.problems import tiny

from bangfu.core.planner import (
    Duty,
    Plan,
    Programme,
    Span,
    Stints,
    check,
    examples,
    reasons_for,
    solve,
    why_empty,
    why_not,
)
from bangfu.core.planner.phrases import PHRASES
from bangfu.core.planner.rules import RULES

PERSON, POST = tiny().people[0], tiny().posts[0]
COLLEAGUE = structs.replace(PERSON, id="w1", name="乙")


class TestReasonsFor:
    def test_parts_add_up_and_every_runner_up_is_told_truly(self) -> None:
        problem = examples.leadership()
        plan = solve(problem).plan

        for duty in plan.duties:
            reason = reasons_for(problem, plan, duty)
            others = tuple(other for other in plan.duties if other != duty)

            assert sum(reason.parts.values()) == reason.quality
            for runner in reason.runners_up:
                swap = Duty(
                    person=runner.person,
                    post=duty.post,
                    start=runner.span.start,
                    end=runner.span.end,
                )
                excess = [
                    b.rule for b in check(problem, Plan(duties=(*others, swap))) if not b.short
                ]
                assert {b.rule for b in runner.kept_away} == set(excess)
                assert runner.kept_away or runner.difference >= 0  # else the plan were not optimal

    def test_names_somebody_who_could_be_sent_where_there_is_one(self) -> None:
        busy = [structs.replace(PERSON, id=f"busy{n}", rank=1) for n in range(4)]
        free = structs.replace(PERSON, id="free", rank=4)
        posts = [structs.replace(POST, id=f"p{n}") for n in range(5)]
        department = structs.replace(tiny().departments[0], staff=9)
        problem = tiny(people=(PERSON, *busy, free), posts=tuple(posts), departments=(department,))
        duties = [
            Duty(person=person.id, post=post.id, start=0, end=6)
            for person, post in zip((PERSON, *busy), posts, strict=True)
        ]

        reason = reasons_for(problem, Plan(duties=tuple(duties)), duties[0])

        assert len(reason.runners_up) == 3
        assert [r.person for r in reason.runners_up if not r.kept_away] == ["free"]

    def test_tells_what_home_gives_up(self) -> None:
        plan = solve(tiny()).plan

        reason = reasons_for(tiny(), plan, plan.duties[0])

        assert "编制3人" in reason.home.zh
        assert "至少2人在岗" in reason.home.zh


class TestWhyEmpty:
    def test_is_none_where_all_is_covered(self) -> None:
        assert why_empty(tiny(), solve(tiny()).plan, "p0") is None

    def test_nobody_eligible(self) -> None:
        problem = tiny(posts=(structs.replace(POST, rank_floor=1),))

        reason = why_empty(problem, Plan(), "p0")

        assert reason is not None
        assert reason.kind == "nobody"
        assert [(b.rule, b.people) for b in reason.blockers] == [("rank_floor", 1)]

    def test_gap_too_short(self) -> None:
        problem = tiny(posts=(structs.replace(POST, stints=Stints(shortest=4, longest=5)),))
        plan = solve(problem).plan

        reason = why_empty(problem, plan, "p0")

        assert reason is not None
        assert (reason.kind, reason.periods) == ("too_short", 1)

    def test_blocked_with_the_fix_that_would_help(self) -> None:
        problem = tiny(people=(structs.replace(PERSON, available=(Span(start=0, end=5),)),))

        reason = why_empty(problem, solve(problem).plan, "p0")

        assert reason is not None
        assert reason.kind == "blocked"
        assert [(fix.rule, fix.person, fix.gained_periods) for fix in reason.fixes] == [
            ("availability", "w0", 6)
        ]

    def test_traded_where_somebody_could_come(self) -> None:
        reason = why_empty(tiny(), Plan(), "p0")

        assert reason is not None
        assert reason.kind == "traded"
        assert reason.spans == (Span(start=0, end=6),)


class TestWhyNot:
    def test_names_the_rule(self) -> None:
        problem = tiny(people=(PERSON, structs.replace(COLLEAGUE, specialties=("b",))))

        reason = why_not(problem, solve(problem).plan, "w1", "p0")

        assert [b.rule for b in reason.blockers] == ["specialty"]
        assert "乙" in reason.verdict.zh

    def test_tells_who_would_give_way_and_what_it_costs(self) -> None:
        problem = tiny(
            people=(PERSON, structs.replace(COLLEAGUE, rank=3)),
            posts=(structs.replace(POST, rank_floor=3),),
        )
        plan = solve(problem).plan

        reason = why_not(problem, plan, "w1", "p0")

        assert reason.instead_of == plan.duties
        assert reason.difference == 5 * 6

    def test_knows_who_serves_already(self) -> None:
        assert "就在" in why_not(tiny(), solve(tiny()).plan, "w0", "p0").verdict.zh


class TestPhrases:
    def test_there_is_one_for_every_rule_that_can_block(self) -> None:
        unblocking = {"never_uncovered", "person_times", "pinned"}

        assert set(PHRASES) == {rule.code for rule in RULES} - unblocking

    def test_a_programme_without_people_is_told_by_tier(self) -> None:
        problem = tiny(
            posts=(structs.replace(POST, programme="g"),),
            programmes=(Programme(id="g", tiers={"tertiary": 0}),),
        )

        reason = why_empty(problem, Plan(), "p0")

        assert reason is not None
        assert [b.rule for b in reason.blockers] == ["tier_quota"]

"""Reasons are drawn from the plan and can be checked against it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import excess, problems, sound, tiny

from bangfu.core.planner import (
    Duty,
    Explainer,
    Fix,
    Horizon,
    Host,
    Leave,
    Plan,
    Presence,
    Problem,
    Programme,
    Span,
    Stints,
    Vacancy,
    check,
    examples,
    reasons_for,
    solve,
    vacancies,
    why_empty,
    why_not,
)
from bangfu.core.planner.phrases import PHRASES
from bangfu.core.planner.rules import RULES
from bangfu.core.planner.tally import tally

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
            assert 1 <= reason.place <= reason.among
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
        assert reason.presence == Presence(
            department="d0", staff=3, minimum=1, start=0, on_duty=(2, 2, 2, 2, 2, 2)
        )

    def test_tells_when_home_has_fewest(self) -> None:
        department = structs.replace(
            tiny().departments[0], leave=(Leave(start=2, end=4, people=1),)
        )
        problem = tiny(departments=(department,))
        plan = solve(problem).plan

        reason = reasons_for(problem, plan, plan.duties[0])

        assert reason.presence is not None
        assert reason.presence.on_duty == (2, 2, 1, 1, 2, 2)
        assert "至少1人在岗（2025年5月17日至2025年7月16日最少，其余时间至多2人）" in reason.home.zh

    def test_prices_moving_a_runner_up_from_where_they_serve(self) -> None:
        better = structs.replace(COLLEAGUE, rank=1)
        posts = (structs.replace(POST, rank_floor=3), structs.replace(POST, id="p1", rank_floor=3))
        problem = tiny(people=(PERSON, better), posts=posts)
        here = Duty(person="w0", post="p0", start=0, end=6)
        there = Duty(person="w1", post="p1", start=0, end=6)

        (runner,) = reasons_for(problem, Plan(duties=(here, there)), here).runners_up

        assert runner.serves == (there,)
        assert runner.price is not None
        assert runner.price.goals == {"coverage 1": -6, "quality": -480 - 30 + 40, "fairness": 15}
        assert "已安排在“驻点岗”" in runner.sentence.zh


class TestWhyEmpty:
    def test_is_none_where_all_is_covered(self) -> None:
        assert why_empty(tiny(), solve(tiny()).plan, "p0") is None

    def test_nobody_eligible(self) -> None:
        problem = tiny(posts=(structs.replace(POST, rank_floor=1),))

        gap = only_gap(problem, Plan())

        assert gap.kind == "nobody"
        assert [(b.rule, b.people, b.who) for b in gap.blockers] == [("rank_floor", 1, ("w0",))]
        assert [(fix.kind, fix.rules) for fix in gap.fixes] == [("relax", ("rank_floor",))]
        assert "低于“驻点岗”要求的正高" in gap.fixes[0].sentence.zh

    def test_counts_those_of_another_specialty_apart(self) -> None:
        stranger = structs.replace(COLLEAGUE, specialties=("b",))
        problem = tiny(people=(PERSON, stranger), posts=(structs.replace(POST, rank_floor=1),))

        gap = only_gap(problem, Plan())

        assert [(b.rule, b.people) for b in gap.blockers] == [("specialty", 1), ("rank_floor", 1)]

    def test_gap_too_short(self) -> None:
        problem = tiny(posts=(structs.replace(POST, stints=Stints(shortest=4, longest=5)),))

        gap = only_gap(problem, solve(problem).plan)

        assert (gap.kind, gap.uncoverable) == ("too_short", (gap.span,))
        assert [(fix.rules, fix.gained_periods) for fix in gap.fixes] == [(("stint_shape",), 1)]

    def test_blocked_with_the_fix_that_would_help(self) -> None:
        problem = tiny(people=(structs.replace(PERSON, available=(Span(start=0, end=5),)),))

        gap = only_gap(problem, solve(problem).plan)

        assert gap.kind == "blocked"
        assert [(fix.rules, fix.person, fix.gained_periods) for fix in gap.fixes] == [
            (("availability",), "w0", 6)
        ]
        assert "2025年8月17日至2025年9月16日不能派出" in gap.fixes[0].others_lose.zh

    def test_names_the_pair_of_rules_where_one_alone_does_not_help(self) -> None:
        late = structs.replace(PERSON, available=(Span(start=0, end=5),))
        full = structs.replace(tiny().departments[0], minimum=3)

        gap = only_gap(tiny(people=(late,), departments=(full,)), Plan())

        assert [fix.rules for fix in gap.fixes] == [("availability", "department_minimum")]
        assert gap.fixes[0].sentence.zh.startswith("须同时放宽可派时段、科室最低在岗，由甲")

    def test_says_what_taking_somebody_from_another_post_would_cost(self) -> None:
        urgent, other = POST, structs.replace(POST, id="p1", name="坐诊岗", priority=2)
        there = Duty(person="w0", post="p1", start=0, end=6)

        gap = only_gap(tiny(posts=(urgent, other)), Plan(duties=(there,)))

        assert gap.kind == "blocked"
        (fix,) = gap.fixes
        assert (fix.kind, fix.rules, fix.gives_up) == ("exchange", ("one_place",), (there,))
        assert fix.price.goals == {"coverage 1": 6, "coverage 2": -6}
        assert "须结束甲在“坐诊岗”（2025年3月17日至2025年9月16日）的安排" in fix.others_lose.zh
        assert "优于现方案" in fix.sentence.zh

    def test_finds_who_could_take_over(self) -> None:
        only_there = structs.replace(COLLEAGUE, registered=("t1",))
        hosts = (*tiny().hosts, Host(id="t1"))
        other = structs.replace(POST, id="p1", host="t1")
        there = Duty(person="w0", post="p1", start=0, end=6)

        gap = only_gap(
            tiny(people=(PERSON, only_there), hosts=hosts, posts=(POST, other)),
            Plan(duties=(there,)),
        )

        fix = next(fix for fix in gap.fixes if fix.kind == "replace")
        assert fix.gives_up == (there,)
        assert fix.replacements == (structs.replace(there, person="w1"),)
        assert fix.price.goals == {"coverage 1": 6, "quality": 500, "fairness": -15}

    def test_traded_where_somebody_could_come(self) -> None:
        gap = only_gap(tiny(), Plan())

        assert (gap.kind, gap.span) == ("traded", Span(start=0, end=6))
        assert [(fix.kind, fix.person) for fix in gap.fixes] == [("free", "w0")]

    def test_of_very_many_stays_tries_a_spread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vacancies, "TRIED", 300)
        year = Horizon(unit="days", starts_on=date(2025, 1, 1), count=120)
        post = structs.replace(POST, stints=Stints(shortest=30, longest=90))
        busy = structs.replace(COLLEAGUE, available=(Span(start=0, end=29),))

        gap = only_gap(tiny(horizon=year, people=(PERSON, busy), posts=(post,)), Plan())

        assert gap.kind == "traded"
        assert [(fix.kind, fix.gained_periods) for fix in gap.fixes] == [("free", 90)]

    def test_explains_each_gap_apart(self) -> None:
        problem = tiny(posts=(structs.replace(POST, stints=Stints(shortest=2, longest=4)),))
        plan = Plan(duties=(Duty(person="w0", post="p0", start=1, end=4),))

        reason = why_empty(problem, plan, "p0")

        assert reason is not None
        assert [(g.span.start, g.span.end, g.kind) for g in reason.gaps] == [
            (0, 1, "too_short"),
            (4, 6, "traded"),
        ]
        assert reason.periods == 3


def only_gap(problem: Problem, plan: Plan) -> Vacancy:
    reason = why_empty(problem, plan, "p0")
    assert reason is not None
    (gap,) = reason.gaps
    return gap


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
        assert reason.price is not None
        assert reason.price.goals == {"quality": -5 * 6}
        assert "须替下甲" in reason.verdict.zh
        assert "不如现方案" in reason.verdict.zh

    def test_tells_what_the_person_would_give_up(self) -> None:
        posts = (structs.replace(POST, priority=2), structs.replace(POST, id="p1", name="急需岗"))
        problem = tiny(posts=posts)
        plan = solve(problem).plan

        reason = why_not(problem, plan, "w0", "p0")

        assert [b.rule for b in reason.blockers] == ["one_place"]
        assert reason.blockers[0].duties == reason.gives_up == plan.duties
        assert "结束本人在“急需岗”的安排" in reason.verdict.zh

    def test_names_a_department_in_figures(self) -> None:
        department = structs.replace(tiny().departments[0], staff=2)
        posts = (POST, structs.replace(POST, id="p1"))
        problem = tiny(people=(PERSON, COLLEAGUE), departments=(department,), posts=posts)
        plan = Plan(duties=(Duty(person="w0", post="p0", start=0, end=6),))

        reason = why_not(problem, plan, "w1", "p1")

        assert [b.rule for b in reason.blockers] == ["department_minimum"]
        assert "内科在2025年3月17日至2025年9月16日在岗仅0人，低于最低1人" in reason.verdict.zh
        assert reason.blockers[0].duties == plan.duties

    def test_leaves_pinned_duties_where_they_are(self) -> None:
        duty = Duty(person="w0", post="p0", start=0, end=6)
        problem = tiny(people=(PERSON, COLLEAGUE), pinned=(duty,))

        reason = why_not(problem, Plan(duties=(duty,)), "w1", "p0")

        assert [b.rule for b in reason.blockers] == ["headcount"]
        assert reason.price is None

    def test_finds_the_best_of_tens_of_thousands_of_stays(self) -> None:
        year = Horizon(unit="days", starts_on=date(2025, 1, 1), count=365)
        post = structs.replace(POST, stints=Stints(shortest=30, longest=365))
        problem = tiny(horizon=year, people=(PERSON, COLLEAGUE), posts=(post,))
        serving = Duty(person="w0", post="p0", start=40, end=100)

        reason = why_not(problem, Plan(duties=(serving,)), "w1", "p0")

        assert (reason.stay, reason.instead_of) == (Span(start=0, end=365), (serving,))
        assert reason.price is not None
        assert reason.price.coverage == 365 - 60

    def test_knows_who_serves_already(self) -> None:
        assert "就在" in why_not(tiny(), solve(tiny()).plan, "w0", "p0").verdict.zh


class TestPhrases:
    def test_there_is_one_for_every_rule_that_can_block(self) -> None:
        unblocking = {"never_uncovered", "person_times"}

        assert set(PHRASES) == {rule.code for rule in RULES} - unblocking

    def test_a_programme_without_people_is_told_by_tier(self) -> None:
        problem = tiny(
            posts=(structs.replace(POST, programme="g"),),
            programmes=(Programme(id="g", tiers={"tertiary": 0}),),
        )

        assert [b.rule for b in only_gap(problem, Plan()).blockers] == ["tier_quota"]


class TestLaws:
    """What holds for the reasons of any plan that exceeds no rule."""

    @given(st.data())
    @settings(max_examples=120, deadline=None)
    def test_every_empty_period_is_explained_and_every_fix_works(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=4, most_posts=3))
        plan = data.draw(sound(problem))
        explained = Explainer(problem, plan)
        found = {reason.post: reason for reason in explained.empty_reasons()}
        assert [r.verdict for r in explained.empty_reasons(fixes=False)] == [
            r.verdict for r in found.values()
        ]

        for post in problem.posts:
            gaps = found[post.id].gaps if post.id in found else ()
            empty = {t for gap in gaps for t in range(gap.span.start, gap.span.end)}
            assert empty == uncovered(problem, plan, post.id)
            for gap in gaps:
                assert gap.verdict.zh
                assert gap.kind == "traded" or gap.blockers or not problem.people
                for fix in gap.fixes:
                    self.works(problem, plan, post.id, gap, fix)

    def works(self, problem: Problem, plan: Plan, post: str, gap: Vacancy, fix: Fix) -> None:
        stay = Duty(person=fix.person, post=post, start=fix.span.start, end=fix.span.end)
        kept = [duty for duty in plan.duties if duty not in fix.gives_up]
        after = Plan(duties=(*kept, stay, *fix.replacements))
        assert excess(problem, after) == (set(fix.rules) if fix.kind == "relax" else set())
        assert gap.span.start <= stay.start < stay.end <= gap.span.end
        assert fix.price.goals == gained(problem, plan, after)

    @given(st.data())
    @settings(max_examples=120, deadline=None)
    def test_what_keeps_somebody_away_is_real(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=4, most_posts=3))
        plan = data.draw(sound(problem))
        person = data.draw(st.sampled_from(problem.people)).id
        post = data.draw(st.sampled_from(problem.posts)).id

        why = Explainer(problem, plan).why_not(person, post)

        assert why_not(problem, plan, person, post) == why
        if why.stay is None:
            return
        stay = Duty(person=person, post=post, start=why.stay.start, end=why.stay.end)
        others = [duty for duty in plan.duties if duty not in why.instead_of]
        assert {b.rule for b in why.blockers} == excess(problem, Plan(duties=(*others, stay)))
        if why.price is not None:
            left = [duty for duty in others if duty not in why.gives_up]
            assert not excess(problem, Plan(duties=(*left, stay)))

    @given(st.data())
    @settings(max_examples=80, deadline=None)
    def test_the_price_of_a_runner_up_is_what_the_swap_does(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=4, most_posts=3))
        plan = data.draw(sound(problem))
        explained = Explainer(problem, plan)
        for duty in plan.duties:
            for runner in explained.reasons_for(duty).runners_up:
                swap = structs.replace(duty, person=runner.person)
                ending = {duty, *runner.serves}
                left = [other for other in plan.duties if other not in ending]
                if runner.price is None:
                    continue
                after = Plan(duties=(*left, swap))
                assert not excess(problem, after)
                assert runner.price.goals == gained(problem, plan, after)


def gained(problem: Problem, plan: Plan, after: Plan) -> dict[str, int]:
    """What another plan gains on every goal that changes, by the tallies."""
    levels = zip(tally(problem, plan).levels, tally(problem, after).levels, strict=True)
    return {goal: now - was for (goal, was), (_, now) in levels if now != was}


def uncovered(problem: Problem, plan: Plan, post: str) -> set[int]:
    """Periods of a post with fewer people than its headcount, counted anew."""
    wanted = problem.post(post)
    term = problem.term(wanted)
    return {
        period
        for period in range(term.start, term.end)
        if sum(d.post == post and d.start <= period < d.end for d in plan.duties) < wanted.headcount
    }

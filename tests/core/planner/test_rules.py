"""Each rule's statement for the solver against its statement for the reader."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, problems, tiny

from bangfu.core.planner import (
    Burden,
    Duty,
    Forbidden,
    Leave,
    Person,
    Plan,
    Post,
    Problem,
    Programme,
    Quota,
    Span,
    Stints,
    check,
)
from bangfu.core.planner.columns import Columns, Pairs, spans
from bangfu.core.planner.rows import Rows, at_any_time, in_total
from bangfu.core.planner.rules import RULES, Rule
from bangfu.core.planner.tables import NONE, Tables

SETTINGS = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


PERSON, POST = tiny().people[0], tiny().posts[0]
WHOLE = Duty(person="w0", post="p0", start=0, end=6)
SHORT = Stints(shortest=2, longest=3)


def post(**changes: object) -> tuple[Post, ...]:
    return (structs.replace(POST, **changes),)


def person(**changes: object) -> tuple[Person, ...]:
    return (structs.replace(PERSON, **changes),)


BREACHES: list[tuple[str, Problem, Plan]] = [
    ("pairing", tiny(posts=post(senders=())), Plan(duties=(WHOLE,))),
    ("consent", tiny(people=person(forms=("visiting",))), Plan(duties=(WHOLE,))),
    ("forbidden", tiny(forbidden=(Forbidden(person="w0", post="p0"),)), Plan(duties=(WHOLE,))),
    ("specialty", tiny(posts=post(specialties={"b": 9})), Plan(duties=(WHOLE,))),
    ("rank_floor", tiny(posts=post(rank_floor=1)), Plan(duties=(WHOLE,))),
    ("availability", tiny(people=person(available=(Span(start=0, end=5),))), Plan(duties=(WHOLE,))),
    ("stint_shape", tiny(), Plan(duties=(structs.replace(WHOLE, end=5),))),
    (
        "one_place",
        tiny(posts=(*post(), structs.replace(POST, id="p1"))),
        Plan(duties=(WHOLE, structs.replace(WHOLE, post="p1"))),
    ),
    (
        "headcount",
        tiny(people=(PERSON, structs.replace(PERSON, id="w1"))),
        Plan(duties=(WHOLE, structs.replace(WHOLE, person="w1"))),
    ),
    (
        "one_seat",
        tiny(posts=post(headcount=2, sessions=2, stints=SHORT)),
        Plan(
            duties=(structs.replace(WHOLE, end=2), structs.replace(WHOLE, end=3)),
        ),
    ),
    (
        "never_uncovered",
        tiny(posts=post(never_uncovered=True, stints=SHORT)),
        Plan(duties=(structs.replace(WHOLE, end=3), structs.replace(WHOLE, start=4, end=6))),
    ),
    (
        "department_minimum",
        tiny(
            departments=(
                structs.replace(
                    tiny().departments[0], leave=(Leave(start=2, end=3, people=2),), minimum=1
                ),
            )
        ),
        Plan(duties=(WHOLE,)),
    ),
    (
        "hospital_quota",
        tiny(hospitals=(structs.replace(tiny().hospitals[0], quota=Quota(upper=0)),)),
        Plan(duties=(WHOLE,)),
    ),
    (
        "tier_quota",
        tiny(posts=post(programme="g"), programmes=(Programme(id="g", tiers={"tertiary": 0}),)),
        Plan(duties=(WHOLE,)),
    ),
    (
        "person_times",
        tiny(posts=post(programme="g"), programmes=(Programme(id="g", person_times=2),)),
        Plan(duties=(WHOLE,)),
    ),
    ("burden_cap", tiny(burden=Burden(cap=1)), Plan(duties=(WHOLE,))),
    ("pinned", tiny(pinned=(WHOLE,)), Plan()),
]


def columns_of(problem: Problem, plan: Plan) -> Columns:
    """The plan's duties as columns, whatever the rules say of them."""
    tables = Tables(problem)
    fits = [
        max(
            (
                problem.post(duty.post).specialties.get(known, -1)
                for known in problem.person(duty.person).specialties
            ),
            default=-1,
        )
        for duty in plan.duties
    ]
    pairs = Pairs(
        tables,
        np.array([tables.post_number[duty.post] for duty in plan.duties], dtype=np.int64),
        np.array([tables.person_number[duty.person] for duty in plan.duties], dtype=np.int64),
        np.array(fits, dtype=np.int64),
    )
    return Columns(
        pairs,
        np.arange(len(pairs)),
        np.array([duty.start for duty in plan.duties], dtype=np.int64),
        np.array([duty.end for duty in plan.duties], dtype=np.int64),
    )


def rows_of(rule: Rule, columns: Columns) -> Iterator[Rows]:
    """The rule's capacities spelled out over columns: per entity, or per entity and moment."""
    for capacity in rule.capacities(columns.pairs):
        entity = capacity.entity[columns.pair]
        taking = np.flatnonzero(entity != NONE)
        whose, mine = entity[taking], columns.where(taking)
        weight = capacity.weight[mine.pair]
        if capacity.during is None:
            yield in_total(whose, taking, weight, capacity.lower, capacity.upper[:, 0])
            continue
        start = mine.start if capacity.during == "service" else mine.arrives
        end = mine.rested if capacity.during == "duty" else mine.end
        rows = at_any_time(whose, start, end, weight, capacity.upper)
        yield replace(rows, column=taking[rows.column])


def solver_refuses(rule: Rule, problem: Problem, plan: Plan) -> bool:
    """Whether the rule's solver side forbids the plan, lower sides aside."""
    columns = columns_of(problem, plan)
    if rule.code == "stint_shape":
        return any(
            (d.start, d.end) not in spans(problem, problem.post(d.post)) for d in plan.duties
        )
    if not (rule.admits(columns.pairs).all() and rule.allows(columns).all()):
        return True
    for rows in rows_of(rule, columns):
        matrix = sparse.csr_matrix(
            (rows.weight, (rows.row, rows.column)), shape=(len(rows), len(columns))
        )
        if (np.asarray(matrix.sum(axis=1)).ravel() > rows.upper).any():
            return True
    return False


def solver_misses(rule: Rule, problem: Problem, plan: Plan) -> bool:
    """Whether the plan falls short of a lower side, or of a minimum."""
    columns = columns_of(problem, plan)
    if (minimum := rule.serves(columns)) is not None:
        served, needed = minimum
        return int(served.sum()) < needed
    for rows in rows_of(rule, columns):
        matrix = sparse.csr_matrix(
            (rows.weight, (rows.row, rows.column)), shape=(len(rows), len(columns))
        )
        if (np.asarray(matrix.sum(axis=1)).ravel() < rows.lower).any():
            return True
    return False


def two(first: tuple[int, int], second: tuple[int, int]) -> Plan:
    """The same person on one post and then on another."""
    return Plan(
        duties=(
            structs.replace(WHOLE, start=first[0], end=first[1]),
            structs.replace(WHOLE, post="p1", start=second[0], end=second[1]),
        )
    )


def two_posts(**changes: object) -> Problem:
    flexible = {"stints": Stints(shortest=1, longest=6), **changes}
    return tiny(posts=tuple(structs.replace(POST, id=id, **flexible) for id in ("p0", "p1")))


def visiting(sessions: int, hours: int) -> Problem:
    """Two clinics of so many half-days, so many hours away, for someone released for six."""
    posts = tuple(
        structs.replace(POST, id=id, form="visiting", sessions=sessions) for id in ("p0", "p1")
    )
    return tiny(posts=posts, people=person(sessions=6, travel={"t0": hours}))


def shaped(start: int, end: int, **shape: int) -> tuple[Problem, Plan]:
    stints = Stints(**{"shortest": 2, "longest": 4, **shape})
    return tiny(posts=post(stints=stints)), Plan(
        duties=(structs.replace(WHOLE, start=start, end=end),)
    )


def listed(start: int, end: int) -> tuple[Problem, Plan]:
    """A post that lists two stays of different lengths, as calendar months are."""
    stays = (Span(start=0, end=2), Span(start=2, end=6))
    plan = Plan(duties=(structs.replace(WHOLE, start=start, end=end),))
    return tiny(posts=post(stays=stays)), plan


def alone(start: int, end: int, *, until: int = 6, since: int = 0) -> tuple[Problem, Plan]:
    """One stay with a hand-over of one period, for someone available in a window."""
    problem = tiny(
        posts=post(stints=Stints(shortest=1, longest=6), overlap=1),
        people=person(available=(Span(start=since, end=until),)),
    )
    return problem, Plan(duties=(structs.replace(WHOLE, start=start, end=end),))


def at_home(start: int, leave: int) -> tuple[Problem, Plan]:
    """One stay with a hand-over, from a department that spares nobody in one period."""
    department = structs.replace(
        tiny().departments[0], leave=(Leave(start=leave, end=leave + 1, people=2),)
    )
    problem = tiny(
        posts=post(stints=Stints(shortest=1, longest=6), overlap=1), departments=(department,)
    )
    return problem, Plan(duties=(structs.replace(WHOLE, start=start, end=5),))


EDGES: list[tuple[str, bool, Problem, Plan]] = [
    ("one_place", False, two_posts(), two((0, 3), (3, 6))),
    ("one_place", True, two_posts(), two((0, 4), (3, 6))),
    ("one_place", True, two_posts(rest=1), two((0, 3), (3, 6))),
    ("one_place", False, two_posts(rest=1), two((0, 3), (4, 6))),
    ("one_place", True, two_posts(overlap=1), two((0, 3), (3, 6))),
    ("one_place", False, two_posts(overlap=1), two((0, 2), (3, 6))),
    ("one_place", False, two_posts(sessions=5), two((0, 6), (0, 6))),
    ("one_place", True, two_posts(sessions=6), two((0, 6), (0, 6))),
    ("one_place", False, visiting(3, 1), two((0, 6), (0, 6))),
    ("one_place", True, visiting(3, 2), two((0, 6), (0, 6))),
    ("one_place", False, visiting(2, 3), two((0, 6), (0, 6))),
    ("one_place", True, visiting(2, 4), two((0, 6), (0, 6))),
    ("availability", False, *alone(0, 3, until=3)),
    ("availability", True, *alone(0, 4, until=3)),
    ("availability", True, *alone(2, 5, since=2)),
    ("availability", False, *alone(3, 5, since=2)),
    ("stint_shape", False, *shaped(0, 2)),
    ("stint_shape", True, *shaped(0, 5)),
    ("stint_shape", True, *shaped(1, 3, starts_every=2)),
    ("stint_shape", True, *shaped(0, 3, step=2)),
    ("stint_shape", False, *shaped(3, 6, step=2)),
    ("stint_shape", False, *listed(0, 2)),
    ("stint_shape", True, *listed(0, 3)),
    ("stint_shape", True, *listed(1, 2)),
    ("department_minimum", True, *at_home(2, 1)),
    ("department_minimum", False, *at_home(3, 1)),
    ("department_minimum", True, *at_home(1, 4)),
    ("department_minimum", False, *at_home(1, 5)),
]


class TestEdges:
    @pytest.mark.parametrize(("code", "broken", "problem", "plan"), EDGES)
    def test_lie_where_both_statements_say(
        self, code: str, broken: bool, problem: Problem, plan: Plan
    ) -> None:
        rule = next(rule for rule in RULES if rule.code == code)

        assert bool(list(rule.violations(plan, problem))) is broken
        assert solver_refuses(rule, problem, plan) is broken


class TestEveryRule:
    @SETTINGS
    @given(st.data())
    def test_tells_the_solver_what_it_tells_the_reader(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        plan = Plan(duties=data.draw(duties(problem)))

        told = {rule.code: list(rule.violations(plan, problem)) for rule in RULES}

        # More people than seats count once for the reader; the solver never has them.
        crowded = told["headcount"] or told["stint_shape"]
        for rule in RULES:
            excess = [breach for breach in told[rule.code] if not breach.short]
            short = [breach for breach in told[rule.code] if breach.short]
            assert bool(excess) == solver_refuses(rule, problem, plan), rule.code
            assert crowded or bool(short) == solver_misses(rule, problem, plan), rule.code

    @pytest.mark.parametrize(("code", "problem", "plan"), BREACHES, ids=[b[0] for b in BREACHES])
    def test_is_broken_by_its_example_and_no_other_is(
        self, code: str, problem: Problem, plan: Plan
    ) -> None:
        assert {breach.rule for breach in check(problem, plan)} == {code}

        rule = next(rule for rule in RULES if rule.code == code)
        assert (
            solver_refuses(rule, problem, plan)
            or solver_misses(rule, problem, plan)
            or code == "pinned"
        )

    def test_has_an_example(self) -> None:
        assert {code for code, _, _ in BREACHES} == {rule.code for rule in RULES}


class TestSentences:
    @settings(SETTINGS, max_examples=50)
    @given(data=st.data())
    def test_are_whole_in_both_languages(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        plan = Plan(duties=data.draw(duties(problem)))

        for rule in RULES:
            for breach in rule.violations(plan, problem):
                assert breach.zh.endswith("。")
                assert breach.en.endswith(".")
                assert breach.rule == rule.code

"""Contradictions are told before any search, with place and remedy."""

import pytest
from msgspec import structs
from tests.core.planner.problems import possible, tiny

from bangfu.core.planner import (
    Department,
    Duty,
    Hospital,
    Leave,
    MalformedProblem,
    Pairing,
    Problem,
    Quota,
    Span,
    Stints,
    contradictions,
    examples,
    solve,
)

PERSON, POST = tiny().people[0], tiny().posts[0]
DEPARTMENT, HOSPITAL = tiny().departments[0], tiny().hospitals[0]
WHOLE = Duty(person="w0", post="p0", start=0, end=6)


def post(**changes: object) -> Problem:
    return tiny(posts=(structs.replace(POST, **changes),))


CASES: list[tuple[str, Problem]] = [
    ("$.people[1].id", tiny(people=(PERSON, PERSON))),
    ("$.people[0].hospital", tiny(people=(structs.replace(PERSON, hospital="h9"),))),
    ("$.people[0].department", tiny(people=(structs.replace(PERSON, department="d9"),))),
    ("$.people[0].preferences", tiny(people=(structs.replace(PERSON, preferences={"t9": 1}),))),
    ("$.posts[0].host", post(host="t9")),
    ("$.posts[0].programme", post(programme="g9")),
    ("$.posts[0].senders[0]", post(senders=("h9",))),
    ("$.pairings[0].host", tiny(pairings=(Pairing(sender="h0", host="t9"),))),
    ("$.pinned[0].person", tiny(pinned=(structs.replace(WHOLE, person="w9"),))),
    (
        "$.people[0].available[0]",
        tiny(people=(structs.replace(PERSON, available=(Span(start=3, end=3),)),)),
    ),
    ("$.posts[0].term", post(term=Span(start=4, end=7))),
    ("$.posts[0].stints", post(stints=Stints(shortest=7, longest=9))),
    ("$.posts[0].stints", post(stints=Stints(shortest=3, longest=2))),
    ("$.posts[0].stays", post(stays=())),
    (
        "$.posts[0].stays",
        post(stays=(Span(start=0, end=6),), stints=Stints(shortest=1, longest=6)),
    ),
    ("$.posts[0].stays[0]", post(stays=(Span(start=3, end=3),))),
    ("$.posts[0].stays[1]", post(stays=(Span(start=0, end=6), Span(start=3, end=7)))),
    ("$.departments[0]", tiny(departments=(structs.replace(DEPARTMENT, minimum=4),))),
    (
        "$.departments[0].leave[0]",
        tiny(departments=(structs.replace(DEPARTMENT, leave=(Leave(start=5, end=9, people=1),)),)),
    ),
    (
        "$.people[0].department",
        tiny(
            hospitals=(HOSPITAL, Hospital(id="h1", tier="secondary")),
            departments=(Department(id="d0", hospital="h1", staff=1),),
        ),
    ),
    (
        "$.hospitals[0].quota",
        tiny(hospitals=(structs.replace(HOSPITAL, quota=Quota(lower=2, upper=1)),)),
    ),
    (
        "$.hospitals[0].quota.lower",
        tiny(hospitals=(structs.replace(HOSPITAL, quota=Quota(lower=2)),)),
    ),
    ("$.goals", tiny(goals=("coverage",))),
]


class TestContradictions:
    @pytest.mark.parametrize(("place", "problem"), CASES)
    def test_name_their_place_in_both_languages(self, place: str, problem: Problem) -> None:
        found = contradictions(problem)

        assert place in [contradiction.place for contradiction in found]
        assert all(c.zh.endswith("。") and c.en.endswith(".") for c in found)

    def test_see_nine_required_of_eight_people(self) -> None:
        problem = examples.leadership()
        tertiary = {h.id for h in problem.hospitals if h.tier == "tertiary"}
        eligible = {duty.person for duty in possible(problem)}
        eight = [p for p in problem.people if p.hospital in tertiary and p.id in eligible][:8]
        others = [person for person in problem.people if person.hospital not in tertiary]

        found = contradictions(structs.replace(problem, people=(*eight, *others)))

        assert [c.place for c in found] == ["$.programmes[0].tiers.tertiary"]
        assert "9人次" in found[0].zh
        assert "8人" in found[0].zh

    def test_see_pins_that_overlap(self) -> None:
        elsewhere = structs.replace(POST, id="p1")
        pins = (WHOLE, structs.replace(WHOLE, post="p1"))

        found = contradictions(tiny(posts=(POST, elsewhere), pinned=pins))

        assert [c.code for c in found] == ["pinned"]

    def test_see_a_day_that_nobody_could_cover(self) -> None:
        problem = tiny(
            posts=(
                structs.replace(POST, never_uncovered=True, stints=Stints(shortest=1, longest=6)),
            ),
            people=(structs.replace(PERSON, available=(Span(start=0, end=4),)),),
        )

        found = contradictions(problem)

        assert [c.code for c in found] == ["never_uncovered"]
        assert "2025年7月17日" in found[0].zh

    def test_see_quotas_that_leave_too_few_of_a_tier(self) -> None:
        problem = examples.leadership()
        hospitals = tuple(structs.replace(h, quota=Quota(upper=2)) for h in problem.hospitals)

        found = contradictions(structs.replace(problem, hospitals=hospitals))

        assert [c.place for c in found] == ["$.programmes[0].tiers.tertiary"]

    def test_are_none_in_the_examples(self) -> None:
        for problem in (
            examples.leadership(),
            examples.rotation(),
            examples.rotation(unit="weeks"),
            examples.resident_and_visiting(),
        ):
            assert contradictions(problem) == []

    def test_a_horizon_past_the_calendar_is_told(self) -> None:
        late = structs.replace(
            tiny().horizon, starts_on=tiny().horizon.starts_on.replace(year=9999), count=60
        )

        assert [c.place for c in contradictions(tiny(horizon=late))] == ["$.horizon.count"]

    def test_negative_numbers_are_refused_in_python_too(self) -> None:
        with pytest.raises(MalformedProblem):
            solve(tiny(departments=(structs.replace(DEPARTMENT, staff=-1),)))

"""Needs become posts and nominations people; equal facts give equal problems."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.planning.facts import Facts, Period
from bangfu.apps.planning.formulation import problem_of
from bangfu.apps.planning.sent import sent_for
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.core import planner
from bangfu.core.programmes import dispatch as said
from bangfu.core.programmes import quota_rules as q
from bangfu.core.programmes.vocabulary import Form
from bangfu.core.programmes.words import Text

TERM = Period(date(2025, 9, 1), date(2027, 9, 1))
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))

city = Institution(pk=1, code="CITY", name="市人民医院", level=3, area_code="3705")
town = Institution(pk=2, code="TOWN", name="清水镇卫生院", short_name="清水", area_code="370523101")
cardiology = Department(
    pk=5, institution=city, name="心内科", subject_code="03.04", staff=18, minimum_staff=15
)
doctor = Worker(pk=7, name="林知远", home=city, department=cardiology, rank=2)
programme = Programme(pk=1, code="deputies", title_zh="业务院长")


def need(**changed: object) -> Need:
    stated = {
        "pk": 11,
        "programme": programme,
        "host": town,
        "department_name": "内科",
        "subject_codes": ["03"],
        "form": "leadership",
        "role_title": "业务院长",
        "rank_floor": 3,
        "starts_on": TERM.starts_on,
        "ends_before": TERM.ends_before,
    }
    return Need(**(stated | changed))


def nomination(**changed: object) -> Nomination:
    stated = {
        "pk": 21,
        "programme": programme,
        "worker": doctor,
        "forms": ["leadership"],
        "available_from": date(2025, 1, 1),
        "available_before": date(2028, 1, 1),
        "consented": True,
    }
    return Nomination(**(stated | changed))


def posting(**changed: object) -> Posting:
    stated = {
        "worker": doctor,
        "home": city,
        "need_id": 99,
        "starts_on": date(2026, 1, 1),
        "ends_before": date(2026, 3, 1),
        "planned_ends_before": date(2026, 3, 1),
    }
    return Posting(**(stated | changed))


@pytest.fixture
def facts() -> Facts:
    return Facts(
        programme=programme,
        needs=[need()],
        nominations=[nomination()],
        specialties={7: ("03.04",)},
        departments=[(cardiology, 3)],
        parties={},
        pairings=(),
        postings=[],
        served_days={},
    )


def whole_term(**rest: object) -> said.Dispatch:
    return dispatch(stint=said.Stint(whole_term=True), **rest)


def dispatch(*rules: q.QuotaRule, form: Form = Form.LEADERSHIP, **rest: object) -> said.Dispatch:
    posts = said.Posts(code="dean", title=Text(zh="业务院长"), form=form, **rest)
    return said.Dispatch(forms=(form,), posts=(posts,), rules=rules)


class TestPost:
    def test_is_the_need_in_the_planners_words(self, facts: Facts) -> None:
        (post,) = problem_of(facts, whole_term(), TERM).posts

        assert (post.host, post.form, post.rank_floor) == ("TOWN", "leadership", 3)
        assert post.term == planner.Span(start=0, end=24)
        assert post.stays is None

    def test_takes_a_persons_subject_below_the_one_asked_for_as_a_lesser_fit(
        self, facts: Facts
    ) -> None:
        (post,) = problem_of(facts, whole_term(), TERM).posts

        assert post.specialties == {"03": 100, "03.04": 60}

    def test_is_gone_once_standing_postings_fill_the_need(self, facts: Facts) -> None:
        filled = replace(facts, postings=[posting(worker=Worker(pk=8), need_id=11)])

        assert problem_of(filled, whole_term(), TERM).posts == ()

    def test_of_a_need_tied_to_one_sender_takes_nobody_else(self, facts: Facts) -> None:
        tied = replace(facts, needs=[need(sender=city)])

        (post,) = problem_of(tied, whole_term(), TERM).posts

        assert post.senders == ("CITY",)


class TestHorizon:
    def test_counts_days_where_nobody_may_be_missing_for_one(self, facts: Facts) -> None:
        by_day = dispatch(
            form=Form.ROTATING,
            never_uncovered=True,
            stint=said.Stint(months=(2, 6)),
            handover=said.Handover(same_day=True),
        )
        rotating = replace(
            facts,
            needs=[need(form="rotating", starts_on=YEAR.starts_on, ends_before=YEAR.ends_before)],
        )

        problem = problem_of(rotating, by_day, YEAR)

        assert problem.horizon == planner.Horizon(unit="days", starts_on=YEAR.starts_on, count=365)
        (post,) = problem.posts
        assert (post.overlap, post.never_uncovered) == (1, True)
        assert post.stays is not None
        assert planner.Span(start=31, end=90) in post.stays

    def test_counts_months_elsewhere(self, facts: Facts) -> None:
        assert problem_of(facts, whole_term(), TERM).horizon.count == 24


class TestPerson:
    def test_is_available_in_the_whole_months_offered(self, facts: Facts) -> None:
        offered = nomination(available_from=date(2025, 10, 15), available_before=date(2026, 8, 20))

        (person,) = problem_of(replace(facts, nominations=[offered]), whole_term(), TERM).people

        assert person.available == (planner.Span(start=2, end=11),)

    def test_is_not_available_while_posted_elsewhere(self, facts: Facts) -> None:
        posted = replace(facts, postings=[posting()])

        (person,) = problem_of(posted, whole_term(), TERM).people

        assert person.available == (planner.Span(start=0, end=4), planner.Span(start=6, end=24))

    def test_keeps_the_half_days_a_clinic_elsewhere_leaves(self, facts: Facts) -> None:
        sitting = replace(facts, postings=[posting(sessions_per_week=4)])

        (person,) = problem_of(sitting, whole_term(), TERM).people

        assert person.sessions == 6
        assert person.available == (planner.Span(start=0, end=24),)


class TestDepartment:
    def test_counts_those_registered_where_its_staff_was_never_stated(self, facts: Facts) -> None:
        unstated = Department(pk=6, institution=city, name="内科")

        problem = problem_of(replace(facts, departments=[(unstated, 3)]), whole_term(), TERM)

        assert problem.departments[0].staff == 3


class TestPairing:
    def test_binds_where_the_sender_nominated_nobody(self, facts: Facts) -> None:
        county = Institution(pk=3, code="COUNTY", name="县医院", level=2, area_code="370522")
        village = Institution(pk=4, code="VILLAGE", name="石桥卫生院", area_code="370523102")
        paired = replace(facts, pairings=((city, town), (county, village)))

        problem = problem_of(paired, whole_term(), TERM)

        assert {hospital.id for hospital in problem.hospitals} == {"CITY", "COUNTY"}
        assert {host.id for host in problem.hosts} == {"TOWN", "VILLAGE"}
        assert planner.contradictions(problem) == []


class TestProblem:
    def test_is_the_same_for_the_same_facts(self, facts: Facts) -> None:
        first, again = (msgspec.json.encode(problem_of(facts, whole_term(), TERM)) for _ in "ab")

        assert first == again

    def test_carries_what_the_clerk_decided(self, facts: Facts) -> None:
        not_here = planner.Forbidden(person="worker-7", post="need-11")

        problem = problem_of(facts, whole_term(), TERM, forbidden=[not_here])

        assert problem.forbidden == (not_here,)


class TestSent:
    """What is met already is not asked for once more."""

    def test_counts_the_homes_of_who_serves_or_is_in_talks(self, facts: Facts) -> None:
        talks = Offer(worker=doctor, home=city, need_id=11, starts_on=YEAR.starts_on)
        held = replace(facts, postings=[posting(need_id=11), posting()], offers=[talks])

        sent = sent_for(held)

        assert sent.rest_of_tiers({"tertiary": 9, "secondary": 5}) == {
            "tertiary": 7,
            "secondary": 5,
        }
        assert (sent.rest_of_times(10), sent.rest_of_times(1)) == (8, 0)
        assert sent.rest_of(city, (3, 4)) == (1, 2)
        assert sent.rest_of(city, (0, None)) == (0, None)

    def test_counts_somebody_replaced_once(self, facts: Facts) -> None:
        left = posting(pk=1, need_id=11, planned_ends_before=date(2026, 9, 1))
        after = posting(pk=2, need_id=11, predecessor_id=1)

        assert sent_for(replace(facts, postings=[left, after])).in_all == 1
        assert sent_for(replace(facts, postings=[left])).in_all == 1

"""The whole demonstration, built once and looked at from all sides."""

import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import (
    FrozenRound,
    Improvement,
    Objection,
    Result,
    Subject,
    VetoFact,
)
from bangfu.apps.appraisal.models import Round as Appraisal
from bangfu.apps.certificates.models import Certificate, PublicRoster
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.journal import verbs
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.planning.models import Run
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.programmes.models import DepartmentPair, Edition, Pairing, Party, Programme
from bangfu.apps.registry.models import FormerName, Institution
from bangfu.apps.supervision import queries as ledger
from bangfu.apps.supervision.queries import due
from bangfu.apps.supervision.queries.accounts import accounts_waiting
from bangfu.apps.supervision.queries.ledger import to_look_back
from bangfu.apps.supervision.queries.problems import ProblemFilter, problem_rows
from bangfu.apps.supervision.queries.reach import handed_in_visible_to
from bangfu.config.demonstration import (
    database,
    deputies,
    group,
    jinzhou,
    signins,
    story,
    support,
    wolong,
)
from bangfu.config.demonstration.rounds import CONTINUATION
from bangfu.core import planner
from bangfu.core.appraisal import Frozen, replay

from .conftest import TODAY


class Silent:
    """Counts the steps and shows nothing."""

    total = done = 0

    def expect(self, total: int) -> None:
        self.total = total

    def advance(self) -> None:
        self.done += 1


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[Silent]:
    """The database with everything in it, rolled back after this module."""
    step = Silent()
    with django_db_blocker.unblock(), transaction.atomic():
        story.tell(on=TODAY, step=step)
        yield step
        transaction.set_rollback(True)


def serving(programme: str) -> list[Posting]:
    found = Posting.objects.on(TODAY).filter(programme__code=programme)
    return list(found.select_related("home", "host", "need", "worker"))


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestStory:
    def test_ends_its_bar_with_its_last_step(self, told: Silent) -> None:
        assert told.done == told.total > 10

    def test_keeps_the_journal_whole(self) -> None:
        assert first_break() is None

    def test_records_no_verb_and_no_fact_without_its_words(self) -> None:
        entries = Entry.objects.values_list("verb", "facts")

        assert {verb for verb, _ in entries} <= set(verbs.every())
        assert {fact for _, facts in entries for fact in facts} <= set(verbs.facts())

    def test_has_every_plan_proven_and_checked(self) -> None:
        runs = list(Run.objects.all())

        states = Counter(run.state for run in runs)
        assert states == {Run.State.PUBLISHED: len(runs) - 1, Run.State.FINISHED: 1}
        assert {run.status for run in runs} == {Run.Status.OPTIMAL}
        assert [planner.check(run.stated_problem, run.found_plan) for run in runs] == [[]] * len(
            runs
        )

    def test_leaves_one_plan_open_for_whoever_tries_the_product(self) -> None:
        left = Run.objects.get(state=Run.State.FINISHED)

        assert left.starts_on > TODAY
        assert left.covered == left.required
        assert len(left.stated_problem.people) > len(left.found_plan.duties)

    def test_marks_what_no_source_reports(self) -> None:
        reported = {date(2019, 8, 23), date(2025, 3, 17), date(2009, 1, 1)}

        for run in Run.objects.filter(state=Run.State.PUBLISHED):
            assert (CONTINUATION in run.batch) == (run.starts_on not in reported)

    def test_takes_back_the_nominations_of_rounds_that_are_over(self) -> None:
        over = max(run.ends_before for run in Run.objects.all() if run.ends_before <= TODAY)
        standing = Nomination.objects.standing()

        assert standing.filter(available_before__gt=over).exists()
        assert not standing.filter(available_before__lte=over).exists()

    def test_knows_authorities_by_former_and_present_names(self) -> None:
        assert (
            FormerName.objects.get(name="阜康市卫生局").institution.name == "阜康市卫生健康委员会"
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestDeputies:
    def test_are_nine_and_five_in_fourteen_hospitals(self) -> None:
        historic = Posting.objects.filter(
            programme__code=deputies.CODE, starts_on=date(2019, 8, 23)
        )

        assert Counter(historic.values_list("home__level", flat=True)) == {3: 9, 2: 5}
        assert historic.values("host").distinct().count() == 14

    def test_serve_today_in_every_weak_hospital(self) -> None:
        weak = set(Institution.objects.filter(is_weak=True).values_list("name", flat=True))

        assert {posting.host.name for posting in serving(deputies.CODE)} == weak

    def test_belong_to_a_programme_that_runs_today(self) -> None:
        programme = Programme.objects.get(code=deputies.CODE)

        assert programme.ends_before is not None
        assert programme.ends_before > TODAY
        assert CONTINUATION in Edition.objects.filter(programme=programme).latest("number").note


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestGroup:
    def test_posted_seventeen_residents_and_fifty_four_with_clinics(self) -> None:
        first = Posting.objects.filter(programme__code=group.CODE, batch="首批")

        assert Counter(first.values_list("form", flat=True)) == {"resident": 17, "visiting": 54}

    def test_sends_as_many_people_as_posts(self) -> None:
        published = Run.objects.filter(programme__code=group.CODE, state=Run.State.PUBLISHED)

        for batch in published.values_list("batch", flat=True):
            posted = Posting.objects.filter(batch=batch)

            assert posted.values("worker").distinct().count() == posted.count() == 71

    def test_leaves_one_place_that_nobody_can_fill(self) -> None:
        empty = Need.objects.filter(
            programme__code=group.CODE, starts_on__lte=TODAY, ends_before__gt=TODAY
        ).exclude(postings__in=Posting.objects.on(TODAY))

        assert [need.department_name for need in empty] == ["小儿外科"]

    def test_has_one_stay_ending_soon_with_and_one_without_a_successor(self) -> None:
        soon = [
            posting
            for posting in serving(group.CODE)
            if posting.ends_before <= TODAY + timedelta(days=30)
        ]

        assert sorted(posting.successors.count() for posting in soon) == [0, 1]

    def test_leaves_names_in_talks_as_far_as_talks_go(self) -> None:
        offers = Offer.objects.all()

        assert Counter(offer.state for offer in offers) == {
            "nominated": 4,
            "agreed": 1,
            "withdrawn": 1,
        }
        assert offers.get(state="withdrawn").declined_by == "host"
        assert offers.filter(sender_agreed_at__isnull=True, host_agreed_at__isnull=False).exists()
        assert all(offer.reasons and offer.starts_on > TODAY for offer in offers)

    def test_pairs_departments_of_the_same_subject(self) -> None:
        pairing = Pairing.objects.get(programme__code=group.CODE)

        assert DepartmentPair.objects.filter(pairing=pairing).count() >= 15


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestSupport:
    @pytest.mark.parametrize("year", [2009, TODAY.year])
    def test_leaves_no_day_of_the_year_uncovered(self, year: int) -> None:
        for need in Need.objects.filter(
            programme__code=support.CODE, form="rotating", starts_on=date(year, 1, 1)
        ):
            covered = {
                posting.starts_on + timedelta(days)
                for posting in need.postings.all()
                for days in range((posting.ends_before - posting.starts_on).days)
            }

            assert len(covered) == (date(year + 1, 1, 1) - date(year, 1, 1)).days

    def test_sends_at_least_ten_person_times_a_year(self) -> None:
        postings = Posting.objects.filter(programme__code=support.CODE)

        assert postings.filter(starts_on__year=2009).count() >= 10
        assert postings.filter(starts_on__year=TODAY.year).count() >= 10


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestProgrammesWithoutDispatch:
    @pytest.mark.parametrize(
        ("code", "party", "count"),
        [
            ("wolong_half_year_review", "alliance_units", 2),
            ("wolong_half_year_review", "private_hospitals", 5),
            ("jinzhou_party_building", "small_hospitals", 6),
        ],
    )
    def test_have_their_parties(self, code: str, party: str, count: int) -> None:
        assert Party.objects.filter(programme__code=code, party_code=party).count() == count
        assert not Run.objects.filter(programme__code=code).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestTakingHome:
    def test_leaves_certificates_that_anybody_can_check(self) -> None:
        standing = Certificate.objects.standing()
        revoked = Certificate.objects.exclude(pk__in=standing)

        assert standing.count() >= 50
        assert revoked.count() == 1
        for row, said in ((standing[0], "该证明有效"), (revoked[0], "该证明已撤销")):
            answer = Client(headers={"accept-language": "zh-hans"}).get(f"/verify/{row.code}/")
            assert said in answer.content.decode()

    def test_leaves_some_to_issue(self) -> None:
        certified = Certificate.objects.standing().values("posting")

        assert Posting.objects.exclude(closed_on=None).exclude(pk__in=certified).count() >= 4

    def test_opens_one_roster_to_the_public(self) -> None:
        host = PublicRoster.objects.get().host

        assert Client().get(f"/experts/{host.code}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestTaskLedger:
    @pytest.mark.parametrize("username", ["host", "sender", "party", "clerk"])
    def test_leaves_each_office_something_to_do_and_something_done(self, username: str) -> None:
        user = User.objects.get(username=username)
        tasks = ledger.visible_to(user, ledger.ANSWER)

        assert due.matters(user, on=TODAY)
        assert tasks.filter(state="closed").exists()
        assert tasks.recurring().filter(answers__isnull=False).exists()
        assert problem_rows(user, by=ProblemFilter(state="waiting"), on=TODAY).object_list
        assert accounts_waiting(user, on=TODAY) or handed_in_visible_to(user).exists()

    def test_has_late_looked_back_at_and_handed_in(self) -> None:
        clerk, party = (User.objects.get(username=name) for name in ("clerk", "party"))

        for office in (clerk, party):
            kept = ledger.visible_to(office, ledger.MANAGE)
            assert to_look_back(kept, on=TODAY).exists()
            assert kept.filter(look_back__holds=False).exists()
            assert handed_in_visible_to(office).exists()
        assert ledger.visible_to(clerk, ledger.MANAGE).late(TODAY).count() >= 5


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestStars:
    def test_come_to_what_the_city_reports_by_the_arithmetic_of_the_table(self) -> None:
        held = Appraisal.objects.get(programme__code=jinzhou.CODE, state=Appraisal.State.PUBLISHED)
        frozen = FrozenRound.objects.get(round=held)

        again = replay(Frozen(zlib.decompress(bytes(frozen.content)), frozen.digest))

        stars = Counter(Result.objects.filter(subject__round=held).values_list("star", flat=True))
        assert again.identical
        assert (held.subjects.count(), stars["five"], stars["four"]) == (92, 25, 40)
        assert {*stars} == {"five", "four", "three", "two", "one"}

    def test_were_given_by_one_person_for_each_level(self) -> None:
        held = Appraisal.objects.get(programme__code=jinzhou.CODE, state=Appraisal.State.PUBLISHED)

        for subject in held.subjects.prefetch_related("closings"):
            hands = [closing.by_id for closing in subject.closings.all() if not closing.ended_at]
            assert len(set(hands)) == len(hands) == 4

    def test_were_objected_to_once_looked_at_by_two_and_put_right(self) -> None:
        [objection] = Objection.objects.filter(subject__round__programme__code=jinzhou.CODE)

        looked = {recheck.by_id for recheck in objection.rechecks.all()}
        assert objection.state == Objection.State.UPHELD
        assert len(looked) == 2
        assert objection.decided_by_id not in looked
        assert objection.subject.result.star == "four"

    def test_are_kept_down_by_false_records_with_the_reason(self) -> None:
        fact = VetoFact.objects.get(subject__round__programme__code=jinzhou.CODE)

        assert fact.subject.result.score > 80
        assert fact.subject.result.star == "two"

    def test_are_followed_by_plans_of_every_tier(self) -> None:
        tiers = Improvement.objects.values_list("tier", flat=True).distinct()

        assert {*tiers} == {"example", "improve", "put_right"}

    def test_give_each_level_something_to_do_in_the_next_round(self) -> None:
        held = Appraisal.objects.get(programme__code=jinzhou.CODE, state=Appraisal.State.OPEN)
        waiting = held.subjects.filter(institution__name=jinzhou.CENTRAL)

        assert {subject.level for subject in waiting} == {0, 1, 2, 3}
        assert held.follows is not None


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestAppraisals:
    def test_end_a_pairings_year_with_a_grade_and_its_use(self) -> None:
        held = Appraisal.objects.get(programme__code=group.CODE, kind="year_end")
        subject = held.subjects.get()

        hands = [closing.by_id for closing in subject.closings.all()]
        assert held.state == Appraisal.State.PUBLISHED
        assert subject.result.grade
        assert subject.uses.exists()
        assert len(set(hands)) == len(hands) == 3

    def test_stand_half_way_in_the_district(self) -> None:
        held = Appraisal.objects.get(programme__code=wolong.CODE)

        levels = Counter(held.subjects.values_list("level", flat=True))
        assert held.state == Appraisal.State.OPEN
        assert {*levels} == {0, 1, 2}

    def test_tell_of_a_posting_by_report_result_and_own_opinion(self) -> None:
        worker = User.objects.get(username=signins.WORKER)
        mine = Subject.objects.filter(
            kind="posting", ref__in=Posting.objects.filter(worker__account=worker).values("pk")
        )

        ended = mine.get(round__state=Appraisal.State.PUBLISHED)
        said = ended.statements.values_list("sort", "by")
        assert {*said} == {("report", worker.pk), ("opinion", worker.pk)}
        assert ended.result.grade
        assert mine.get(round__state=Appraisal.State.OPEN).level == 0

    def test_leave_host_and_sender_a_sheet_each(self) -> None:
        held = Appraisal.objects.get(programme__code=group.CODE, state=Appraisal.State.OPEN)

        assert sorted(held.subjects.values_list("level", flat=True)) == [0, 1, 2]


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
class TestSignIns:
    def test_open_the_product_to_every_role(self) -> None:
        for username, role, _ in database.sign_in_rows():
            client = Client()

            assert client.login(username=username, password=signins.PASSWORD), username
            assert role

    def test_are_one_for_each_role_there_is(self) -> None:
        from bangfu.apps.accounts import roles

        told_of = {role for _, titles, _ in database.sign_in_rows() for role in titles.split("、")}

        assert told_of == {role.title.zh for role in roles.catalogue().roles.values()}

    def test_give_the_worker_somebody_who_is_posted(self) -> None:
        account = User.objects.get(username=signins.WORKER)

        assert Posting.objects.on(TODAY).filter(worker__account=account).exists()

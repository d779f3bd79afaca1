"""Each figure is the sum of the rows behind its link, whatever the records are."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.appraisal import posting_round, star_city
from tests.apps.appraisal.conftest import Appraisal, at
from tests.apps.branches import county
from tests.apps.intake import world

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Figure, Subject
from bangfu.apps.appraisal.queries import measuring
from bangfu.apps.appraisal.queries.figures import measured_of
from bangfu.apps.branches.models import PaperKept
from bangfu.apps.duty.models import Confirmation
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Task
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.tasks.task_life import State

pytestmark = pytest.mark.django_db

TODAY = county.today()
KINDS = ("members_meeting", "lecture", "party_day", "committee_meeting")
NAMES = {
    "members_meeting": "branch_meetings",
    "lecture": "party_lessons",
    "party_day": "party_day.times",
    "committee_meeting": "committee_meetings",
}
papers = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 500), st.booleans()), max_size=25
)


@pytest.fixture
def city() -> star_city.StarCity:
    return star_city.built()


def keep(branch: int, kind: str, day: date, *, removed: bool = False) -> PaperKept:
    return PaperKept.objects.create(
        branch_id=branch,
        kind=kind,
        year=day.year,
        on=day,
        at=at(),
        removed_at=at() if removed else None,
        reason="登记有误" if removed else "",
    )


class TestBranches:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(kept=papers)
    def test_counts_the_papers_of_its_days(
        self, city: star_city.StarCity, kept: list[tuple[str, int, bool]]
    ) -> None:
        PaperKept.objects.all().delete()
        sheet = city.sheet()
        rows = [keep(sheet.ref, k, TODAY - timedelta(n), removed=gone) for k, n, gone in kept]
        found = measured_of(city.round, on=TODAY)[sheet.pk]
        for kind, name in NAMES.items():
            wanted = sum(
                row.kind == kind
                and row.removed_at is None
                and city.round.starts_on <= row.on <= TODAY
                for row in rows
            )
            assert found[name].value == wanted

    def test_a_branch_without_committee_has_no_figure_of_it(self, city: star_city.StarCity) -> None:
        from bangfu.apps.branches.models import MemberCount

        MemberCount.objects.update(full=5)
        assert "committee_meetings" not in measured_of(city.round, on=TODAY)[city.sheet().pk]

    def test_tasks_count_that_name_the_branch(self, city: star_city.StarCity) -> None:
        sheet = city.sheet()
        for number, (office, state) in enumerate(
            [("内科党支部", State.CLOSED), ("内科党支部", State.OPEN), ("办公室", State.OPEN)]
        ):
            task(city.round.programme_id, sheet.institution_id, number, office, state)
        found = measured_of(city.round, on=TODAY)[sheet.pk]
        share = found["tasks_closed_in_time"]
        assert (share.numerator, share.denominator) == (1, 2)
        assert found["tasks_late"].value == 1

    def test_without_any_of_its_own_nothing_is_known(self, city: star_city.StarCity) -> None:
        task(city.round.programme_id, city.sheet().institution_id, 1, "办公室", State.OPEN)
        found = measured_of(city.round, on=TODAY)[city.sheet().pk]
        assert "tasks_late" not in found
        assert "tasks_closed_in_time" not in found


def task(programme: int, institution: int, number: int, office: str, state: State) -> Task:
    due = max(date(TODAY.year, 1, 1), TODAY - timedelta(5))
    return Task.objects.create(
        programme_id=programme,
        institution_id=institution,
        key=f"task-{number}",
        title_zh=f"任务{number}",
        office=office,
        checked="month",
        starts_on=due - timedelta(30),
        due=due,
        first_due=due,
        state=state.value,
        closed_on=due if state is State.CLOSED else None,
        opened_at=at(),
    )


class TestPostings:
    def test_weeks_follow_confirmations(self) -> None:
        held = posting_round.built()
        posting = Posting.objects.get(pk=held.sheet().ref)
        monday = held.round.starts_on + timedelta(-held.round.starts_on.weekday() + 7)
        for week in range(3):
            begin = monday + timedelta(7 * week)
            Confirmation.objects.create(
                posting=posting,
                starts_on=begin,
                ends_before=begin + timedelta(7),
                at=at(),
                days_late=0,
            )
        found = measured_of(held.round, on=TODAY)[held.sheet().pk]
        assert found["weeks_served"].value == 3
        assert found["weeks_expected"].value is not None
        assert found["weeks_expected"].value >= 8
        assert found["leave_irregular"].value == 0
        assert found["pupils_taken"].value == 0

    def test_of_a_resident_no_clinic_is_told(self) -> None:
        held = posting_round.built()
        assert "clinic_half_days" not in measured_of(held.round, on=TODAY)[held.sheet().pk]


def every_measure() -> Iterator[tuple[str, Kind]]:
    yield from sorted(measuring.measures())


@pytest.mark.parametrize(("code", "kind"), list(every_measure()))
def test_every_measure_asks_as_much_for_one_as_for_many(
    appraisal: Appraisal, code: str, kind: Kind
) -> None:
    """Ten subjects of any kind cost no more queries than one; unknown ones are simply not known."""
    measure = measuring.measures()[code, kind]
    one = appraisal.subject()
    many = [
        Subject(
            pk=one.pk + n,
            kind=kind.value,
            ref=n + 1,
            round=one.round,
            institution=one.institution,
            partner=appraisal.places.sender,
        )
        for n in range(10)
    ]
    counts = []
    for subjects in (many[:1], many):
        asked = measuring.Asked(
            kind=kind,
            programme=appraisal.programme,
            subjects=subjects,
            days=measuring.asked_of(appraisal.round, subjects, on=TODAY).days,  # type: ignore[union-attr]
        )
        with CaptureQueriesContext(
            connection,
        ) as told:
            measure.read(asked)
        counts.append(len(told))
    assert counts[0] == counts[1] <= 9


def test_the_page_of_a_figure_counts_its_rows(client: Client, city: star_city.StarCity) -> None:
    sheet = city.sheet()
    for number in range(3):
        keep(sheet.ref, "lecture", TODAY - timedelta(number))
    actions.take_figures(
        round=city.round,
        figures=measured_of(city.round, on=TODAY),
        reason="补充登记",
        by=city.bureau,
        at=at(),
    )
    client.force_login(city.bureau)
    figure = Figure.objects.standing().get(subject=sheet, name="party_lessons")
    url = reverse("figure", args=[sheet.pk, "party_lessons"])
    page = client.get(url)
    shown = page.context["page"]
    assert sum((Decimal(row.amount) for row in shown.rows.object_list), Decimal(0)) == figure.value
    assert not shown.changed
    keep(sheet.ref, "lecture", TODAY)
    assert "变动" in client.get(url).context["page"].changed


def test_the_page_of_a_figure_asks_at_most_twelve(client: Client, city: star_city.StarCity) -> None:
    client.force_login(city.bureau)
    client.get(reverse("sheet", args=[city.sheet().pk]))
    for name in ("base_file_share", "party_lessons", "tasks_late"):
        with CaptureQueriesContext(connection) as told:
            client.get(reverse("figure", args=[city.sheet().pk, name]))
        assert len(told) <= 12, (name, len(told))


def test_places_are_the_hosts_of_pairings(appraisal: Appraisal) -> None:
    host: Institution = appraisal.places.north
    subject = Subject(pk=1, ref=1, institution=appraisal.places.sender, partner=host)
    asked = measuring.Asked(
        kind=Kind.PAIRING,
        programme=world.programme("other"),
        subjects=[subject],
        days=measuring.asked_of(appraisal.round, [], on=TODAY).days,  # type: ignore[union-attr]
    )
    assert asked.places == {1: host.pk}

"""Figures that no record holds: reported with evidence, corrected, withdrawn, shown."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.appraisal import posting_round, star_city
from tests.apps.appraisal.conftest import TODAY, at

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Figure, ReportedFigure, Round, Subject
from bangfu.apps.appraisal.queries import due, reporting
from bangfu.apps.journal.models import Entry
from bangfu.core.appraisal.reporting import AboveWhole, NotANumberOf, Reported
from bangfu.core.evidence import checked

pytestmark = pytest.mark.django_db

PROOF = checked("\ufeff志愿服务签到表\r\n".encode(), "签到表.txt")
NAME = "volunteer_service.times"


@pytest.fixture
def city() -> star_city.StarCity:
    """A round in which nothing is reported yet."""
    built = star_city.built()
    sheet = built.sheet()
    unreported = (NAME, "complaints_upheld", "discipline_cases")
    Figure.objects.filter(subject=sheet, name__in=unreported).delete()
    actions.rounds.restate(built.round)
    return built


def report(city: star_city.StarCity, value: object = 3, **more: object) -> ReportedFigure:
    given = {
        "subject": city.sheet(),
        "name": NAME,
        "figure": Reported(value=Decimal(str(value))),
        "files": [PROOF],
        "by": city.branch,
        "at": at(),
    }
    return actions.report_figure(**(given | more))


class TestReporting:
    def test_becomes_the_figure_that_is_scored(self, city: star_city.StarCity) -> None:
        before = Entry.objects.count()
        reported = report(city)
        figure = Figure.objects.standing().get(subject=city.sheet(), name=NAME)
        assert (figure.value, figure.sources) == (3, [f"reported:{reported.pk}"])
        assert city.sheet().unreported == 2
        assert Entry.objects.count() == before + 1
        assert Entry.objects.latest("pk").verb == "sheet.figure_reported"

    def test_changes_the_points(self, city: star_city.StarCity) -> None:
        report(city, 2)
        low = city.sheet().total
        report(city, 4, reason="漏计两次")
        assert city.sheet().total > low

    def test_is_corrected_with_a_reason_and_keeps_its_files(self, city: star_city.StarCity) -> None:
        first = report(city)
        with pytest.raises(actions.ReasonMissing):
            report(city, 4)
        second = report(city, 4, reason="漏计一次", files=[])
        first.refresh_from_db()
        assert first.ended_reason == "漏计一次"
        assert ReportedFigure.objects.standing().get(subject=city.sheet(), name=NAME) == second
        assert Figure.objects.filter(subject=city.sheet(), name=NAME).count() == 2

    def test_is_withdrawn(self, city: star_city.StarCity) -> None:
        reported = report(city)
        actions.withdraw_figure(reported=reported, reason="报错支部", by=city.branch, at=at())
        assert not Figure.objects.standing().filter(subject=city.sheet(), name=NAME).exists()
        assert city.sheet().unreported == 3
        with pytest.raises(actions.NotReported):
            actions.withdraw_figure(reported=reported, reason="再撤", by=city.branch, at=at())

    def test_needs_a_file(self, city: star_city.StarCity) -> None:
        with pytest.raises(actions.ProofMissing):
            report(city, files=[])
        assert not ReportedFigure.objects.exists()

    def test_is_refused_where_records_speak(self, city: star_city.StarCity) -> None:
        with pytest.raises(actions.NotReported):
            report(city, name="branch_meetings")

    @pytest.mark.parametrize("value", ["-1", "2.5"])
    def test_refuses_what_is_no_count(self, city: star_city.StarCity, value: str) -> None:
        with pytest.raises(NotANumberOf):
            report(city, value)

    def test_is_the_units_alone_until_the_day(self, city: star_city.StarCity) -> None:
        with pytest.raises(actions.NotAllowed):
            report(city, by=city.second_look[0])
        late = reporting.due_of(city.round) + timedelta(1)
        with pytest.raises(actions.TermOfReportsOver):
            report(city, at=at(late))
        assert report(city, by=city.bureau, at=at(late)).by == city.bureau

    def test_ends_when_a_level_is_closed(self, city: star_city.StarCity) -> None:
        Subject.objects.filter(pk=city.sheet().pk).update(level=1)
        with pytest.raises(actions.LevelMovedOn):
            report(city)

    def test_ends_with_the_round(self, city: star_city.StarCity) -> None:
        Round.objects.filter(pk=city.round.pk).update(state=Round.State.CANCELLED)
        with pytest.raises(actions.RoundNotOpen):
            report(city)


def test_a_rate_is_two_whole_numbers() -> None:
    from bangfu.core.appraisal import catalogue
    from bangfu.core.appraisal.reporting import require_sound

    rate = catalogue()["staff_satisfaction"]
    require_sound(Reported(numerator=Decimal(94), denominator=Decimal(100)), rate)
    for above, below in ((101, 100), (0, 0), (-1, 5)):
        with pytest.raises(AboveWhole):
            require_sound(Reported(numerator=Decimal(above), denominator=Decimal(below)), rate)


class TestFirstPage:
    def test_tells_the_unit_until_all_is_reported(self, city: star_city.StarCity) -> None:
        assert due.to_report(city.branch, on=TODAY).get() == city.sheet()
        for name in (NAME, "complaints_upheld", "discipline_cases"):
            report(city, 0, name=name)
        assert not due.to_report(city.branch, on=TODAY).exists()

    def test_is_silent_after_the_day(self, city: star_city.StarCity) -> None:
        day = reporting.due_of(city.round)
        assert due.to_report(city.branch, on=day).exists()
        assert not due.to_report(city.branch, on=day + timedelta(1)).exists()


class TestPages:
    def test_the_unit_sees_what_it_reports(self, client: Client, city: star_city.StarCity) -> None:
        client.force_login(city.branch)
        page = client.get(reverse("reports", args=[city.sheet().pk])).content.decode()
        assert "志愿服务活动次数" in page
        assert "查实的投诉" in page
        assert "支部党员大会" not in page
        assert "还差3项" in page
        waiting = client.get(reverse("reports_waiting")).content.decode()
        assert city.sheet().key in waiting

    def test_a_figure_is_reported_by_form(self, client: Client, city: star_city.StarCity) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        client.force_login(city.branch)
        url = reverse("report_sheet_figure", args=[city.sheet().pk, NAME])
        assert client.get(url).status_code == 200
        refused = client.post(url, {"value": "2.5", "note": "签到表"})
        assert refused.status_code == 422
        assert "签到表" in refused.content.decode()
        paper = SimpleUploadedFile("a.txt", "签到".encode())
        kept = client.post(url, {"value": "3", "note": "签到表", "proofs": paper})
        assert kept.status_code == 302
        shown = client.get(reverse("figure", args=[city.sheet().pk, NAME])).content.decode()
        assert "由被考核单位（本人）报送" in shown
        assert "a.txt" in shown

    def test_a_missing_figure_says_why(self, client: Client, city: star_city.StarCity) -> None:
        client.force_login(city.branch)
        url = reverse("figure", args=[city.sheet().pk, NAME])
        page = client.get(url).content.decode()
        assert "还没有报送" in page

    def test_others_report_nothing(self, client: Client, city: star_city.StarCity) -> None:
        client.force_login(city.second_look[0])
        url = reverse("report_sheet_figure", args=[city.sheet().pk, NAME])
        assert client.post(url, {"value": "3"}).status_code == 302
        assert not ReportedFigure.objects.exists()

    def test_a_figure_no_table_asks_for_is_not_there(
        self, client: Client, city: star_city.StarCity
    ) -> None:
        client.force_login(city.branch)
        url = reverse("figure", args=[city.sheet().pk, "weeks_served"])
        assert client.get(url).status_code == 404

    def test_a_postings_pages(self, client: Client) -> None:
        held = posting_round.built()
        client.force_login(held.worker)
        for name in ("weeks_served", "leave_irregular", "clinic_half_days"):
            url = reverse("figure", args=[held.sheet().pk, name])
            assert client.get(url).status_code == 200

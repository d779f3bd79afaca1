"""Pages of rounds and sheets: opened, scored, closed, decided, objected to, published."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Figure, Mark, Objection, Result, Round, Subject
from bangfu.apps.appraisal.queries.rounds import subject_rows
from bangfu.core.appraisal import replay, unpacked

from .conftest import TODAY, Appraisal, at

pytestmark = pytest.mark.database


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


class TestOpening:
    def test_a_round_is_opened_over_those_who_are_ticked(self, appraisal: Appraisal) -> None:
        client = client_of(appraisal.clerk)
        asked = {
            "programme": appraisal.programme.code,
            "edition": appraisal.edition.pk,
            "kind": "half_year",
            "starts_on": f"{TODAY.year}-01-01",
            "last_on": f"{TODAY.year}-06-30",
        }
        place = appraisal.places.north
        response = client.post(
            "/rounds/new/", {"title": "上半年考核", "subjects": [place.pk]}, query_params=asked
        )

        held = Round.objects.get(title="上半年考核")
        assert response.headers["Location"] == f"/rounds/{held.pk}/"
        assert [one.institution for one in held.subjects.all()] == [place]

    def test_nobody_ticked_is_told_beside_the_field(self, appraisal: Appraisal) -> None:
        asked = {
            "programme": appraisal.programme.code,
            "edition": appraisal.edition.pk,
            "kind": "half_year",
            "starts_on": f"{TODAY.year}-01-01",
            "last_on": f"{TODAY.year}-06-30",
        }
        response = client_of(appraisal.clerk).post(
            "/rounds/new/", {"title": "上半年考核"}, query_params=asked
        )

        assert response.status_code == 422
        assert Round.objects.count() == 1

    def test_a_host_opens_none(self, appraisal: Appraisal) -> None:
        assert client_of(appraisal.north).get("/rounds/new/").status_code == 403


class TestSheet:
    def test_everybody_in_reach_reads_rule_figure_and_points(self, appraisal: Appraisal) -> None:
        page = f"/sheets/{appraisal.subject().pk}/"
        for user in (appraisal.north, appraisal.assessor, appraisal.clerk):
            said = words(client_of(user).get(page))
            assert "90%" in said
            assert "54" in said

    def test_another_host_finds_nothing(self, appraisal: Appraisal) -> None:
        client = client_of(appraisal.south())

        assert client.get(f"/sheets/{appraisal.subject().pk}/").status_code == 404

    def test_points_are_given_on_the_form(self, appraisal: Appraisal) -> None:
        subject = appraisal.subject()
        client_of(appraisal.north).post(
            f"/sheets/{subject.pk}/items/lodging/",
            {"points": "30", "reason": "食堂未开放", "seen": "0"},
        )

        assert Mark.objects.get(subject=subject).points == 30

    def test_too_many_points_are_refused_and_what_was_written_stays(
        self, appraisal: Appraisal
    ) -> None:
        response = client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/items/lodging/",
            {"points": "41", "reason": "食堂很好", "seen": "0"},
        )

        assert response.status_code == 422
        assert "食堂很好" in words(response)
        assert not Mark.objects.exists()

    def test_who_was_overtaken_is_told(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")

        response = client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/items/lodging/",
            {"points": "38", "reason": "再想", "seen": "0"},
        )

        assert response.status_code == 422
        assert Mark.objects.standing().get().points == 40

    def test_out_of_turn_there_is_no_form(self, appraisal: Appraisal) -> None:
        client = client_of(appraisal.assessor)
        response = client.get(f"/sheets/{appraisal.subject().pk}/items/lodging/")

        assert response.status_code == 302

    def test_a_level_is_closed_with_an_opinion_and_sent_back(self, appraisal: Appraisal) -> None:
        subject = appraisal.subject()
        appraisal.give(40, by=appraisal.north, reason="")
        steps = f"/sheets/{subject.pk}/steps"

        client_of(appraisal.north).post(f"{steps}/close/", {"opinion": "情况属实"})
        assert appraisal.subject().level == 1
        assert "情况属实" in words(client_of(appraisal.north).get(f"/sheets/{subject.pk}/"))

        client_of(appraisal.assessor).post(f"{steps}/send-back/", {"reason": "请补照片"})
        assert appraisal.subject().level == 0

    def test_closing_what_waits_is_refused_in_words(self, appraisal: Appraisal) -> None:
        response = client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/steps/close/", {"opinion": ""}
        )

        assert response.status_code == 422
        assert "食宿保障" in words(response)

    def test_an_item_is_declared_not_applicable(self, appraisal: Appraisal) -> None:
        subject = appraisal.subject()
        client_of(appraisal.assessor).post(
            f"/sheets/{subject.pk}/steps/exempt/",
            {"exempt-what": "lodging", "exempt-reason": "不提供食宿"},
        )

        assert appraisal.subject().total == 90


class TestResults:
    def test_decided_announced_and_published_on_pages(
        self, appraisal: Appraisal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        appraisal.close_all()
        client, page = client_of(appraisal.clerk), f"/rounds/{appraisal.round.pk}"
        client.post(f"{page}/steps/decide/")
        client.post(f"{page}/steps/announce/", {"until": f"{TODAY + timedelta(1)}"})
        monkeypatch.setattr(
            "bangfu.apps.appraisal.views.rounds.timezone.localdate",
            lambda: TODAY + timedelta(2),
        )
        client.post(f"{page}/steps/publish/")

        held = Round.objects.get()
        assert held.state == Round.State.PUBLISHED
        assert held.digest in words(client.get(f"{page}/"))
        frozen = client.get(f"{page}/frozen.txt")
        assert replay(unpacked(frozen.content)).identical

    def test_decided_results_are_not_shown_to_the_appraised(self, appraisal: Appraisal) -> None:
        appraisal.close_all()
        actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())

        assert "合格" in words(client_of(appraisal.clerk).get(f"/rounds/{appraisal.round.pk}/"))
        assert "合格" not in words(client_of(appraisal.north).get(f"/rounds/{appraisal.round.pk}/"))

    def test_who_holds_no_round_decides_none(self, appraisal: Appraisal) -> None:
        appraisal.close_all()

        response = client_of(appraisal.assessor).post(f"/rounds/{appraisal.round.pk}/steps/decide/")

        assert response.status_code == 403

    def test_a_round_is_given_up_with_its_reason(self, appraisal: Appraisal) -> None:
        client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/end/cancel/", {"reason": "考核表有误"}
        )

        assert Round.objects.get().state == Round.State.CANCELLED

    def test_an_objection_is_raised_looked_at_twice_and_decided(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        subject = appraisal.subject()
        client_of(appraisal.north).post(
            f"/sheets/{subject.pk}/steps/object/", {"item": "presence", "text": "在培训"}
        )
        objection = Objection.objects.get()
        page = f"/objections/{objection.pk}/"
        for person in (appraisal.second, appraisal.third):
            client_of(person).post(page, {"step": "recheck", "opinion": "属实", "points": "60"})
        client_of(appraisal.clerk).post(
            page, {"step": "decide", "upheld": "yes", "decision": "按在岗计", "points": "60"}
        )

        assert Objection.objects.get().state == Objection.State.UPHELD
        assert Result.objects.get(subject=subject).score == Decimal(100)
        assert "按在岗计" in words(client_of(appraisal.north).get(page))


class TestReads:
    def test_the_table_of_a_round_asks_no_more_for_more_rows(self, appraisal: Appraisal) -> None:
        def asked() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                subject_rows(appraisal.clerk, Round.objects.get())
            return len(queries)

        asked()  # What the account may do is read once.
        few = asked()
        north = appraisal.subject()
        for number in range(30):
            north.pk, north.ref, north.key = None, 9000 + number, f"受援单位{number}"
            north.save(force_insert=True)

        assert Subject.objects.count() == 32
        assert asked() == few

    def test_the_list_shows_a_round_to_those_who_are_appraised(self, appraisal: Appraisal) -> None:
        assert "年度考核" in words(client_of(appraisal.north).get("/rounds/"))

    def test_the_list_is_empty_elsewhere(self, appraisal: Appraisal) -> None:
        stranger = world.user("stranger", "commission_clerk", area="65")

        assert "年度考核" not in words(client_of(stranger).get("/rounds/"))


class TestFields:
    def test_of_several_forms_on_a_sheet_each_have_their_own_label(
        self, appraisal: Appraisal
    ) -> None:
        appraisal.announced()
        address = f"/sheets/{appraisal.subject().pk}/"

        for user in (appraisal.north, appraisal.assessor, appraisal.clerk):
            shown = re.findall(r'\sid="([^"]+)"', words(client_of(user).get(address)))
            assert len(set(shown)) == len(shown)

    def test_of_an_open_sheet_do_too(self, appraisal: Appraisal) -> None:
        address = f"/sheets/{appraisal.subject().pk}/"

        for user in (appraisal.north, appraisal.assessor):
            shown = re.findall(r'\sid="([^"]+)"', words(client_of(user).get(address)))
            assert len(set(shown)) == len(shown)


class TestNothingYet:
    def test_a_sheet_of_which_nothing_is_scored_is_shown(self, appraisal: Appraisal) -> None:
        Figure.objects.all().delete()

        response = client_of(appraisal.north).get(f"/sheets/{appraisal.subject().pk}/")

        assert response.status_code == 200
        assert "食宿保障" in words(response)

"""What somebody asked in public becomes a finding: linked both ways, remedied like any other."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.apps.intake import world
from tests.apps.spotchecks.conftest import NOW, TODAY, County

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.models import Finding
from bangfu.apps.spotchecks.queries.facts import spot_facts
from bangfu.apps.supervision.models import Task
from bangfu.apps.voice import actions as voice
from bangfu.apps.voice.actions import StillPersonal
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.duty.sides import NotNow
from bangfu.core.spotchecks.finding_life import Side

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def asked(county: County, number: int = 1, **changed: Any) -> PublicRequest:
    code = voice.make_code(
        institution=county.places.north, place=f"门诊{number}层", by=county.host, at=NOW
    )
    given: dict[str, Any] = {
        "code": code,
        "kind": "window",
        "words": "周二上午专家没有坐诊",
        "form_key": f"{number:032x}",
        "browser": f"{number:032x}",
        "at": NOW,
    }
    return voice.ask(**(given | changed)).request


def taken_up(county: County, request: PublicRequest, **changed: Any) -> Finding:
    given: dict[str, Any] = {
        "programme": county.programme,
        "kind": "absent",
        "title": "公示的出诊日无人出诊",
        "institution": county.places.north,
        "by": county.clerk,
        "on": TODAY,
        "at": NOW,
    }
    return actions.finding_for_request(request=request, **(given | changed))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestFindingForRequest:
    def test_is_a_finding_of_its_programme_with_one_entry(self, county: County) -> None:
        request, before = asked(county), Entry.objects.count()

        finding = taken_up(county, request)

        assert (finding.request, finding.check_made) == (request, None)
        assert finding.programme == county.programme
        assert finding.found_on == request.asked_on
        assert finding.due is not None
        assert finding.due > TODAY
        assert Entry.objects.count() == before + 1
        assert request.steps.get().words == "抽查问题整改：公示的出诊日无人出诊"

    def test_is_taken_up_once(self, county: County) -> None:
        request = asked(county)
        taken_up(county, request)

        with pytest.raises(actions.HasTask, match="此件已列为抽查问题"):
            taken_up(county, request, title="又一次")

        assert request.steps.count() == 1

    @pytest.mark.parametrize("changed", [{"title": "  "}, {"kind": "no such kind"}])
    def test_refuses_what_does_not_say_what_was_found(
        self, county: County, changed: dict[str, str]
    ) -> None:
        request = asked(county)

        with pytest.raises(actions.Unsaid):
            taken_up(county, request, **changed)

        assert not request.steps.exists()

    def test_carries_nobodys_telephone_over(self, county: County) -> None:
        request = asked(county, telephone="13905460000")

        with pytest.raises(StillPersonal):
            taken_up(county, request, detail="来电13905460000反映")

        assert not Finding.objects.exists()

    def test_noise_becomes_no_finding(self, county: County) -> None:
        request = asked(county)
        voice.set_aside(request=request, words="测试信息", by=county.host, on=TODAY, at=NOW)

        with pytest.raises(NotNow):
            taken_up(county, request)

    def test_is_replied_to_remedied_and_closed_like_any_other(self, county: County) -> None:
        finding = taken_up(county, asked(county))

        closed = county.closed(finding)

        assert closed.state == "closed"

    def test_becomes_a_task_that_says_where_it_came_from(self, county: County) -> None:
        request = asked(county)
        finding = taken_up(county, request)

        actions.task_for_finding(
            finding=finding,
            measures="公示停诊安排",
            due=TODAY + timedelta(10),
            side=Side.AUTHORITY,
            by=county.clerk,
            on=TODAY,
            at=NOW,
        )

        assert Task.objects.get().basis == f"群众需求 {request}"

    def test_counts_among_requests_and_not_among_spot_checks(self, county: County) -> None:
        taken_up(county, asked(county))

        for programme in ("", county.programme.code):
            rows = spot_facts(
                starts_on=TODAY - timedelta(40),
                ends_before=TODAY + timedelta(1),
                on=TODAY,
                programme=programme,
            )
            assert not any(row.findings for row in rows)

    def test_the_database_wants_exactly_one_origin(self, county: County) -> None:
        finding = taken_up(county, asked(county))

        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(request=None)


class TestPages:
    def typed(self, county: County, **changed: Any) -> dict[str, Any]:
        given: dict[str, Any] = {
            "programme": county.programme.code,
            "kind": "absent",
            "title": "公示的出诊日无人出诊",
            "institution": county.places.north.pk,
            "detail": "",
        }
        return given | changed

    def test_request_and_finding_lead_to_each_other(self, county: County) -> None:
        request, client = asked(county), signed_in(county.clerk)
        address = f"/spot-checks/findings/from-request/{request.pk}/"
        assert address in client.get(f"/requests/{request.pk}/").content.decode()

        answer = client.post(address, self.typed(county))

        finding = Finding.objects.get()
        assert answer.headers["Location"] == f"/spot-checks/findings/{finding.pk}/"
        behind = client.get(f"/requests/{request.pk}/").content.decode()
        assert f"/spot-checks/findings/{finding.pk}/" in behind
        assert address not in behind
        assert f"/requests/{request.pk}/" in client.get(answer.headers["Location"]).content.decode()
        assert client.get(address).headers["Location"] == answer.headers["Location"]

    def test_the_sender_whose_doctor_was_expected_may_answer_for_it(self, county: County) -> None:
        request, client = asked(county), signed_in(county.clerk)
        address = f"/spot-checks/findings/from-request/{request.pk}/"

        shown = client.get(address).content.decode()
        client.post(address, self.typed(county, institution=county.places.sender.pk))

        assert county.places.sender.name in shown
        assert county.places.south.name not in shown
        assert Finding.objects.get().institution == county.places.sender

    def test_a_sender_reads_the_number_but_not_the_request(self, county: County) -> None:
        request = asked(county)
        finding = taken_up(county, request, institution=county.places.sender)
        listed = signed_in(county.clerk).get("/spot-checks/findings/").content.decode()
        assert f"受援单位：{county.places.north.name}" in listed

        shown = signed_in(county.sender).get(f"/spot-checks/findings/{finding.pk}/")

        assert str(request) in shown.content.decode()
        assert f"/requests/{request.pk}/" not in shown.content.decode()

    def test_a_refused_form_keeps_its_words(self, county: County) -> None:
        request = asked(county, telephone="13905460000")

        answer = signed_in(county.clerk).post(
            f"/spot-checks/findings/from-request/{request.pk}/",
            self.typed(county, detail="来电13905460000反映"),
        )

        assert answer.status_code == 422
        assert "请删去个人信息" in answer.content.decode()
        assert "来电13905460000反映" in answer.content.decode()

    def test_is_for_the_office_of_the_place(self, county: County) -> None:
        request = asked(county)
        address = f"/spot-checks/findings/from-request/{request.pk}/"
        elsewhere = world.user("elsewhere", "commission_clerk", area="3706")

        assert signed_in(county.host).get(address).status_code == 403
        assert signed_in(elsewhere).get(address).status_code == 404
        assert (
            address not in signed_in(county.host).get(f"/requests/{request.pk}/").content.decode()
        )

    def test_says_so_where_the_place_is_in_no_programme(self, county: County) -> None:
        request = asked(county)
        county.places.north.parties.all().delete()

        answer = signed_in(county.clerk).get(
            f"/spot-checks/findings/from-request/{request.pk}/", follow=True
        )

        assert "不在您组织抽查的项目内" in answer.content.decode()

    def test_the_list_reads_as_often_with_ten_as_with_a_hundred(
        self, county: County, django_assert_max_num_queries: Any
    ) -> None:
        client, counts = signed_in(county.clerk), []
        for upto in (10, 100):
            for number in range(Finding.objects.count() + 1, upto + 1):
                taken_up(county, asked(county, number), title=f"问题{number}")
            with django_assert_max_num_queries(12) as counted:
                assert client.get("/spot-checks/findings/").status_code == 200
            counts.append(counted.final_queries - counted.initial_queries)

        assert counts[0] == counts[1]

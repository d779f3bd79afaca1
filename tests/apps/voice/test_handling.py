"""Requests from triage to release: terms, hands, refusals, what each office sees."""

from datetime import date

import pytest
from django.test import Client
from tests.apps.voice.conftest import NOW, TODAY, Hall, at

from bangfu.apps.journal.models import Entry
from bangfu.apps.voice import actions
from bangfu.apps.voice.models import AskCode, PublicRequest
from bangfu.apps.voice.queries.facts import request_facts
from bangfu.core.duty.sides import NotNow
from bangfu.core.voice.request_life import NotReturnable, OnlyOnce, Way

pytestmark = [pytest.mark.database, pytest.mark.django_db]

EVE = date(2025, 9, 28)
"""A Sunday that is worked, before the eight days of the autumn holidays of 2025."""


class TestTerms:
    def test_five_working_days_leave_out_holidays_and_count_shifted_days(self, hall: Hall) -> None:
        # Mon 29, Tue 30 September, then free until the 8th; Thu 9, Fri 10, Sat 11 (worked) October.
        found = hall.request(at=at(EVE))

        assert found.due == date(2025, 10, 11)

    def test_several_departments_have_ten_days_from_the_same_start(self, hall: Hall) -> None:
        asked = hall.request(at=at(EVE))

        found = actions.accept(
            request=asked, way=Way.AT_ONCE, joint=True, by=hall.office, on=EVE, at=at(EVE)
        )

        assert found.due == date(2025, 10, 17)

    def test_it_is_extended_once(self, hall: Hall) -> None:
        accepted = hall.accepted()
        before = accepted.due
        given = {"words": "等待配件", "by": hall.office, "on": TODAY, "at": NOW}

        found = actions.extend(request=accepted, **given)  # type: ignore[arg-type]

        assert before is not None
        assert found.due is not None
        assert found.due > before
        with pytest.raises(OnlyOnce):
            actions.extend(request=found, **given)  # type: ignore[arg-type]


class TestHands:
    def test_passed_on_keeps_its_day_and_may_be_returned_in_time(self, hall: Hall) -> None:
        asked = hall.request(at=at(EVE))
        sent = actions.pass_on(
            request=asked, institution=hall.places.south, by=hall.office, on=EVE, at=at(EVE)
        )
        back = actions.return_request(
            request=sent,
            words="不属于本院",
            by=hall.south_office,
            on=date(2025, 9, 30),
            at=at(date(2025, 9, 30)),
        )

        assert (sent.due, back.institution, back.due) == (asked.due, hall.places.north, asked.due)

    def test_the_term_for_returning_ends(self, hall: Hall) -> None:
        sent = actions.pass_on(
            request=hall.request(at=at(EVE)),
            institution=hall.places.south,
            by=hall.office,
            on=EVE,
            at=at(EVE),
        )
        late = date(2025, 10, 9)

        with pytest.raises(NotReturnable):
            actions.return_request(
                request=sent, words="晚了", by=hall.south_office, on=late, at=at(late)
            )

    def test_who_received_it_first_cannot_return_it(self, hall: Hall) -> None:
        with pytest.raises(NotReturnable):
            actions.return_request(
                request=hall.request(), words="不管", by=hall.office, on=TODAY, at=NOW
            )


class TestSteps:
    def test_each_change_has_one_entry_without_the_askers_words(self, hall: Hall) -> None:
        before = Entry.objects.count()

        hall.answered(name="某先生", telephone="13800001111")

        told = Entry.objects.order_by("-number")[:3]
        assert Entry.objects.count() == before + 3
        assert all("13800001111" not in str(one.facts) for one in told)
        assert all("某先生" not in str(one.facts) for one in told)

    def test_a_dated_plan_needs_its_day(self, hall: Hall) -> None:
        with pytest.raises(actions.Unsaid):
            hall.accepted(way=Way.DATED_PLAN)

    def test_not_solved_by_telephone_is_handled_on(self, hall: Hall) -> None:
        found = actions.call_back(
            request=hall.answered(), solved=False, satisfied=False, by=hall.office, on=TODAY, at=NOW
        )

        assert found.state == "handling"
        assert found.due is not None
        assert found.due > TODAY

    def test_noise_is_restored_and_never_deleted(self, hall: Hall) -> None:
        noise = actions.set_aside(
            request=hall.request(), words="广告", by=hall.office, on=TODAY, at=NOW
        )
        found = actions.restore(request=noise, words="误标", by=hall.office, on=TODAY, at=NOW)

        assert found.state == "new"

    def test_a_step_out_of_time_is_refused(self, hall: Hall) -> None:
        accepted = hall.accepted()

        with pytest.raises(NotNow):
            actions.accept(request=accepted, way=Way.AT_ONCE, by=hall.office, on=TODAY, at=NOW)


class TestRelease:
    def test_personal_matter_is_named_and_refused(self, hall: Hall) -> None:
        found = hall.answered(name="王小明")

        with pytest.raises(actions.StillPersonal, match="手机号码“13800001111”"):
            actions.draft_release(
                request=found, question="问", answer="请打13800001111", by=hall.office, at=NOW
            )
        with pytest.raises(actions.StillPersonal, match="王小明"):
            actions.draft_release(
                request=found, question="王小明问", answer="答", by=hall.office, at=NOW
            )

    def test_writer_and_answerer_do_not_approve(self, hall: Hall) -> None:
        row = actions.draft_release(
            request=hall.answered(), question="问", answer="答", by=hall.second, at=NOW
        )

        for one in (hall.office, hall.second):
            with pytest.raises(actions.ApprovedAlone):
                actions.approve_release(release=row, by=one, at=NOW)
        assert actions.approve_release(release=row, by=hall.clerk, at=NOW).approved_at == NOW


class TestPages:
    def test_a_handler_takes_a_request_from_the_list_to_its_answer(self, hall: Hall) -> None:
        found, client = hall.request(), hall.signed_in(hall.office)
        assert "排队等候时间太长" in client.get("/requests/").content.decode()

        accepted = client.post(f"/requests/{found.pk}/accept/", {"way": "at_once"})
        answered = client.post(
            f"/requests/{found.pk}/answer/", {"words": "已增设窗口", "cause": "queue"}
        )

        assert (accepted.status_code, answered.status_code) == (302, 302)
        page = client.get(f"/requests/{found.pk}/").content.decode()
        assert "已增设窗口" in page
        assert "已答复" in page

    def test_another_institution_sees_nothing(self, hall: Hall) -> None:
        found, client = hall.request(), hall.signed_in(hall.south_office)

        assert client.get(f"/requests/{found.pk}/").status_code == 404
        assert "排队" not in client.get("/requests/").content.decode()

    def test_who_passed_it_on_still_sees_it_and_no_longer_acts(self, hall: Hall) -> None:
        found, client = hall.request(), hall.signed_in(hall.office)
        client.post(f"/requests/{found.pk}/pass_on/", {"institution": hall.places.south.pk})

        assert client.get(f"/requests/{found.pk}/").status_code == 200
        assert client.get(f"/requests/{found.pk}/accept/").status_code == 403

    def test_every_page_opens(self, hall: Hall) -> None:
        found, client = hall.answered(telephone="13800001111"), hall.signed_in(hall.office)
        addresses = [
            "/requests/causes/",
            "/requests/codes/",
            f"/requests/codes/{hall.code.pk}/replace/",
            f"/requests/{found.pk}/call_back/",
            f"/requests/{found.pk}/release/",
            "/",
        ]

        assert [client.get(one).status_code for one in addresses] == [200] * len(addresses)

    def test_the_first_page_tells_what_is_late(self, hall: Hall) -> None:
        hall.request(at=at(EVE))

        page = hall.signed_in(hall.office).get("/").content.decode()

        assert "1件群众需求已过答复期限" in page

    def test_a_poster_is_printed_twice_and_leads_to_the_page(self, hall: Hall) -> None:
        client = hall.signed_in(hall.office)

        first = client.get(f"/requests/codes/{hall.code.pk}/poster.pdf")
        second = client.get(f"/requests/codes/{hall.code.pk}/poster.pdf")

        assert first.content.startswith(b"%PDF")
        assert second.status_code == 200
        assert Client().get(hall.address).status_code == 200

    def test_a_code_is_made_from_the_page(self, hall: Hall) -> None:
        client = hall.signed_in(hall.office)

        client.post("/requests/codes/", {"institution": hall.places.north.name, "place": "药房"})

        assert AskCode.objects.filter(place="药房").exists()

    @pytest.mark.parametrize("rows", [10, 100])
    def test_a_list_asks_as_often_however_long(
        self, hall: Hall, rows: int, django_assert_max_num_queries: object
    ) -> None:
        for number in range(rows):
            hall.request(number)
        client = hall.signed_in(hall.office)
        client.get("/requests/")

        with django_assert_max_num_queries(14) as counted:  # type: ignore[operator]
            client.get("/requests/")

        assert counted.final_queries - counted.initial_queries == LIST_QUERIES

    def test_the_list_is_taken_home_without_who_asked(self, hall: Hall) -> None:
        hall.request(name="某先生", telephone="13800001111")

        answer = hall.signed_in(hall.office).get("/requests/export/?format=csv")

        sheet = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert b"13800001111" not in sheet
        assert "某先生".encode() not in sheet


LIST_QUERIES = 8


class TestFacts:
    def test_count_what_was_due_kept_and_in_time(self, hall: Hall) -> None:
        hall.request(1, at=at(EVE))
        hall.answered(2)

        first, second = request_facts(
            starts_on=date(2025, 9, 1), ends_before=date(TODAY.year + 1, 1, 1), on=TODAY
        )

        assert (first.due, first.kept, first.in_time) == (1, 0, 0)
        assert (second.due, second.kept, second.in_time) == (1, 1, 1)
        assert PublicRequest.objects.count() == 2

"""A request that becomes a task, a need or a problem; causes reviewed; reminders; releases."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.apps.intake import world
from tests.apps.voice.conftest import NOW, TODAY, Hall, at

from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.models import Problem, Task
from bangfu.apps.voice import actions
from bangfu.apps.voice.models import AskCode, CauseReview, PublicRequest, RequestStep
from bangfu.apps.voice.queries.causes import Place, quarter_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SOON = TODAY + timedelta(days=30)


@pytest.fixture
def programme(hall: Hall) -> Programme:
    found = world.programme()
    hall.places.north.parties.create(programme=found, role="host", starts_on=world.TERM[0])
    return found


class TestTies:
    def test_a_task_and_its_request_lead_to_each_other(
        self, hall: Hall, programme: Programme
    ) -> None:
        found, client = hall.accepted(), hall.signed_in(hall.clerk)
        before = Entry.objects.count()

        client.post(
            f"/requests/{found.pk}/as/task/",
            {"programme": programme.code, "title": "增设窗口", "due": SOON, "measures": "两个"},
        )

        task = Task.objects.get()
        assert Entry.objects.count() == before + 1
        assert task.institution == hall.places.north
        assert f"/tasks/{task.pk}/" in client.get(f"/requests/{found.pk}/").content.decode()
        assert f"/requests/{found.pk}/" in client.get(f"/tasks/{task.pk}/").content.decode()

    def test_a_host_proposes_its_task(self, hall: Hall, programme: Programme) -> None:
        found, client = hall.accepted(), hall.signed_in(hall.office)

        client.post(
            f"/requests/{found.pk}/as/task/",
            {"programme": programme.code, "title": "增设窗口", "due": SOON},
        )

        assert Task.objects.get().state == "proposed"

    def test_a_problem_and_its_request_lead_to_each_other(
        self, hall: Hall, programme: Programme
    ) -> None:
        found, client = hall.accepted(), hall.signed_in(hall.office)

        client.post(
            f"/requests/{found.pk}/as/problem/",
            {"programme": programme.code, "title": "窗口不足", "detail": "高峰期排队"},
        )

        problem = Problem.objects.get()
        assert problem.found_on == found.asked_on
        assert (
            reverse("problem", args=[problem.pk])
            in client.get(f"/requests/{found.pk}/").content.decode()
        )
        shown = client.get(reverse("problem", args=[problem.pk])).content.decode()
        assert f"/requests/{found.pk}/" in shown

    def test_a_need_and_its_request_lead_to_each_other(
        self, hall: Hall, programme: Programme
    ) -> None:
        found, client = hall.accepted(), hall.signed_in(hall.office)
        form = client.get(f"/requests/{found.pk}/as/need/").content.decode()

        answer = client.post(
            f"/requests/{found.pk}/as/need/",
            {
                "programme": programme.code,
                "host": hall.places.north.name,
                "department_name": "康复科",
                "subject_codes": "康复医学科",
                "form": "resident",
                "rank_floor": "3",
                "headcount": "1",
                "starts_on": TODAY,
                "ends_before": SOON,
                "priority": "2",
            },
        )

        assert answer.status_code == 302, answer.content.decode()
        need = Need.objects.get()
        assert hall.places.north.name in form
        assert f"/needs/{need.pk}/" in client.get(f"/requests/{found.pk}/").content.decode()
        assert f"/requests/{found.pk}/" in client.get(f"/needs/{need.pk}/").content.decode()

    def test_what_is_tied_is_tied_once(self, hall: Hall, programme: Programme) -> None:
        found = hall.accepted()
        given = {"programme": programme, "title": "窗口不足", "detail": "", "by": hall.office}
        actions.problem_for_request(request=found, on=TODAY, at=NOW, **given)  # type: ignore[arg-type]

        with pytest.raises(actions.HasTask):
            actions.problem_for_request(request=found, on=TODAY, at=NOW, **given)  # type: ignore[arg-type]
        assert RequestStep.objects.filter(step="tie").count() == 1

    def test_the_asker_is_not_carried_along(self, hall: Hall, programme: Programme) -> None:
        found, client = hall.request(name="王小明"), hall.signed_in(hall.clerk)
        typed = {"programme": programme.code, "title": "王小明说排队", "due": SOON}

        answer = client.post(f"/requests/{found.pk}/as/task/", typed)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "请删去个人信息" in page
        assert "王小明说排队" in page
        assert not Task.objects.exists()

    def test_noise_becomes_nothing(self, hall: Hall, programme: Programme) -> None:
        noise = actions.set_aside(
            request=hall.request(), words="广告", by=hall.office, on=TODAY, at=NOW
        )

        answer = hall.signed_in(hall.office).get(f"/requests/{noise.pk}/as/task/")

        assert answer.status_code == 403


class TestReminders:
    def test_the_day_after_the_term_once_for_each_term(self, hall: Hall) -> None:
        found = hall.request(at=at(date(2025, 3, 3)))
        due = found.due
        assert due is not None

        on_the_day = actions.remind_all(on=due, at=at(due))
        after = [
            actions.remind_all(on=due + timedelta(n), at=at(due + timedelta(n))) for n in (1, 2)
        ]

        found.refresh_from_db()
        assert (on_the_day, after) == (0, [1, 0])
        assert found.reminded_on == due + timedelta(1)
        assert found.late

    def test_two_in_a_night_remind_once(self, hall: Hall) -> None:
        found = hall.request(at=at(date(2025, 3, 3)))

        for _turn in range(2):
            actions.remind(request=found, on=TODAY, at=NOW)

        assert RequestStep.objects.filter(step="remind").count() == 1

    def test_the_first_receiver_is_told_of_what_others_are_late_with(self, hall: Hall) -> None:
        day = date(2025, 3, 3)
        actions.pass_on(
            request=hall.request(at=at(day)),
            institution=hall.places.south,
            by=hall.office,
            on=day,
            at=at(day),
        )

        first = hall.signed_in(hall.office)

        assert "1件由本单位首接、已转出，超过答复期限" in first.get("/").content.decode()
        listed = first.get("/requests/?state=first_late").content.decode()
        assert "清水镇卫生院" in listed

    def test_what_was_passed_on_waits_apart(self, hall: Hall) -> None:
        actions.pass_on(
            request=hall.request(),
            institution=hall.places.south,
            by=hall.office,
            on=TODAY,
            at=NOW,
        )

        page = hall.signed_in(hall.south_office).get("/").content.decode()

        assert "1件转来待受理" in page
        assert "1件群众需求待受理" not in page


class TestReviews:
    def test_keeps_the_figures_of_its_day(self, hall: Hall) -> None:
        hall.answered(1)
        client = hall.signed_in(hall.office)
        first, _after = quarter_of(TODAY)

        answer = client.post(
            f"/requests/causes/review/?quarter={first}",
            {
                "place": f"i{hall.places.north.pk}",
                "met_on": TODAY,
                "findings": "窗口少",
                "measures": "增开窗口",
            },
        )
        hall.answered(2)

        kept = CauseReview.objects.get()
        assert answer.headers["Location"] == f"/requests/causes/reviews/{kept.pk}/"
        assert kept.figures == {"queue": [1, 0]}
        assert "增开窗口" in client.get("/requests/causes/").content.decode()
        assert "增开窗口" in client.get("/requests/causes/reviews/").content.decode()

    def test_is_kept_once_and_withdrawn_with_a_reason(self, hall: Hall) -> None:
        first, _after = quarter_of(TODAY)
        given = {
            "place": Place(None, "3705", "东海市"),
            "first": first,
            "met_on": TODAY,
            "findings": "窗口少",
            "measures": "增开窗口",
            "by": hall.clerk,
            "on": TODAY,
            "at": NOW,
        }
        row = actions.keep_review(**given)  # type: ignore[arg-type]

        with pytest.raises(actions.ReviewedAlready):
            actions.keep_review(**given)  # type: ignore[arg-type]
        client = hall.signed_in(hall.clerk)
        silent = client.post(f"/requests/causes/reviews/{row.pk}/", {"words": " "})
        client.post(f"/requests/causes/reviews/{row.pk}/", {"words": "统计口径有误"})
        actions.keep_review(**given)  # type: ignore[arg-type]

        assert silent.status_code == 200
        assert CauseReview.objects.filter(withdrawn_at=None).count() == 1

    def test_a_county_does_not_read_the_citys(self, hall: Hall) -> None:
        first, _after = quarter_of(TODAY)
        row = actions.keep_review(
            place=Place(None, "3705", "东海市"),
            first=first,
            met_on=TODAY,
            findings="窗口少",
            measures="增开窗口",
            by=hall.clerk,
            on=TODAY,
            at=NOW,
        )

        county = hall.signed_in(world.user("county", "commission_clerk", area="370523"))
        host = hall.signed_in(hall.office)

        for reader in (county, host):
            assert reader.get(f"/requests/causes/reviews/{row.pk}/").status_code == 404
            withdrawn = reader.post(f"/requests/causes/reviews/{row.pk}/", {"words": "x"})
            assert withdrawn.status_code == 404


class TestReleasePage:
    def test_a_published_answer_is_taken_off_with_a_reason(self, hall: Hall) -> None:
        found = hall.answered()
        row = actions.draft_release(
            request=found, question="排队", answer="已增设窗口", by=hall.second, at=NOW
        )
        actions.approve_release(release=row, by=hall.clerk, at=NOW)
        client, address = hall.signed_in(hall.office), f"/requests/{found.pk}/approval/withdraw/"
        assert address in client.get(f"/requests/{found.pk}/").content.decode()

        silent = client.post(address, {"reason": ""})
        client.post(address, {"reason": "窗口已调整"})

        row.refresh_from_db()
        assert silent.status_code == 422
        assert row.withdrawn_reason == "窗口已调整"
        assert "已增设窗口" not in client.get("/answered/").content.decode()


class TestCodes:
    def test_of_a_department_and_a_programme(self, hall: Hall, programme: Programme) -> None:
        client = hall.signed_in(hall.office)

        client.post(
            "/requests/codes/",
            {"institution": "河口镇卫生院", "department": "内科", "programme": programme.code},
        )

        made = AskCode.objects.latest("pk")
        assert (made.department, made.programme) == (hall.ward, programme)
        assert hall.request(9, code=made).department == hall.ward

    def test_an_unknown_department_is_named_beside_those_there_are(self, hall: Hall) -> None:
        answer = hall.signed_in(hall.office).post(
            "/requests/codes/", {"institution": "河口镇卫生院", "department": "骨科"}
        )

        assert answer.status_code == 422
        assert "没有登记“骨科”。已登记的有：内科" in answer.content.decode()
        assert PublicRequest.objects.count() == 0


class TestRequestPage:
    def test_asks_as_often_however_much_it_became(
        self, hall: Hall, programme: Programme, django_assert_max_num_queries: Any
    ) -> None:
        bare, tied, client = hall.accepted(1), hall.accepted(2), hall.signed_in(hall.clerk)
        told: dict[str, Any] = {"by": hall.clerk, "on": TODAY, "at": NOW, "programme": programme}
        actions.task_for_request(request=tied, title="增设窗口", due=SOON, measures="", **told)
        actions.problem_for_request(request=tied, title="窗口不足", detail="", **told)
        counts = []
        for found in (bare, tied):
            client.get(f"/requests/{found.pk}/")
            with django_assert_max_num_queries(12) as counted:
                client.get(f"/requests/{found.pk}/")
            counts.append(counted.final_queries - counted.initial_queries)

        assert counts[0] == counts[1]

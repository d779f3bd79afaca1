"""Days that cannot be and forms that come twice: a sentence beside the form, everything once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.apps.supervision.conftest import BEGAN, DUE, TODAY, Ledger, at

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.models import Answer, FlagHandover, Problem, Report, Task
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.periods import period_before

Post = Callable[..., Any]
LONG_AGO = date(1900, 1, 1)


@pytest.fixture
def post(client: Client) -> Post:
    """``post(user, path, field=…)``: a form as that user submits it."""

    def submit(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True)

    return submit


def text(answer: Any) -> str:
    return answer.content.decode()


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class TestDays:
    def test_of_a_report_lie_within_the_task(self, ledger: Ledger, post: Post) -> None:
        task = ledger.added(on=TODAY - timedelta(30))
        path, given = f"/tasks/{task.pk}/report/", {"share": "40", "done": "已起草"}

        early = post(ledger.host, path, on=LONG_AGO.isoformat(), **given)

        assert early.status_code == 422
        assert f"早于任务起始日期{chinese(task.starts_on)}" in text(early)
        assert "已起草" in text(early)
        post(ledger.host, path, on=TODAY.isoformat(), **given)
        before = post(
            ledger.host, path, on=(TODAY - timedelta(9)).isoformat(), share="60", done="更早"
        )
        assert before.status_code == 422
        assert f"早于上次报告的截至日期{chinese(TODAY)}" in text(before)
        assert Report.objects.get().share == 40

    def test_of_an_answer_lie_within_its_period(self, ledger: Ledger, post: Post) -> None:
        duty = ledger.added("报告", on=BEGAN, repeat=Repeat.QUARTERLY, due=None)

        answer = post(
            ledger.host, f"/tasks/contacts/{duty.pk}/", on=LONG_AGO.isoformat(), found="到院走访"
        )

        assert answer.status_code == 422
        assert f"早于本期起始日期{chinese(BEGAN)}" in text(answer)
        assert not Answer.objects.exists()

    def test_of_a_problem_lie_within_the_programme(self, ledger: Ledger, post: Post) -> None:
        answer = post(
            ledger.host,
            "/tasks/problems/new/",
            programme="district_review",
            title="缺设备",
            institution="NORTH",
            found_on=LONG_AGO.isoformat(),
        )

        assert answer.status_code == 422
        assert f"早于项目开始日期{chinese(BEGAN)}" in text(answer)
        assert not Problem.objects.exists()

    def test_of_deadlines_are_not_over(self, ledger: Ledger, post: Post) -> None:
        given = {"programme": "district_review", "listing": "tasks", "title": "补齐设备"}
        over = (TODAY - timedelta(1)).isoformat()

        one = post(
            ledger.host, "/tasks/new/", institution="NORTH", repeat="once", due=over, **given
        )
        many = post(ledger.clerk, "/tasks/open/district_review/", due_again=over)

        for answer in (one, many):
            assert answer.status_code == 422
            assert f"早于{chinese(TODAY)}" in text(answer)
        assert not Task.objects.exists()

    def test_of_a_flag_lie_after_its_period(self, flagged: Ledger, post: Post) -> None:
        over = period_before(TODAY, Per.HALF_YEAR)

        answer = post(
            flagged.clerk,
            "/tasks/flag/",
            group="units",
            holder="NORTH",
            basis="讲评会",
            on=over.last_day.isoformat(),
        )

        assert answer.status_code == 422
        assert "交接日期应在此之后" in text(answer)
        assert not FlagHandover.objects.exists()

    def test_that_are_wrong_are_refused_without_a_form_too(self, ledger: Ledger) -> None:
        task = ledger.added()

        with pytest.raises(steps.BeforeBegun, match=chinese(LONG_AGO)):
            ledger.reported(task, 10, on=LONG_AGO)
        with pytest.raises(actions.DeadlineOver, match=chinese(LONG_AGO)):
            ledger.added("过期的", due=LONG_AGO)


class TestTwice:
    """What came in the same form a moment before is on record once, with one entry."""

    def test_a_report(self, ledger: Ledger, post: Post) -> None:
        task = ledger.added()
        given = {"share": "40", "done": "已起草", "on": TODAY.isoformat()}

        for _time in range(2):
            assert "进展已报告" in text(post(ledger.host, f"/tasks/{task.pk}/report/", **given))

        assert Report.objects.count() == 1
        assert Entry.objects.filter(verb="task.reported").count() == 1
        post(ledger.host, f"/tasks/{task.pk}/report/", **(given | {"done": "已印发"}))
        assert Report.objects.count() == 2

    def test_a_task(self, ledger: Ledger, post: Post) -> None:
        given = {
            "programme": "district_review",
            "listing": "tasks",
            "title": "补齐设备",
            "institution": "NORTH",
            "repeat": "once",
            "due": DUE.isoformat(),
        }

        first = post(ledger.host, "/tasks/new/", **given)
        again = post(ledger.host, "/tasks/new/", **given)

        assert again.request["PATH_INFO"] == first.request["PATH_INFO"]
        assert Task.objects.count() == 1
        assert Entry.objects.filter(verb="task.proposed").count() == 1
        post(ledger.host, "/tasks/new/", **(given | {"due": TODAY.isoformat()}))
        assert Task.objects.count() == 2

    def test_a_problem(self, ledger: Ledger, post: Post) -> None:
        given = {
            "programme": "district_review",
            "title": "缺设备",
            "institution": "NORTH",
            "found_on": TODAY.isoformat(),
        }

        first = post(ledger.host, "/tasks/problems/new/", **given)
        again = post(ledger.host, "/tasks/problems/new/", **given)

        assert again.request["PATH_INFO"] == first.request["PATH_INFO"]
        assert Problem.objects.count() == 1
        assert Entry.objects.filter(verb="problem.raised").count() == 1

    def test_a_ledger(self, ledger: Ledger, post: Post) -> None:
        post(ledger.clerk, "/tasks/open/district_review/", due_again="")

        again = post(ledger.clerk, "/tasks/open/district_review/", due_again="胡写")

        assert again.status_code == 200
        assert "没有新列任务" in text(again)
        assert Entry.objects.filter(verb="ledger.opened").count() == 1

    def test_a_duty_with_the_same_problem_in_two_periods_keeps_both(self, ledger: Ledger) -> None:
        duty = ledger.added("报告", on=BEGAN, repeat=Repeat.QUARTERLY, due=None)
        for start in (BEGAN, BEGAN.replace(month=4)):
            actions.answer_period(
                task=duty,
                side=steps.Side.RESPONSIBLE,
                starts_on=start,
                on=start,
                found="到院走访",
                problems="记录不完整",
                by=ledger.host,
                at=at(start),
                today=TODAY,
            )

        assert Problem.objects.count() == 2

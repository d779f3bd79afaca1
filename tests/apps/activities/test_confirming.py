"""Confirming the other side's entries: all at once, one left out, one sent back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity
from bangfu.apps.activities.queries import due
from bangfu.apps.activities.queries.waiting import waiting
from bangfu.apps.duty.queries.due import counted
from bangfu.core.activities import Side

from .conftest import TODAY, World, at

WAITING = "/activities/waiting/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(host: User) -> Client:
    return signed_in(host)


def three(here: World) -> list[Activity]:
    """Three entries of the sender, on days far enough apart to be three."""
    return [here.record(on=TODAY - timedelta(days=4 * number)) for number in range(1, 4)]


class TestWaiting:
    def test_lists_what_the_other_side_entered_by_institution(
        self, here: World, host: User
    ) -> None:
        three(here)
        here.record(by=host, side=Side.HOST, on=TODAY)

        (group,), total = waiting(host)

        assert (group.other, group.programme) == ("东海市中心医院", "县乡帮扶")
        assert total == len(group.rows) == 3

    def test_says_what_was_told_beside_the_figures(self, here: World, host: User) -> None:
        round_ = here.work(
            "teaching_round", {"times": 1}, details={"subject": "03"}, note="内科病区"
        )
        here.record(round_)

        (group,), _total = waiting(host)

        (row,) = group.rows
        assert (row.details, row.note) == (("科室：内科",), "内科病区")

    def test_lists_nothing_of_other_hosts(self, here: World) -> None:
        three(here)
        south = world.user("south", "host_office", at="SOUTH")

        assert waiting(south) == ([], 0)

    def test_shows_which_may_be_the_same_and_which_are_locked(
        self, here: World, host: User
    ) -> None:
        here.record(on=TODAY)
        double = here.record(on=TODAY, by=host, side=Side.HOST)
        early = here.record(on=TODAY - timedelta(days=30))
        actions.lock_month(
            programme=here.programme, month=early.happened_on, by=None, at=at(), today=TODAY
        )

        (group,), _total = waiting(host)

        rows = {row.on: row for row in group.rows}
        assert rows[TODAY].alike == (double.pk,)
        assert rows[early.happened_on].is_locked

    def test_takes_as_many_queries_for_many_entries(self, here: World, client: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(WAITING)
            return len(captured)

        here.record(on=TODAY)
        few = queries()
        for number in range(1, 20):
            here.record(on=TODAY - timedelta(days=number))

        assert queries() == few <= 14


class TestConfirm:
    def test_confirms_what_is_ticked_with_one_press(self, here: World, client: Client) -> None:
        first, second, third = three(here)

        page = client.get(WAITING).content.decode()
        client.post(WAITING, {"activity": [first.pk, second.pk]})

        assert page.count(" checked>") == 3
        states = {row.pk: row.state for row in Activity.objects.all()}
        assert [states[row.pk] for row in (first, second, third)] == [
            "confirmed",
            "confirmed",
            "recorded",
        ]

    def test_says_that_others_have_dealt_with_some(self, here: World, client: Client) -> None:
        first, second, _third = three(here)
        actions.confirm_activities(activities=[first], by=None, at=at())

        answer = client.post(WAITING, {"activity": [first.pk, second.pk]}, follow=True)

        assert "已确认1条。" in answer.content.decode()
        assert "另有1条已由他人办理" in answer.content.decode()

    @pytest.mark.parametrize("ticked", [[], ["abc"], [999999]])
    def test_says_that_nothing_was_ticked(
        self, here: World, client: Client, ticked: list[object]
    ) -> None:
        three(here)

        answer = client.post(WAITING, {"activity": ticked})

        assert answer.status_code == 422
        assert "未勾选" in answer.content.decode()

    def test_leaves_ones_own_and_those_of_other_places_alone(
        self, here: World, host: User, client: Client
    ) -> None:
        own = here.record(by=host, side=Side.HOST, on=TODAY)
        elsewhere = here.record(here.work(host=here.places.south))

        answer = client.post(WAITING, {"activity": [own.pk, elsewhere.pk]})

        assert answer.status_code == 422
        assert not Activity.objects.filter(state="confirmed").exists()

    def test_refuses_a_month_locked_meanwhile(self, here: World, client: Client) -> None:
        early = here.record(on=TODAY - timedelta(days=30))
        actions.lock_month(
            programme=here.programme, month=early.happened_on, by=None, at=at(), today=TODAY
        )

        answer = client.post(WAITING, {"activity": [early.pk]})

        assert answer.status_code == 422
        assert "已锁定" in answer.content.decode()


class TestReturn:
    def test_sends_one_back_with_a_reason(self, here: World, client: Client) -> None:
        row = here.record(on=TODAY)

        client.post(f"/activities/{row.pk}/return/", {"reason": "人数与签到表不符"})

        row.refresh_from_db()
        assert (row.state, row.said) == ("returned", "人数与签到表不符")

    def test_asks_for_the_reason_beside_the_entry(self, here: World, client: Client) -> None:
        row = here.record(on=TODAY)

        answer = client.post(f"/activities/{row.pk}/return/", {"reason": " "})

        assert answer.status_code == 422
        assert "请写明退回原因" in answer.content.decode()

    def test_finds_nothing_of_others(self, here: World, host: User, client: Client) -> None:
        own = here.record(by=host, side=Side.HOST, on=TODAY)
        elsewhere = here.record(here.work(host=here.places.south))

        for row in (own, elsewhere):
            answer = client.post(f"/activities/{row.pk}/return/", {"reason": "不属实"})
            assert answer.status_code == 404


class TestDue:
    def test_counts_what_to_confirm_to_mend_and_to_finish(
        self, here: World, host: User, sender: User
    ) -> None:
        three(here)
        returned = here.record(by=sender, on=TODAY)
        actions.return_activity(activity=returned, reason="日期有误", by=host, at=at())

        of_host = due.said(counted(host, due.waiting(host, on=TODAY)))
        of_sender = due.said(counted(sender, due.waiting(sender, on=TODAY)))

        assert [(one.what, one.count) for one in of_host] == [("确认工作", 3)]
        assert [(one.what, one.count) for one in of_sender] == [("更正被退回的工作", 1)]

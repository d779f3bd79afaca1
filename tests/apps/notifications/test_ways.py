"""Where somebody wants to be told: entered, confirmed, used once a day, ended."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.apps.intake import world
from tests.apps.notifications.conftest import Mailbox, needed_now

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry
from bangfu.apps.notifications import actions
from bangfu.apps.notifications.gateways import NotSent
from bangfu.apps.notifications.models import Message, Notice, Way
from bangfu.apps.notifications.sealing import opened
from bangfu.apps.registry.models import Institution
from bangfu.core.notifications.times import AGAIN
from bangfu.core.notifications.ways import NotAnAddress

ADDRESS = "lin@office.example"
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def entered(user: User, at: datetime, **changed: str) -> Way:
    given = {"kind": "email", "entered": ADDRESS, "language": "zh-hans"} | changed
    return actions.add_way(user=user, at=at, **given)


def code_in(mailbox: Mailbox) -> str:
    found = re.search(r"\d{6}", mailbox.text())
    assert found
    return found[0]


@pytest.fixture
def way(office: User, mailbox: Mailbox, morning: datetime) -> Way:
    """A confirmed address, entered the evening before."""
    at = morning - timedelta(hours=14)
    return actions.confirm_way(way=entered(office, at), code=code_in(mailbox), at=at)


class TestAddWay:
    def test_sends_a_code_that_confirms_it(
        self, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        made = entered(office, morning)
        assert mailbox.to == [ADDRESS]
        assert made.confirmed_at is None

        confirmed = actions.confirm_way(way=made, code=code_in(mailbox), at=morning + MINUTE)
        assert confirmed.confirmed_at == morning + MINUTE

    def test_lies_encrypted_and_is_journalled_masked(
        self, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        made = entered(office, morning)

        assert ADDRESS not in made.sealed
        assert opened(made.sealed) == ADDRESS
        entry = Entry.objects.get(verb="notification.way_added")
        assert entry.facts["address"] == "l***@office.example"

    @pytest.mark.parametrize("minutes", [16, 0])
    def test_a_wrong_or_late_code_confirms_nothing(
        self, office: User, mailbox: Mailbox, morning: datetime, minutes: int
    ) -> None:
        made = entered(office, morning)
        code = code_in(mailbox) if minutes else "000000" if code_in(mailbox) != "000000" else "1"

        with pytest.raises(actions.CodeWrong):
            actions.confirm_way(way=made, code=code, at=morning + minutes * MINUTE)
        assert not Way.objects.confirmed().exists()

    def test_guessing_ends_after_five_tries(
        self, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        made = entered(office, morning)
        for _ in range(5):
            with pytest.raises(actions.CodeWrong):
                actions.confirm_way(way=made, code="x", at=morning)

        with pytest.raises(actions.CodeWrong):
            actions.confirm_way(way=made, code=code_in(mailbox), at=morning)

    def test_codes_do_not_flood_an_address(
        self, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        for _ in range(5):
            actions.end_way(way=entered(office, morning), by=office, at=morning)
        with pytest.raises(actions.TooManyWays):
            entered(office, morning)

        assert len(mailbox.mails) == 5
        entered(office, morning + timedelta(minutes=61))

    def test_keeps_nothing_where_the_gateway_does_not_take_it(
        self, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        mailbox.refuses = True
        with pytest.raises(NotSent):
            entered(office, morning)

        assert not Way.objects.exists()

    @pytest.mark.parametrize("kind", ["sms", "wecom", "dingtalk", "pigeon"])
    def test_refuses_what_the_office_has_not_set_up(
        self, office: User, mailbox: Mailbox, morning: datetime, kind: str
    ) -> None:
        with pytest.raises(actions.NotOffered):
            entered(office, morning, kind=kind)

    def test_refuses_an_address_that_is_more_than_one(
        self, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        with pytest.raises(NotAnAddress):
            entered(office, morning, entered="a@b.cn&to=c@d.cn")

        assert not mailbox.mails


class TestSendDigests:
    def test_tells_everything_new_in_one_message(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        assert actions.send_digests(at=morning) == 1

        assert mailbox.to[-1] == ADDRESS
        assert "您有2项新的待办" in mailbox.text()
        assert "等待选派" in mailbox.text()
        assert "https://bangfu.example/needs/" in mailbox.text()
        assert Message.objects.get().sent_at == morning

    def test_is_one_message_a_day_however_often_one_looks(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        hospital = needed.host
        for minute in range(30):
            needed_now(hospital, f"p{minute}", f"第{minute}期选派")
            actions.send_digests(at=morning + minute * MINUTE)

        assert Message.objects.count() == 1

    def test_a_thousand_new_things_are_one_short_message(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        for number in range(100):
            needed_now(needed.host, f"p{number}", f"第{number}期选派")
        actions.send_digests(at=morning)

        assert len(mailbox.mails) == 2  # the code, and the digest
        assert len(mailbox.text().splitlines()) < 20

    def test_is_silent_where_nothing_is_new(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        actions.send_digests(at=morning)
        later = morning + DAY
        while not actions.send_digests(at=later) and later < morning + 7 * DAY:
            later += DAY

        assert Message.objects.count() == 1

    def test_waits_for_the_hour(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        assert actions.send_digests(at=morning - timedelta(minutes=31)) == 0
        assert not Message.objects.exists()

    def test_names_no_hospital_and_no_person(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        actions.send_digests(at=morning)

        assert needed.host.name not in mailbox.text()
        assert office.name not in mailbox.text()

    def test_what_failed_is_tried_again_and_told_once(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        mailbox.refuses = True
        assert actions.send_digests(at=morning) == 0
        assert actions.send_digests(at=morning + MINUTE) == 0
        assert Message.objects.get().attempts == 1

        mailbox.refuses = False
        assert actions.send_digests(at=morning + AGAIN[0]) == 1
        assert actions.send_digests(at=morning + AGAIN[0] + MINUTE) == 0
        assert (
            sum("等待选派" in str(mail) or "待办" in str(mail["subject"]) for mail in mailbox.mails)
            == 1
        )

    def test_what_never_left_is_in_the_next_days_message(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        mailbox.refuses = True
        at = morning
        for wait in (timedelta(0), *AGAIN):
            at += wait
            actions.send_digests(at=at)
        mailbox.refuses = False
        later = morning + DAY
        while not actions.send_digests(at=later):
            later += DAY

        assert "等待选派" in mailbox.text()

    def test_nothing_goes_to_a_way_that_was_ended_or_a_closed_account(
        self, office: User, needed: Need, way: Way, mailbox: Mailbox, morning: datetime
    ) -> None:
        User.objects.filter(pk=office.pk).update(is_active=False)
        assert actions.send_digests(at=morning) == 0
        User.objects.filter(pk=office.pk).update(is_active=True)
        actions.end_way(way=way, by=office, at=morning)

        assert actions.send_digests(at=morning) == 0
        assert opened(Way.objects.get().sealed) == ""


class TestPages:
    def test_lead_from_the_address_to_the_confirmed_way_and_its_end(
        self, office: User, mailbox: Mailbox
    ) -> None:
        client = Client()
        client.force_login(office)
        assert "电子邮件" in client.get(reverse("way_list")).content.decode()
        sent = client.post(reverse("new_way", args=["email"]), {"entered": ADDRESS}, follow=True)
        assert "l***@office.example" in sent.content.decode()

        made = Way.objects.get()
        here = reverse("confirm_way", args=[made.pk])
        wrong = client.post(here, {"code": "x"})
        assert wrong.status_code == 422
        assert "验证码不对或已过期" in wrong.content.decode()
        right = client.post(here, {"code": code_in(mailbox)}, follow=True)
        assert "已启用" in right.content.decode()

        client.post(reverse("end_way", args=[made.pk]))
        assert not Way.objects.standing().exists()

    def test_say_what_was_wrong_and_keep_it(self, office: User, mailbox: Mailbox) -> None:
        client = Client()
        client.force_login(office)
        refused = client.post(reverse("new_way", args=["email"]), {"entered": "lin at office"})

        assert refused.status_code == 422
        assert "邮箱地址不对" in refused.content.decode()
        assert "lin at office" in refused.content.decode()

    def test_of_others_look_absent(
        self, office: User, mailbox: Mailbox, hospital: Institution, morning: datetime
    ) -> None:
        made = entered(office, morning)
        client = Client()
        client.force_login(world.user("other", "host_office", at=hospital.code))

        assert client.get(reverse("confirm_way", args=[made.pk])).status_code == 404
        assert client.post(reverse("end_way", args=[made.pk])).status_code == 404
        assert "office.example" not in client.get(reverse("way_list")).content.decode()

    def test_tell_who_may_set_it_up_where_nothing_is(
        self, office: User, settings: Settings
    ) -> None:
        settings.NOTIFICATION_GATEWAYS = {}
        client = Client()
        client.force_login(office)

        assert "请系统管理员" in client.get(reverse("way_list")).content.decode()
        assert client.get(reverse("new_way", args=["email"])).status_code == 404


def test_a_notice_says_which_line_it_is() -> None:
    assert str(Notice(key="/needs/ flag")) == "/needs/ flag"

"""What waits, since when, and whether it was seen."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.intake import world
from tests.apps.notifications.conftest import needed_now

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.notifications import actions
from bangfu.apps.notifications.models import Notice
from bangfu.apps.registry.models import Institution

HOUR = timedelta(hours=1)
QUERIES = 14
WITHDRAWN = {
    "state": "withdrawn",
    "withdrawn_on": date(2025, 1, 1),
    "withdrawal_reason": "不再需要",
}


def keys(user: User) -> set[str]:
    return set(Notice.objects.standing().filter(user=user).values_list("key", flat=True))


class TestLook:
    def test_keeps_each_line_of_the_first_page_with_since_when(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        matters = actions.look(user=office, at=morning).matters

        assert keys(office) == {matter.key for matter in matters}
        assert {notice.since for notice in Notice.objects.all()} == {morning}
        assert office.unseen == len(matters) > 0

    def test_a_second_look_changes_nothing(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        actions.look(user=office, at=morning)
        before = list(Notice.objects.values())
        actions.look(user=office, at=morning + HOUR)

        assert list(Notice.objects.values()) == before

    def test_what_is_gone_ends_and_is_new_when_it_comes_back(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        actions.look(user=office, at=morning)
        actions.see(user=office, at=morning)
        Need.objects.update(**WITHDRAWN)
        actions.look(user=office, at=morning + HOUR)
        assert keys(office) == set()

        Need.objects.update(state="open", withdrawn_on=None, withdrawal_reason="")
        actions.look(user=office, at=morning + 2 * HOUR)
        assert office.unseen == Notice.objects.standing().count() > 0

    def test_what_grows_is_new_again_and_what_shrinks_is_not(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        actions.look(user=office, at=morning)
        actions.see(user=office, at=morning)
        Notice.objects.update(count=5)
        actions.look(user=office, at=morning + HOUR)
        assert office.unseen == 0
        assert {notice.count for notice in Notice.objects.all()} == {1}

        Notice.objects.update(count=0)
        actions.look(user=office, at=morning + HOUR)
        assert office.unseen == Notice.objects.count()

    def test_what_waits_for_others_is_not_told(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        other = world.user("other", "host_office", at="SOUTH")
        actions.look(user=other, at=morning)

        assert keys(other) == set()

    def test_everybody_who_comes_here_is_looked_at(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        User.objects.filter(pk=office.pk).update(last_login=morning - timedelta(days=29))
        assert actions.look_at_everybody(at=morning) == 1
        assert User.objects.get(pk=office.pk).unseen > 0

        User.objects.filter(pk=office.pk).update(last_login=morning - timedelta(days=31))
        assert actions.look_at_everybody(at=morning) == 0

    def test_notices_cost_as_many_queries_for_many_lines_as_for_one(
        self,
        office: User,
        hospital: Institution,
        needed: Need,
        morning: datetime,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = Client()
        client.force_login(office)
        client.get(reverse("notices"))
        with django_assert_num_queries(QUERIES):
            client.get(reverse("notices"))
        for number in range(10):
            needed_now(hospital, f"p{number}", f"第{number}期选派")
        client.get(reverse("notices"))
        with django_assert_num_queries(QUERIES):
            client.get(reverse("notices"))


class TestPage:
    def test_tells_what_waits_and_opens_it(self, office: User, needed: Need) -> None:
        client = Client()
        client.force_login(office)
        shown = client.get(reverse("notices")).content.decode()

        assert "等待选派" in shown
        assert "/needs/" in shown
        assert ">新<" in shown

    def test_shown_is_seen_and_the_bell_falls_silent(
        self, office: User, needed: Need, morning: datetime
    ) -> None:
        actions.look(user=office, at=morning)
        client = Client()
        client.force_login(office)
        assert 'class="bf-bell-count"' in client.get(reverse("home")).content.decode()

        client.get(reverse("notices"))
        assert 'class="bf-bell-count"' not in client.get(reverse("home")).content.decode()
        assert ">新<" not in client.get(reverse("notices")).content.decode()

    def test_looking_ahead_does_not_silence_it(self, office: User, needed: Need) -> None:
        client = Client()
        client.force_login(office)
        client.head(reverse("notices"))

        assert User.objects.get(pk=office.pk).unseen > 0

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_speaks_the_readers_language(self, office: User, needed: Need, language: str) -> None:
        client = Client(headers={"accept-language": language})
        client.force_login(office)
        shown = client.get(reverse("notices")).content.decode()

        assert ("等待选派" in shown) == (language == "zh-hans")

"""The lines of the board, the page around them, and who sees which."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.desk.world import World, account, programme

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.presentation import Row
from bangfu.apps.postings import actions as postings
from bangfu.apps.programmes.models import Pairing
from bangfu.apps.registry.models import Worker

MOST_QUERIES, MOST_BYTES = 12, 100 * 1024

Opened = Callable[..., list[Row]]


@pytest.fixture
def clerk(here: World) -> User:
    return account("commission_clerk", area="3705")


@pytest.fixture
def opened(client: Client, clerk: User) -> Opened:
    """The rows of the board as a reader finds them, the city's clerk if nobody else is named."""

    def open_board(reader: User = clerk, **asked: object) -> list[Row]:
        client.force_login(reader)
        response = client.get(reverse("board"), asked)
        assert response.status_code == 200
        page = response.context["page"]
        rows: list[Row] = page.rows
        return rows

    return open_board


def said(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.post.host, row.state) for row in rows]


class TestLines:
    def test_say_who_is_there_until_when_and_who_comes_next(
        self, here: World, opened: Opened
    ) -> None:
        need = here.need(here.host("清水镇卫生院"))
        outgoing = here.post(need, (-100, 42), worker=here.worker("安平"))
        incoming = here.post(need, (42, 200), worker=here.worker("静远"), predecessor=outgoing)

        (row,) = opened()

        assert row.state == "在岗"
        assert row.line.person is not None
        assert row.line.follower is not None
        assert (row.line.person.name, row.line.person.home) == ("安平", "东海市中心医院")
        assert row.line.person.ends_before == here.day(42)
        assert row.line.follower.posting == incoming.pk
        assert row.line.gap is None

    def test_an_empty_place_says_since_when(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"))
        left = here.post(need, (-100, 100))
        postings.recall_posting(posting=left, on=here.day(-5), reason="病假", by=None)

        (row,) = opened()

        assert (row.tone, row.state) == ("danger", "空缺")
        assert row.line.person is None
        assert row.line.since == here.day(-5)

    @pytest.mark.parametrize(
        ("ends", "state"),
        [(7, "7天内将空缺"), (8, "14天内将空缺"), (30, "30天内将空缺"), (31, "在岗")],
    )
    def test_a_coming_gap_is_announced_30_14_and_7_days_ahead(
        self, here: World, opened: Opened, ends: int, state: str
    ) -> None:
        here.post(here.need(here.host("清水镇卫生院")), (-100, ends))

        (row,) = opened()

        assert row.state == state

    def test_a_successor_who_comes_late_leaves_so_many_days(
        self, here: World, opened: Opened
    ) -> None:
        need = here.need(here.host("清水镇卫生院"))
        here.post(need, (-100, 10))
        here.post(need, (14, 200))

        (row,) = opened()

        assert row.late_days == 4

    def test_a_need_of_three_is_three_lines(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"), headcount=3)
        here.post(need)
        here.post(need)

        assert [row.state for row in opened()] == ["在岗", "在岗", "空缺"]

    def test_a_hand_over_shows_both(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"))
        outgoing = here.post(need, (-100, 3))
        here.post(need, (-2, 200), predecessor=outgoing)

        assert [row.state for row in opened()] == ["交接中", "交接中"]

    def test_another_day_is_another_board(self, here: World, opened: Opened) -> None:
        here.post(here.need(here.host("清水镇卫生院")), (-100, 60))

        (row,) = opened(on=here.day(61).isoformat())

        assert (row.state, row.line.since) == ("空缺", here.day(60))


class TestFilters:
    def test_by_programme_area_form_state_and_words(self, here: World, opened: Opened) -> None:
        north, south = here.host("清水镇卫生院"), here.host("北宋镇卫生院", "370522101")
        other = programme("support", "对口支援", here.today)
        here.post(here.need(north), worker=here.worker("安平"))
        here.need(south, form="visiting", sessions=2)
        here.post(here.need(south, (-100, 9), department="外科", programme=other))

        full, empty = ("清水镇卫生院", "在岗"), ("北宋镇卫生院", "空缺")
        closing = ("北宋镇卫生院", "30天内到期")
        assert said(opened()) == [empty, closing, full]
        assert said(opened(programme="support")) == [closing]
        assert said(opened(area="370523")) == [full]
        assert said(opened(form="visiting")) == [empty]
        assert said(opened(show="empty")) == [empty]
        assert said(opened(show="losing")) == [closing]
        assert said(opened(words="qszwsy")) == [full]
        assert said(opened(words="anping")) == [full]
        assert said(opened(words="外科")) == [closing]
        assert said(opened(words="安平", show="empty")) == []

    def test_what_cannot_be_read_narrows_nothing(self, here: World, opened: Opened) -> None:
        here.post(here.need(here.host("清水镇卫生院")))

        assert len(opened(on="2025-02-30", area="37'; --", show="x", form="y", page="-9")) == 1


class TestAccess:
    def test_the_signed_out_are_asked_to_sign_in(self, client: Client, here: World) -> None:
        for name in ("board", "timeline"):
            response = client.get(reverse(name))
            assert response.status_code == 302
            assert reverse("sign_in") in response.headers["Location"]

    def test_who_holds_no_permission_is_refused(self, client: Client, here: World) -> None:
        client.force_login(account("auditor"))

        assert client.get(reverse("board")).status_code == 403

    def test_a_posted_worker_sees_only_the_own_line(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"), headcount=3)
        mine, _ = here.post(need), here.post(need)
        reader = account("posted_worker")
        Worker.objects.filter(pk=mine.worker_id).update(account=reader)

        (row,) = opened(reader)

        assert row.line.person is not None
        assert row.line.person.posting == mine.pk

    def test_a_host_sees_its_own_places(self, here: World, opened: Opened) -> None:
        own, other = here.host("清水镇卫生院"), here.host("河口镇卫生院")
        here.need(own)
        here.need(other)

        assert said(opened(account("host_office", at=own))) == [("清水镇卫生院", "空缺")]

    def test_a_sender_sees_its_people_and_nobody_elses(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"), headcount=2)
        here.post(need, worker=here.worker("安平"))
        here.post(need, worker=here.worker("静远", home=here.other_sender))

        rows = opened(account("sender_office", at=here.sender))

        assert [row.line.person and row.line.person.name for row in rows] == ["安平"]

    def test_a_successor_out_of_reach_has_no_name(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"))
        Pairing.objects.create(
            programme=need.programme, sender=here.sender, host=need.host, starts_on=here.day(-100)
        )
        outgoing = here.post(need, (-100, 20))
        here.post(need, (20, 200), worker=here.worker(home=here.other_sender), predecessor=outgoing)

        (row,) = opened(account("sender_office", at=here.sender))

        assert row.line.follower is not None
        assert (row.line.follower.name, row.line.follower.posting) == ("", None)

    def test_a_clerk_elsewhere_sees_nothing(self, here: World, opened: Opened) -> None:
        here.post(here.need(here.host("清水镇卫生院")))

        assert opened(account("commission_clerk", area="65")) == []


class TestWhyEmpty:
    def test_names_who_left_and_the_reason(self, here: World, client: Client, clerk: User) -> None:
        need = here.need(here.host("清水镇卫生院"))
        left = here.post(need, (-100, 100), worker=here.worker("安平"))
        postings.recall_posting(posting=left, on=here.day(-5), reason="病假", by=None)
        client.force_login(clerk)

        page = client.get(reverse("why_empty", args=[need.pk])).context["page"]

        assert "安平" in page.reasons[0].text
        assert page.reasons[0].detail == "病假"
        assert page.need == need.pk

    def test_is_absent_out_of_reach(self, here: World, client: Client) -> None:
        need = here.need(here.host("清水镇卫生院"))
        client.force_login(account("commission_clerk", area="65"))

        assert client.get(reverse("why_empty", args=[need.pk])).status_code == 404


class TestWeight:
    def test_asks_as_much_for_a_thousand_places_as_for_ten(
        self, here: World, client: Client, clerk: User
    ) -> None:
        client.force_login(clerk)
        addresses = ["/", "/board/", "/board/?words=weisheng&show=empty", "/timeline/"]

        def queries(address: str) -> int:
            with CaptureQueriesContext(connection) as caught:
                response = client.get(address)
            assert response.status_code == 200
            assert len(response.content) <= MOST_BYTES
            return len(caught)

        here.many(10)
        few = [queries(address) for address in addresses]
        here.many(990, first=10)
        many = [queries(address) for address in addresses]

        assert many == few
        assert max(many) <= MOST_QUERIES

    def test_counts_every_line_over_its_pages(
        self, here: World, opened: Opened, client: Client
    ) -> None:
        here.many(90)

        shown = [row.post.need for number in (1, 2, 3) for row in opened(page=number)]

        assert len(shown) == len(set(shown)) == 90

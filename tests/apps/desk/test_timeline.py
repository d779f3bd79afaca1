"""The places of hosts over a year."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.desk.world import World, account

from bangfu.web.timeline import Row

Opened = Callable[..., list[Row]]


@pytest.fixture
def opened(client: Client, here: World) -> Opened:
    client.force_login(account("commission_clerk", area="3705"))

    def open_timeline(**asked: object) -> list[Row]:
        response = client.get(reverse("timeline"), asked)
        assert response.status_code == 200
        return list(response.context["page"].chart.rows)

    return open_timeline


def stays(row: Row) -> list[tuple[str, str]]:
    return [(stay.label, stay.tone) for stay in row.lane.stays]


class TestTimeline:
    def test_draws_people_and_what_lies_empty_between(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"), (-60, 60))
        here.post(need, (-60, -20), worker=here.worker("安平"))
        here.post(need, (-10, 60), worker=here.worker("静远"))

        (row,) = opened()

        assert stays(row) == [("安平", "neutral"), ("空缺", "danger"), ("静远", "brand")]
        gap = row.lane.stays[1]
        assert (gap.starts_on, gap.ends_before) == (here.day(-20), here.day(-10))

    def test_gives_each_place_of_a_need_a_lane(self, here: World, opened: Opened) -> None:
        need = here.need(here.host("清水镇卫生院"), headcount=2)
        here.post(need, worker=here.worker("安平"))

        assert [stays(row) for row in opened()] == [[("安平", "brand")], [("空缺", "danger")]]

    def test_is_narrowed_by_words_area_and_month(self, here: World, opened: Opened) -> None:
        here.post(here.need(here.host("清水镇卫生院")), worker=here.worker("安平"))
        here.need(here.host("北宋镇卫生院", "370522101"))

        def hosts(**asked: object) -> list[str]:
            return [row.lane.label for row in opened(**asked)]

        assert hosts(words="anping") == ["清水镇卫生院"]
        assert hosts(area="370522") == ["北宋镇卫生院"]
        assert hosts(first=here.day(400).isoformat()) == []

    def test_does_not_show_other_senders_people(
        self, here: World, opened: Opened, client: Client
    ) -> None:
        need = here.need(here.host("清水镇卫生院"), headcount=2)
        here.post(need, worker=here.worker("安平"))
        here.post(need, worker=here.worker("静远", home=here.other_sender))
        client.force_login(account("sender_office", at=here.sender))

        assert [stays(row) for row in opened()] == [[("安平", "brand")]]

    def test_says_the_same_in_words(self, here: World, opened: Opened, client: Client) -> None:
        need = here.need(here.host("清水镇卫生院"), (-60, 60))
        here.post(need, (-60, -20), worker=here.worker("安平"))

        page = client.get(reverse("timeline")).content.decode()

        words = page.partition("文字版")[2]
        assert "安平" in words
        assert "空缺" in words

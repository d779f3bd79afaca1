"""The desk in a browser: nothing runs over the edge, and all of it works without scripts."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.apps.desk.world import World, account, world

from bangfu.apps.accounts.models import User

Opened = Callable[[User | None, str], Page]


@pytest.fixture
def here(transactional_db: None) -> World:
    from django.utils import timezone

    made = world(timezone.localdate())
    need = made.need(made.host("清水镇卫生院"))
    outgoing = made.post(need, (-100, 20), worker=made.worker("安平"))
    made.post(need, (26, 200), worker=made.worker("静远"), predecessor=outgoing)
    made.need(made.host("北宋镇中心卫生院", "370522101"), headcount=2)
    return made


@pytest.fixture(params=[(1280, True), (1280, False), (390, True), (390, False)])
def opened(
    request: pytest.FixtureRequest, live_server, page_at: Callable[..., Page], here: World
) -> Opened:
    """Opens an address as a reader, at each width, with scripts and without."""
    width, scripts = request.param

    def open_page(reader: User | None, address: str) -> Page:
        page = page_at(width, scripts=scripts)
        if reader:
            client = Client()
            client.force_login(reader)
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
            page.context.add_cookies([{**cookie, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return open_page


def assert_fits(page: Page) -> None:
    wide, seen = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide <= seen


class TestBoard:
    def test_shows_who_is_there_and_what_is_empty(self, opened: Opened) -> None:
        page = opened(account("commission_clerk", area="3705"), "/board/")

        expect(page.locator("tr.bf-empty-row")).to_have_count(2)
        expect(page.locator("#posts")).to_contain_text("还有19天")
        expect(page.locator("#posts")).to_contain_text("其间空缺6天")
        assert_fits(page)

    def test_the_picture_leads_to_the_lines(self, opened: Opened) -> None:
        page = opened(account("commission_clerk", area="3705"), "/board/")

        page.locator(".bd-cell.bf-danger").click()

        expect(page.locator("tr.bf-empty-row")).to_have_count(2)
        expect(page.locator("#posts")).not_to_contain_text("清水镇卫生院")

    def test_a_filter_narrows_the_lines_once(self, opened: Opened) -> None:
        page = opened(account("commission_clerk", area="3705"), "/board/")

        page.locator("[name=words]").fill("anping")
        page.locator(".bf-filters button.btn-primary").click()

        expect(page.locator("tr.bf-empty-row")).to_have_count(0)
        expect(page.locator("#board")).to_have_count(1)
        expect(page.locator("#posts")).to_contain_text("安平")

    def test_an_empty_place_leads_to_its_reasons(self, opened: Opened) -> None:
        page = opened(account("commission_clerk", area="3705"), "/board/?show=empty")

        page.locator("tr.bf-empty-row a").first.click()

        expect(page.locator("h1")).to_have_text("北宋镇中心卫生院")
        expect(page.locator(".bf-reasons")).to_contain_text("尚未有人到岗")
        assert_fits(page)


class TestFirstPages:
    def test_the_clerk_goes_from_a_matter_to_its_place(self, opened: Opened) -> None:
        page = opened(account("commission_clerk", area="3705"), "/")
        assert_fits(page)

        page.locator("#matters a").first.click()

        expect(page.locator("h1")).to_have_text("北宋镇中心卫生院")

    def test_the_public_finds_the_programme_and_the_way_in(self, opened: Opened) -> None:
        page = opened(None, "/")
        assert_fits(page)
        expect(page.locator(".bd-chain li")).to_have_count(8)
        expect(page.locator(".bd-programmes")).to_contain_text("业务院长选派")

        page.locator(".bd-hero a.btn[href^='/sign-in']").click()

        expect(page.locator("[name=username]")).to_be_visible()


class TestTimeline:
    def test_draws_and_says_the_gap(self, opened: Opened) -> None:
        page = opened(account("commission_clerk", area="3705"), "/timeline/")
        assert_fits(page)

        page.locator(".bd-in-words summary").click()

        expect(page.locator(".bd-in-words")).to_contain_text("空缺")
        expect(page.locator(".bf-lane-bars [aria-label^='安平']")).to_have_count(1)
        assert_fits(page)

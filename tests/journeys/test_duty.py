"""Duty as its four sides live it in Chromium: the host's week, leave, the passbook, the watch."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.apps.duty.conftest import World
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Confirmation, Leave, TypedException
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import week_of

Open = Callable[..., Page]


@pytest.fixture
def here(transactional_db: None) -> World:
    return World(places=world.places(), programme=world.programme())


@pytest.fixture
def people(here: World) -> list[Posting]:
    """Three people posted to the north since five weeks."""
    today = timezone.localdate()
    return [
        here.post(
            name,
            starts_on=week_of(today).starts_on - timedelta(weeks=5),
            ends_before=today + timedelta(days=100),
        )
        for name in ("林知远", "沈若谷", "安平")
    ]


@pytest.fixture
def host(here: World) -> User:
    return world.user("host", "host_office", at="NORTH")


def fits(page: Page, width: int) -> bool:
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found <= width


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
class TestWeek:
    def test_is_confirmed_with_one_press_and_only_exceptions_typed(
        self, people: list[Posting], host: User, signed_in_at: Open, width: int, scripts: bool
    ) -> None:
        page = signed_in_at(host, width, "/", scripts=scripts)
        page.get_by_role("link", name="确认上周在岗").click()
        assert page.locator(".du-person").count() == 3
        assert page.locator(".du-fields:visible").count() == 0
        assert fits(page, width)

        person = page.locator(".du-person", has_text="沈若谷")
        person.locator("summary").click()
        person.locator("select").first.select_option("leave:sick")
        person.locator("input[type=checkbox]").nth(0).check()
        person.locator("input[type=checkbox]").nth(1).check()
        assert fits(page, width)
        page.get_by_role("button", name="确认这一周（3人）").click()
        page.get_by_text("已确认3人。").wait_for()

        assert Confirmation.objects.count() == 3
        row = TypedException.objects.get()
        assert (row.posting.worker.name, row.ends_slot - row.starts_slot) == ("沈若谷", 2)


class TestLeave:
    def test_goes_from_the_workers_phone_to_the_senders_desk(
        self, people: list[Posting], here: World, signed_in_at: Open
    ) -> None:
        worker = world.user("worker", "posted_worker")
        people[0].worker.account = worker
        people[0].worker.save()
        sender = world.user("sender", "sender_office", at="SENDER")
        today = timezone.localdate()

        page = signed_in_at(worker, 390, "/")
        page.get_by_role("link", name="查看服务手册、请假").click()
        assert page.get_by_text("还差").first.is_visible()
        assert fits(page, 390)
        page.get_by_role("link", name="申请请假").click()
        page.select_option("[name=kind]", "annual")
        page.fill("[name=starts_on]", (today + timedelta(days=7)).isoformat())
        page.fill("[name=last_day]", (today + timedelta(days=9)).isoformat())
        page.get_by_role("button", name="提交请假").click()
        page.get_by_text("待批准").wait_for()

        desk = signed_in_at(sender, 1280, "/")
        desk.get_by_role("link", name="审批请假").click()
        desk.get_by_role("button", name="批准", exact=True).click()
        desk.get_by_text("请假已批准。").wait_for()

        assert Leave.objects.get().state == Leave.State.APPROVED


class TestEnglish:
    def test_names_everything_on_every_page(
        self, people: list[Posting], host: User, signed_in_at: Open
    ) -> None:
        clerk = world.user("clerk", "commission_clerk", area="3705")
        sender = world.user("sender", "sender_office", at="SENDER")
        for user, path in (
            (host, "/duty/week/"),
            (sender, "/duty/sent/"),
            (clerk, "/duty/watch/"),
            (clerk, "/duty/progress/"),
            (clerk, "/duty/pointers/"),
            (clerk, f"/duty/passbooks/{people[0].worker_id}/"),
        ):
            page = signed_in_at(user, 1280, path, language="en")
            heading = page.locator("h1").inner_text()
            assert heading.isascii(), (path, heading)
            columns = page.locator("main thead").all_inner_texts()
            assert all(text.isascii() for text in columns), (path, columns)

"""Duty as its four sides live it in Chromium: the host's week, leave, the passbook, the watch."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.duty.conftest import World
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import ClosedMonth, Confirmation, Leave, TypedException
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
        expect(page.locator(".du-person")).to_have_count(3)
        expect(page.locator(".du-fields:visible")).to_have_count(0)
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
        expect(page.get_by_text("还差").first).to_be_visible()
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


class TestRefusals:
    """What cannot stand is said in one sentence where it was typed, and nothing is recorded."""

    def test_a_week_confirmed_meanwhile_is_told_and_counts_once(
        self, people: list[Posting], host: User, signed_in_at: Open
    ) -> None:
        first = signed_in_at(host, 1280, "/duty/week/")
        second = signed_in_at(host, 390, "/duty/week/")
        first.get_by_role("button", name="确认这一周（3人）").click()
        first.get_by_text("已确认3人。").wait_for()

        second.get_by_role("button", name="确认这一周（3人）").click()

        second.get_by_text("已经确认，无需重复确认").wait_for()
        assert Confirmation.objects.count() == 3

    def test_weeks_may_be_confirmed_out_of_order_and_the_rest_stays_named(
        self, people: list[Posting], host: User, signed_in_at: Open
    ) -> None:
        page = signed_in_at(host, 1280, "/duty/week/")
        waiting = page.locator(".du-weeks a").count()

        page.get_by_role("button", name="确认这一周（3人）").click()

        page.get_by_text("周待确认，请一并核对").wait_for()
        expect(page.locator(".du-weeks a")).to_have_count(waiting - 1)

    def test_a_locked_month_is_told_on_its_week(
        self, here: World, people: list[Posting], host: User, signed_in_at: Open
    ) -> None:
        began = people[0].starts_on
        ClosedMonth.objects.create(
            programme=here.programme,
            month=timezone.localdate().replace(day=1),
            closed_at=timezone.now(),
        )

        page = signed_in_at(host, 390, f"/duty/week/?week={began.isoformat()}")

        page.get_by_text("所在月份已锁定，不能再确认").wait_for()
        expect(page.get_by_role("button", name="确认这一周")).to_have_count(0)

    def test_leave_that_overlaps_leave_is_told_to_whoever_enters_it(
        self, people: list[Posting], host: User, signed_in_at: Open
    ) -> None:
        day = (timezone.localdate() + timedelta(days=3)).isoformat()
        page = signed_in_at(host, 390, "/duty/week/")
        for _turn in range(2):
            page.get_by_role("link", name="代为登记请假").click()
            page.select_option("[name=posting]", str(people[0].pk))
            page.select_option("[name=kind]", "sick")
            page.fill("[name=starts_on]", day)
            page.fill("[name=last_day]", day)
            page.get_by_role("button", name="登记请假").click()
            if not _turn:
                page.get_by_text("请假已登记，待派出单位批准。").wait_for()

        page.get_by_text("时间重叠，请调整或先撤回").wait_for()
        assert fits(page, 390)
        assert Leave.objects.count() == 1

    def test_an_arrival_before_the_appointment_is_told_beside_the_person(
        self, here: World, host: User, signed_in_at: Open
    ) -> None:
        last_week = week_of(timezone.localdate() - timedelta(days=7))
        new = here.post(
            starts_on=last_week.starts_on, ends_before=last_week.ends_before + timedelta(days=90)
        )
        page = signed_in_at(host, 390, "/duty/week/")
        expect(page.get_by_text("新到").first).to_be_visible()
        early = (last_week.starts_on - timedelta(days=1)).isoformat()
        page.fill(f"[name=p{new.pk}-arrived_on]", early)
        page.get_by_role("button", name="确认这一周（1人）").click()

        page.get_by_text("应在任命期间").wait_for()
        assert fits(page, 390)
        page.fill(f"[name=p{new.pk}-arrived_on]", last_week.starts_on.isoformat())
        page.get_by_role("button", name="确认这一周（1人）").click()
        page.get_by_text("已确认1人。").wait_for()
        new.refresh_from_db()
        assert new.arrived_on == last_week.starts_on


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
            (clerk, "/duty/occasions/"),
            (host, "/duty/leave/enter/"),
            (clerk, f"/postings/{people[0].pk}/swap/"),
            (clerk, f"/duty/passbooks/{people[0].worker_id}/"),
        ):
            page = signed_in_at(user, 1280, path, language="en")
            heading = page.locator("h1").inner_text()
            assert heading.isascii(), (path, heading)
            columns = page.locator("main thead").all_inner_texts()
            assert all(text.isascii() for text in columns), (path, columns)

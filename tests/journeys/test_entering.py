"""Entering work in Chromium: half a minute on a phone, without scripts, and without a network."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.activities import now
from tests.apps.activities.conftest import World
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Draft
from bangfu.apps.postings.models import Posting

Open = Callable[..., Page]
CLINIC = "/activities/new/free_clinic/"


@pytest.fixture
def here(transactional_db: None) -> World:
    return now.county()


@pytest.fixture
def posting(here: World) -> Posting:
    now.post(here, "沈若谷")
    return now.post(here, "林知远")


@pytest.fixture
def worker(posting: Posting) -> User:
    return now.account_of(posting)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """``phone(user, "/activities/new/")``: a phone of a user, whose network may fail.

    A worker of the browser would hide requests from a test that loses them on purpose, so it is
    let in only where it is what is tried. A lost connection is told in the browser's console, so
    only script errors fail the test.
    """
    broken: list[str] = []
    contexts = []

    def open_page(user: User, path: str, *, workers: Literal["allow", "block"] = "block") -> Page:
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="zh-CN", service_workers=workers
        )
        contexts.append(context)
        sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            with suppress(Error):
                page.wait_for_load_state("networkidle", timeout=5000)
        context.close()
    assert not broken, broken


def fits(page: Page, width: int) -> bool:
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found <= width


def fill(page: Page, people: str = "80") -> None:
    page.fill("[name=figure_people]", people)


def send(page: Page) -> None:
    page.get_by_role("button", name="登记", exact=True).click()


class TestHalfAMinute:
    def test_a_lecture_with_32_listeners_takes_few_presses(
        self, worker: User, signed_in_at: Open
    ) -> None:
        page = signed_in_at(worker, 390, "/")
        pressed = 0

        def press(what: Callable[[], None], times: int = 1) -> None:
            nonlocal pressed
            what()
            pressed += times

        press(page.get_by_role("link", name="登记工作").first.click)
        press(page.get_by_role("link", name="专家讲座").click)
        listeners = page.get_by_label("听讲人次")
        press(listeners.click)
        press(lambda: listeners.press_sequentially("32"), 2)
        press(page.get_by_role("button", name="登记", exact=True).click)
        page.get_by_text("已登记，等待受援方确认。").wait_for()

        activity = Activity.objects.get()
        assert pressed <= 12
        assert {f.indicator: int(f.amount) for f in activity.figures.all()} == {
            "lecture.times": 1,
            "lecture.people": 32,
        }
        assert [each.name for each in activity.participants.all()] == ["林知远"]

    @pytest.mark.parametrize("kind", ["lecture", "free_clinic", "outpatient", "medicine"])
    def test_a_form_is_at_most_two_screens_of_a_phone(
        self, worker: User, signed_in_at: Open, kind: str
    ) -> None:
        page = signed_in_at(worker, 390, f"/activities/new/{kind}/")
        bottom = page.locator("#ac-form").evaluate(
            "form => form.getBoundingClientRect().bottom + scrollY"
        )

        assert bottom <= 2 * 844
        assert fits(page, 390)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
class TestFromBothSides:
    def test_work_is_entered_mended_and_confirmed(
        self,
        here: World,
        worker: User,
        signed_in_at: Open,
        width: int,
        scripts: bool,
        tmp_path: Path,
    ) -> None:
        film = tmp_path / "现场.mp4"
        film.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 64)
        page = signed_in_at(worker, width, "/activities/new/", scripts=scripts)
        assert fits(page, width)
        page.get_by_role("link", name="义诊").click()
        fill(page, "80台次")
        page.set_input_files("[name=proof]", film)
        send(page)
        page.get_by_text("与本项单位不符").wait_for()
        assert fits(page, width)
        assert Draft.objects.count() == 1
        fill(page, "80")
        page.set_input_files("[name=proof]", [])
        send(page)
        page.get_by_text("已登记，等待受援方确认。").wait_for()
        assert not Draft.objects.exists()

        host = world.user("host", "host_office", at="NORTH")
        desk = signed_in_at(host, width, "/", scripts=scripts)
        desk.get_by_role("link", name="确认工作").first.click()
        expect(desk.locator(".ac-waiting > li")).to_have_count(1)
        assert fits(desk, width)
        desk.get_by_role("button", name="确认勾选的工作").click()
        desk.get_by_text("已确认1条。").wait_for()

        assert Activity.objects.get().state == Activity.State.CONFIRMED

    def test_lines_of_a_donation_are_added_on_the_spot(
        self, posting: Posting, signed_in_at: Open, width: int, scripts: bool
    ) -> None:
        host = world.user("host", "host_office", at="NORTH")
        page = signed_in_at(host, width, "/activities/new/medicine/", scripts=scripts)
        for number in range(4):
            if number == 3:
                page.get_by_role("button", name="再加一行").click()
            page.fill(f"[name=line-{number}-name]", f"药品{number}")
            page.fill(f"[name=line-{number}-quantity]", "10盒")
            page.fill(f"[name=line-{number}-value]", "100")
        send(page)
        page.get_by_text("等待帮扶方确认").wait_for()

        activity = Activity.objects.get()
        assert activity.items.count() == 4
        assert activity.figures.get().amount == 400


NOT_SENT = "#ac-outbox li:is([data-state=waiting], [data-state=sending])"
WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
OPEN = "history.replaceState(null, '', document.querySelector('[data-do=open]').href)"


def waits(page: Page) -> None:
    expect(page.locator('#ac-outbox li[data-state="waiting"]')).to_have_count(1, timeout=15000)


def arrives(page: Page) -> None:
    expect(page.locator('#ac-outbox li[data-state="arrived"]')).to_have_count(1, timeout=15000)


class TestWithoutNetwork:
    def test_an_entry_waits_survives_a_reload_and_arrives_once(
        self, worker: User, phone: Open
    ) -> None:
        page = phone(worker, CLINIC)
        fill(page)
        page.set_input_files(
            "[name=proof]", {"name": "签到.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
        )
        offline(page.context)
        send(page)
        waits(page)
        expect(page.locator("[name=figure_people]")).to_have_value("")
        assert fits(page, 390)
        assert not Activity.objects.exists()

        online(page.context)
        page.goto(page.url.partition("/activities")[0] + "/activities/new/")
        arrives(page)
        page.reload()
        expect(page.locator("#ac-outbox")).to_be_hidden()

        assert Activity.objects.count() == 1

    def test_an_answer_lost_on_the_way_creates_nothing_twice(
        self, worker: User, phone: Open
    ) -> None:
        page = phone(worker, CLINIC)
        lost = []

        def lose(route: Route) -> None:
            if route.request.method == "POST" and not lost:
                lost.append(route.fetch().status)
                route.abort("connectionreset")
            else:
                route.continue_()

        page.route("**/activities/new/**", lose)
        fill(page)
        send(page)
        waits(page)
        assert lost == [201]
        assert Activity.objects.count() == 1

        page.get_by_role("button", name="立即发送").click()
        arrives(page)

        assert Activity.objects.count() == 1

    def test_a_double_press_enters_once(self, worker: User, phone: Open) -> None:
        page = phone(worker, CLINIC)
        fill(page)

        page.get_by_role("button", name="登记", exact=True).dblclick()
        page.get_by_text("已登记，等待受援方确认。").wait_for()

        assert Activity.objects.count() == 1

    @pytest.mark.parametrize("locks", [True, False], ids=["https", "plain http"])
    def test_two_pages_send_the_same_outbox_once(
        self, worker: User, phone: Open, locks: bool
    ) -> None:
        page = phone(worker, CLINIC)
        if not locks:
            page.context.add_init_script(WITHOUT_LOCKS)
            page.reload()
            assert page.evaluate("navigator.locks === undefined")
        other = page.context.new_page()
        other.goto(page.url)
        sent: list[str] = []
        page.context.on(
            "request",
            lambda request: sent.append(request.url) if request.method == "POST" else None,
        )
        fill(page)
        offline(page.context)
        send(page)
        waits(page)

        online(page.context)
        page.evaluate("window.bangfuOutbox.send()")
        other.evaluate("window.bangfuOutbox.send()")
        for _turn in range(200):
            page.wait_for_timeout(100)
            if sent and not page.locator(NOT_SENT).count() + other.locator(NOT_SENT).count():
                break
        page.wait_for_timeout(500)

        assert Activity.objects.count() == 1
        assert len(sent) == 1

    def test_what_another_account_left_is_neither_shown_nor_sent(
        self, here: World, worker: User, phone: Open
    ) -> None:
        page = phone(worker, CLINIC)
        fill(page)
        offline(page.context)
        send(page)
        waits(page)
        cookies = page.context.cookies()
        other = now.account_of(now.post(here, "安平"), "other")
        sign_in(page.context, other, page.url)
        online(page.context)

        page.goto(page.url)
        page.wait_for_timeout(800)
        expect(page.locator("#ac-outbox")).to_be_hidden()
        assert not Activity.objects.exists()

        page.context.clear_cookies()
        page.context.add_cookies(cookies)
        page.goto(page.url)
        arrives(page)
        assert Activity.objects.get().recorded_by == worker

    def test_what_the_server_sends_back_is_corrected_from_its_draft(
        self, worker: User, phone: Open
    ) -> None:
        page = phone(worker, CLINIC)
        fill(page, "0")
        offline(page.context)
        send(page)
        waits(page)

        online(page.context)  # which sends by itself
        row = page.locator('#ac-outbox li[data-state="returned"]')
        expect(row).to_contain_text("应大于0")
        row.get_by_role("link", name="打开改正").click()
        fill(page, "70")
        send(page)
        page.get_by_text("已登记，等待受援方确认。").wait_for()

        expect(page.locator("#ac-outbox")).to_be_hidden()
        assert Activity.objects.count() == 1
        assert not Draft.objects.exists()

    def test_an_entry_that_waits_is_opened_corrected_and_deleted(
        self, worker: User, phone: Open
    ) -> None:
        page = phone(worker, CLINIC)
        fill(page, "70")
        offline(page.context)
        send(page)
        waits(page)
        page.evaluate(OPEN)
        page.route("**/activities/outbox/**", lambda route: route.abort())
        online(page.context)
        page.reload()
        expect(page.locator("[name=figure_people]")).to_have_value("70")
        fill(page, "75")
        send(page)
        waits(page)
        page.unroute("**/activities/outbox/**")
        page.get_by_role("button", name="立即发送").click()
        arrives(page)

        assert Activity.objects.get().figures.get(indicator="free_clinic.people").amount == 75

    def test_signed_out_meanwhile_it_waits_for_the_next_sign_in(
        self, worker: User, phone: Open
    ) -> None:
        page = phone(worker, CLINIC)
        cookies = page.context.cookies()
        page.context.clear_cookies()
        fill(page)
        send(page)
        waits(page)
        expect(page.locator("#ac-outbox li small")).to_have_text("请重新登录后发送。")

        page.context.add_cookies(cookies)
        page.get_by_role("button", name="立即发送").click()
        arrives(page)

        assert Activity.objects.count() == 1


class TestOpensWithoutNetwork:
    def test_pages_are_kept_without_others_and_forgotten_at_the_sign_out(
        self, worker: User, phone: Open
    ) -> None:
        page = phone(worker, "/activities/new/", workers="allow")
        until(page, "caches.match('/activities/kept').then(Boolean)")
        page.reload()  # from here on the worker stands between
        offline(page.context)
        page.get_by_role("link", name="专家讲座").click()
        expect(page.locator("h1")).to_have_text("专家讲座")
        expect(page.locator("[name=on]")).to_have_value(now.today().isoformat())
        assert len(page.locator("[name=key]").input_value()) == 36
        assert "沈若谷" not in page.content()
        page.fill("[name=figure_people]", "32")
        send(page)
        waits(page)

        online(page.context)
        arrives(page)
        assert Activity.objects.get().kind == "lecture"

        page.goto(page.url.partition("/activities")[0] + "/sign-in/")
        until(page, "caches.keys().then(names => names.length === 0)")


def until(page: Page, expression: str) -> None:
    """Wait for something that the browser itself answers with a promise."""
    for _turn in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def offline(context: BrowserContext) -> None:
    context.set_offline(True)


def online(context: BrowserContext) -> None:
    context.set_offline(False)


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Another account in the same browser."""
    client = Client()
    client.force_login(user)
    context.clear_cookies()
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]
    )

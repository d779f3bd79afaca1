"""The gallery, as people meet it: in Chromium, wide and narrow, by keyboard, without scripts."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

WIDTHS = pytest.mark.parametrize("width", [1280, 390])
CONTROLS = """
() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const groups = new Set();
  window.controls = [...document.querySelectorAll(wanted)].filter(element => {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled) return false;
    if (element.type !== 'radio') return true;
    const group = element.form.action + [...document.forms].indexOf(element.form) + element.name;
    return !groups.has(group) && groups.add(group);
  });
  return window.controls.length;
}
"""
FOCUSED = """
() => {
  const element = document.activeElement;
  const drawn = getComputedStyle(element.querySelector('.bf-bar') ?? element);
  const seen = drawn.outlineStyle !== 'none' || drawn.boxShadow !== 'none'
    || drawn.strokeWidth === '2.5px';
  const place = window.controls.findIndex(
    other => other === element || (element.type === 'radio' && other.name === element.name
      && other.form === element.form));
  return [place, seen, element.outerHTML.slice(0, 120)];
}
"""


@pytest.fixture
def gallery_at(
    page_at: Callable[..., Page], live_server: object, client: Client, settings: SimpleNamespace
) -> Callable[..., Page]:
    """Open the gallery signed in; the options are those of ``page_at``."""
    settings.NAVIGATION = "tests.web.faulty_addresses.ENTRIES"
    settings.ROOT_URLCONF = "tests.web.faulty_addresses"
    visitor = get_user_model().objects.create(username="visitor", name="林经办")
    client.force_login(visitor)
    session = client.cookies["sessionid"].value

    def open_gallery(width: int, address: str = "/gallery/", **options: object) -> Page:
        page = page_at(width, **options)
        site = str(live_server)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page.goto(site + address)
        return page

    return open_gallery


class TestGallery:
    @WIDTHS
    @pytest.mark.parametrize("language", ["zh-CN", "en"])
    def test_never_scrolls_sideways(
        self, gallery_at: Callable[..., Page], width: int, language: str
    ) -> None:
        page = gallery_at(width, language=language)

        assert page.evaluate("document.documentElement.scrollWidth") <= width

    @WIDTHS
    def test_reaches_every_control_by_keyboard_and_shows_where_one_is(
        self, gallery_at: Callable[..., Page], width: int
    ) -> None:
        page = gallery_at(width)
        count = page.evaluate(CONTROLS)

        reached, unseen = set(), []
        for _ in range(count + 12):
            page.keyboard.press("Tab")
            place, seen, html = page.evaluate(FOCUSED)
            reached.add(place)
            if place >= 0 and not seen:
                unseen.append(html)

        assert count > 40
        assert set(range(count)) <= reached
        assert not unseen

    def test_turns_table_rows_into_cards_on_a_phone(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(390)

        cell = page.locator("td[data-label='派驻人员']").first

        assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"派驻人员"'
        assert not page.locator("thead").first.evaluate("head => head.offsetHeight > 1")

    def test_prints_tables_as_tables_and_no_navigation(
        self, gallery_at: Callable[..., Page]
    ) -> None:
        page = gallery_at(718)  # A4 less its margins

        page.emulate_media(media="print")

        assert page.locator("thead").first.evaluate("head => head.offsetHeight > 20")
        expect(page.locator(".bf-top")).to_be_hidden()
        expect(page.locator(".bf-filters")).to_be_hidden()

    def test_follows_background_work_to_its_end(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(1280)

        expect(page.get_by_text("正在测算选派方案")).to_be_visible()

        expect(page.get_by_text("方案已算出，并证明为最优")).to_be_visible(timeout=15_000)

    def test_says_what_a_bar_of_the_timeline_means(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(1280)

        bar = page.get_by_role("link", name="林知远: 2024年9月1日至2025年2月28日")

        expect(bar).to_be_visible()

    def test_speaks_english_when_asked_to(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(1280)

        page.get_by_role("button", name="English").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Gallery")
        assert page.locator("html").get_attribute("lang") == "en"

    def test_is_closed_to_the_signed_out(
        self, page_at: Callable[..., Page], live_server: object
    ) -> None:
        page = page_at(1280)

        page.goto(f"{live_server}/gallery/")

        assert "/sign-in/" in page.url

    def test_sends_the_forms_token_with_what_htmx_posts(
        self, gallery_at: Callable[..., Page]
    ) -> None:
        page = gallery_at(1280)
        page.evaluate(
            """() => { const button = document.createElement('button');
               button.textContent = 'post';
               button.setAttribute('hx-post', '/accepting/');
               document.querySelector('main').append(button);
               htmx.process(button); }"""
        )

        with page.expect_response("**/accepting/") as answer:
            page.get_by_role("button", name="post").click()

        assert answer.value.status == 200


class TestWithoutScripts:
    def test_filters_and_turns_pages(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(390, scripts=False)

        page.get_by_label("姓名或拼音").fill("lin")
        page.get_by_role("button", name="筛选").click()
        page.get_by_role("link", name="下一页").first.click()

        assert re.search(r"words=lin.*page=2", page.url)

    def test_opens_the_menu_and_the_account(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(390, scripts=False)

        page.get_by_label("菜单").click()
        expect(page.locator(".bf-menu-panel")).to_be_visible()
        page.locator(".bf-account > summary").click()

        expect(page.get_by_role("button", name="退出登录")).to_be_visible()

    def test_switches_the_language(self, gallery_at: Callable[..., Page]) -> None:
        page = gallery_at(390, scripts=False)

        page.get_by_role("button", name="English").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Gallery")


class TestContentPolicy:
    def test_allows_no_inline_script_or_style(self, client: Client) -> None:
        policy = client.get("/sign-in/").headers["Content-Security-Policy"]

        assert "unsafe" not in policy
        assert "default-src 'self'" in policy

    def test_blocks_what_is_slipped_into_a_page(
        self, browser: Browser, live_server: object
    ) -> None:
        page = browser.new_page()
        page.goto(f"{live_server}/sign-in/")
        page.evaluate(
            """() => { document.addEventListener('securitypolicyviolation',
                 breach => { document.title = breach.violatedDirective; });
               const slipped = document.createElement('div');
               slipped.innerHTML = '<p style="width: 8%">8%</p>';
               document.body.append(slipped); }"""
        )

        expect(page).to_have_title("style-src-attr")
        page.close()

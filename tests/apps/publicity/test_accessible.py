"""Public pages for people who see, hear or point less well: WCAG 2.2, level AA, as far as counted.

What is counted: one main heading and no level skipped, a language and a title, landmarks, a way
past the header, every field named, every picture with words or marked as ornament, contrast of
4.5 to 1 of every text as Chromium draws it, targets of 24 pixels and more, no sideways scrolling at
320 pixels, visible focus.
"""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

SignIn = Callable[..., Page]
LOOK = """() => {
  const shown = e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (!c.startsWith('rgba') || !c.endsWith(', 0)')) return c; }
    return 'rgb(255, 255, 255)'; };
  const faint = [], small = [], unnamed = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !shown(e)) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))]
      .sort((x, y) => x - y);
    if ((b + 0.05) / (a + 0.05) < 4.5) faint.push(e.outerHTML.slice(0, 80)); }
  for (const e of document.querySelectorAll('a, button, input, select, textarea, summary')) {
    if (!shown(e) || e.type === 'hidden' || e.closest('.pb-skip, .apart, [aria-hidden=true]'))
      continue;
    const box = (e.type === 'radio' && e.closest('label') || e).getBoundingClientRect();
    if (Math.min(box.width, box.height) < 24) small.push(e.outerHTML.slice(0, 80));
    const name = e.labels && e.labels.length ? e.labels[0].innerText
      : e.getAttribute('aria-label') || e.innerText || '';
    if (!name.trim()) unnamed.push(e.outerHTML.slice(0, 80)); }
  return { faint, small, unnamed,
    levels: [...document.querySelectorAll('h1, h2, h3, h4')].map(e => Number(e.tagName[1])),
    titled: document.title.length > 3, language: document.documentElement.lang,
    mains: document.querySelectorAll('main').length,
    blind: [...document.images].filter(e => !e.hasAttribute('alt')).length,
    heads: [...document.querySelectorAll('th')].filter(e => !e.scope).length,
    wide: document.documentElement.scrollWidth - innerWidth }; }"""


def faults(told: dict[str, Any]) -> list[str]:
    levels = told["levels"]
    skipped = [b for a, b in itertools.pairwise(levels) if b > a + 1]
    wrong = [f"{name}: {told[name]}" for name in ("faint", "small", "unnamed") if told[name]]
    wrong += [f"{name}: {told[name]}" for name in ("blind", "heads") if told[name]]
    if levels.count(1) != 1 or levels[0] != 1 or skipped:
        wrong.append(f"headings {levels}")
    if not told["titled"] or told["mains"] != 1 or told["language"] not in ("zh-Hans", "en"):
        wrong.append("title, language or landmark")
    if told["wide"] > 0:
        wrong.append(f"{told['wide']} pixels too wide")
    return wrong


class TestEverybody:
    @pytest.mark.parametrize("width", [320, 390, 1280])
    def test_can_use_every_public_page(
        self, page_at: SignIn, live_server: LiveServer, addresses: list[str], width: int
    ) -> None:
        page = page_at(width)
        wrong = {}
        for address in addresses:
            for language in ("zh-hans", "en"):
                page.goto(f"{live_server.url}{address}?language={language}")
                if found := faults(page.evaluate(LOOK)):
                    wrong[f"{address} {language}"] = found

        assert wrong == {}

    def test_gets_past_the_header_and_sees_where_the_focus_is(
        self, page_at: SignIn, live_server: LiveServer, addresses: list[str]
    ) -> None:
        page = page_at(390)
        page.goto(live_server.url + "/public/")

        page.keyboard.press("Tab")
        skip = page.locator(":focus")

        assert skip.inner_text() == "跳到正文"
        assert skip.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
        assert skip.evaluate("e => e.getBoundingClientRect().left >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

    def test_prints_a_list_without_what_is_for_screens(
        self, page_at: SignIn, live_server: LiveServer, addresses: list[str]
    ) -> None:
        page = page_at(800)
        page.goto(live_server.url + addresses[2])
        page.emulate_media(media="print")

        assert not page.locator(".pb-top").is_visible()
        assert not page.locator(".pb-foot nav").is_visible()
        assert page.locator("th", has_text="受援单位").is_visible()
        assert page.get_by_text("东海市卫生健康委员会").last.is_visible()

    def test_the_measure_finds_what_is_wrong(self, page_at: SignIn) -> None:
        page = page_at(320)
        page.set_content(
            '<html lang="fr"><title>x</title><h1>a</h1><h3>b</h3><img src="">'
            '<p style="color:#999">faint</p><a href="#" style="font-size:8px">x</a><input>'
            '<div style="width:900px">wide</div>'
        )

        found = " ".join(faults(page.evaluate(LOOK)))

        for word in ("faint", "small", "unnamed", "blind", "headings", "title", "too wide"):
            assert word in found

"""Public pages and the phone form held against WCAG 2.2, level AA, by axe-core in Chromium.

The program comes with the browser assets (``tools/assets.py``); without it nothing is measured,
which is a failure and not a pass.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.apps.certificates.conftest import (
    certificate,
    closed,
    commission,
    confirmed,
    here,
    issued,
    over,
    revoked,
)

from bangfu.apps.certificates.models import Certificate
from tools import assets

SignIn = Callable[..., Page]
__all__ = ["certificate", "closed", "commission", "confirmed", "here", "issued", "over", "revoked"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEASURE = """async tags => {
  const told = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
  return { passed: told.passes.length, faults: told.violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`)) }; }"""


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is shown."""
    program = assets.TESTS / "axe.min.js"
    assert program.exists(), "axe-core is missing: run tools/assets.py"
    page.evaluate(program.read_text())
    told: dict[str, Any] = page.evaluate(MEASURE, TAGS)
    assert told["passed"] > 5, "nothing was measured"
    return list(told["faults"])


class TestAxe:
    @pytest.mark.parametrize("width", [320, 1280])
    def test_finds_nothing_wrong_with_any_public_page(
        self, page_at: SignIn, live_server: LiveServer, addresses: list[str], width: int
    ) -> None:
        wrong = {}
        for language in ("zh-CN", "en"):
            page = page_at(width, language=language)
            for address in addresses:
                page.goto(live_server.url + address)
                if found := faults(page):
                    wrong[f"{address} {language}"] = found

        assert wrong == {}

    def test_finds_nothing_wrong_with_a_form_that_was_refused_and_its_receipt(
        self, page_at: SignIn, live_server: LiveServer, addresses: list[str]
    ) -> None:
        ask = next(address for address in addresses if address.startswith("/ask/"))
        page = page_at(390)
        page.goto(live_server.url + ask)
        page.get_by_role("button", name="提交").click()
        page.get_by_text("请先勾选一个类别").wait_for()
        assert faults(page) == []

        page.get_by_label("护理").check()
        page.get_by_role("button", name="提交").click()
        page.get_by_text("请记下或截图保存回执码").wait_for()
        assert faults(page) == []

    def test_finds_nothing_wrong_with_a_certificate_that_is_checked(
        self, page_at: SignIn, live_server: LiveServer, certificate: Certificate
    ) -> None:
        page = page_at(390)
        page.goto(f"{live_server.url}/verify/{certificate.code}/")
        assert page.get_by_text(certificate.number).first.is_visible()

        assert faults(page) == []

    def test_finds_nothing_wrong_with_pages_that_say_there_is_nothing(
        self, page_at: SignIn, live_server: LiveServer, addresses: list[str]
    ) -> None:
        page = page_at(390)
        page.route(
            "**/*", lambda route: route.fulfill(response=route.fetch(), status=200)
        )  # Chromium tells of each 404 as of a fault of the page.

        for address in (
            "/public/lists/999/",
            "/follow/ABCD-EFGH-JKLM-NPQR/",
            "/verify/ABCD-EFGH-JKLM/",
            "/nowhere/",
        ):
            page.goto(live_server.url + address)
            assert faults(page) == [], address

    def test_finds_what_is_wrong(self, page_at: SignIn) -> None:
        page = page_at(320)
        page.set_content(
            '<html lang="zh"><title>x</title><main><h1>a</h1><img src="data:,">'
            '<p style="color:#999;background:#fff">faint</p><input>'
            '<a href="#a" style="font-size:8px">x</a><a href="#b" style="font-size:8px">y</a>'
        )

        found = " ".join(faults(page))

        for rule in ("image-alt", "color-contrast", "label", "target-size"):
            assert rule in found

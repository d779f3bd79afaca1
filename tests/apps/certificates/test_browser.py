"""Certificates checked and experts found on a phone without scripts; issuing on any screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.certificates.conftest import NOW

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.postings.models import Posting

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page: Page) -> bool:
    """Whether nothing of the page lies beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def visit(page_at: Callable[..., Page], live_server: LiveServer) -> Callable[[str], Page]:
    def open_page(path: str) -> Page:
        page = page_at(390, scripts=False)
        page.goto(live_server.url + path)
        return page

    return open_page


class TestPublicPages:
    def test_a_code_is_typed_and_checked(
        self, certificate: Certificate, visit: Callable[[str], Page]
    ) -> None:
        page = visit("/verify/")
        page.get_by_label("验证码").fill(certificate.code.lower().replace("-", " "))
        page.get_by_role("button", name="核验").click()

        expect(page.get_by_text("该证明有效")).to_be_visible()
        expect(page.get_by_text("林知远")).to_be_visible()

    def test_experts_fit_on_a_phone(self, visiting: Posting, visit: Callable[[str], Page]) -> None:
        actions.open_roster(host=visiting.host, by=None, at=NOW)

        page = visit(f"/experts/{visiting.host.code}/")

        expect(page.get_by_text("沈若谷")).to_be_visible()
        expect(page.get_by_role("heading", name="心血管内科")).to_be_visible()


class TestIssuing:
    @pytest.mark.parametrize("width", [390, 1280])
    def test_is_two_presses_from_the_list(
        self, over: Posting, clerk: User, signed_in_at: Callable[..., Page], width: int
    ) -> None:
        page: Any = signed_in_at(clerk, width, "/certificates/ready/")
        page.get_by_role("link", name="查看并出具").click()
        page.get_by_role("button", name="出具证明").click()

        expect(page.get_by_text("证明已出具。")).to_be_visible()
        assert fits(page)
        assert Certificate.objects.standing().get().issued_by == clerk

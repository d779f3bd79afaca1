"""Three administrators, apart: one opens an account, one grants, one reads what both did."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import first_break
from bangfu.apps.registry.models import Area

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

LONG_AGO = date(2020, 1, 1)
PASSWORD = "zhou-jingban-2026"


def administrator(role: str, **place: object) -> User:
    made = User.objects.create(username=role, name=role)
    give_grant(user=made, role=role, by=None, on=LONG_AGO, **place)
    return made


@pytest.fixture
def system(transactional_db: None) -> User:
    return administrator("system_administrator")


@pytest.fixture
def security(transactional_db: None) -> User:
    return administrator("security_administrator")


@pytest.fixture
def auditor(transactional_db: None) -> User:
    return administrator("auditor", whole_country=True)


def test_a_new_clerk_gets_in_only_while_granted(
    signed_in_at: Callable[..., Page],
    page_at: Callable[..., Page],
    live_server: LiveServer,
    system: User,
    security: User,
    auditor: User,
) -> None:
    Area.objects.create(code="3705", name="东营市", level=2, valid_from=LONG_AGO)
    open_account(signed_in_at(system, 1280, "/accounts/new/"))

    clerk = page_at(390)
    sign_in(clerk, live_server.url)
    expect(clerk.locator("main")).to_contain_text("周经办")
    assert opened(clerk, live_server.url, "/board/") == 403

    granting = signed_in_at(security, 1280, "/accounts/")
    grant(granting)
    assert opened(clerk, live_server.url, "/board/") == 200

    granting.get_by_role("button", name="收回").click()
    expect(granting.get_by_text("授权已收回")).to_be_visible()
    assert opened(clerk, live_server.url, "/board/") == 403

    journal = signed_in_at(auditor, 1280, "/journal/")
    for verb in ("建立账号", "授予权限", "收回权限"):
        expect(journal.locator("tbody")).to_contain_text(verb)
    assert first_break() is None


def test_nobody_grants_who_may_only_open_accounts(
    signed_in_at: Callable[..., Page], system: User, security: User
) -> None:
    page = signed_in_at(system, 1280, f"/accounts/{security.pk}/")

    expect(page.get_by_role("button", name="授权", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="收回")).to_have_count(0)


def open_account(page: Page) -> None:
    page.fill("[name=username]", "zhou")
    page.fill("[name=name]", "周经办")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_text("请安全管理员授权")).to_be_visible()


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("[name=username]", "zhou")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"{site}/")


def grant(page: Page) -> None:
    page.get_by_role("link", name="周经办").click()
    page.select_option("[name=role]", "commission_clerk")
    page.fill("[name=area_prefix]", "3705")
    page.get_by_role("button", name="授权", exact=True).click()
    expect(page.get_by_text("授权已生效")).to_be_visible()


def opened(page: Page, site: str, path: str) -> int:
    answer = page.request.get(site + path)
    return answer.status

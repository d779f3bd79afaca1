"""From a plan to appointments: the clerk sends it out, host and sender answer, on a phone too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.planning.conftest import DEFINITION, OPENED, Islands, hospital

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import state_need
from bangfu.apps.intake.models import Nomination
from bangfu.apps.journal.queries import first_break
from bangfu.apps.planning import actions
from bangfu.apps.planning.facts import Period
from bangfu.apps.planning.models import Run
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Area

RULES = DEFINITION.partition("[[dispatch.rules]]")[0]
"""The programme without its quotas: two posts, whoever is nominated."""


def account(name: str, role: str, **reach: str) -> User:
    user = User.objects.create(username=name, name=name)
    give_grant(user=user, role=role, by=None, on=OPENED, **reach)
    return user


@pytest.fixture
def run(transactional_db: None) -> Run:
    """A plan of two posts at one island hospital, begun six weeks from now."""
    Area.objects.create(code="3705", name="海滨市", level=2, valid_from=OPENED)
    clerk = account("clerk", "commission_clerk", area_prefix="3705")
    adopt_edition(text=RULES, by=clerk, on=OPENED)
    world = Islands(Programme.objects.get(code="island_deputies"), clerk)
    begins = timezone.localdate() + timedelta(45)
    period = Period(begins, begins + timedelta(365))
    sender, host = hospital("T", "市中心医院", 3), hospital("E", "东岛卫生院", 1)
    for department in ("内科", "外科"):
        state_need(
            programme=world.programme,
            host=host,
            department_name=department,
            subject_codes=["03"],
            form="leadership",
            starts_on=period.starts_on,
            ends_before=period.ends_before,
            by=clerk,
        )
    for _ in range(3):
        world.add_worker(sender)
    Nomination.objects.update(available_from=period.starts_on, available_before=period.ends_before)
    found = actions.request_run(programme=world.programme, period=period, by=clerk)
    return actions.perform_run(run=found)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_plan_becomes_appointments_once_both_sides_agree(
    run: Run, signed_in_at: Callable[..., Page], scripts: bool
) -> None:
    clerk = User.objects.get(username="clerk")
    host = account("host", "host_office", institution_code="E")
    sender = account("sender", "sender_office", institution_code="T")

    page = signed_in_at(clerk, 1280, f"/planning/{run.pk}/", scripts=scripts)
    page.get_by_role("link", name="征求双方意见").click()
    page.get_by_role("button", name="送出").click()
    expect(page.locator("main")).to_contain_text("征求意见中")

    phone = signed_in_at(host, 390, "/", scripts=scripts)
    phone.get_by_role("link", name="答复待商定人选").click()
    expect(phone.locator(".po-offer")).to_have_count(2)
    expect(phone.locator(".po-why").first).to_contain_text("符合条件的人选中匹配度居第")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    declined = phone.locator(".po-offer").nth(1)
    refused = declined.locator(".po-who strong").inner_text()
    declined.get_by_role("link", name="谢绝").click()
    phone.fill("[name=reason]", "希望派儿科医师")
    phone.get_by_role("button", name="谢绝人选").click()
    expect(phone.locator(".po-offer")).to_have_count(1)
    phone.get_by_role("button", name="同意勾选的人选").click()
    expect(phone.locator("main")).to_contain_text("同意")

    page = signed_in_at(sender, 390, "/offers/", scripts=scripts)
    expect(page.locator(".po-why")).to_contain_text("内科9人，派出期间最少8人在岗，最低要求6人")
    page.get_by_role("button", name="同意勾选的人选").click()

    page = signed_in_at(clerk, 1280, "/offers/", scripts=scripts)
    page.get_by_role("link", name="办理任命（1人）").click()
    page.fill("[name=batch]", "首批")
    page.fill("[name=appointment_document]", "海卫〔2026〕1号")
    page.get_by_role("button", name="任命勾选的人选").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.goto(page.url.partition("/postings/")[0] + "/needs/?met=unmet")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody")).to_contain_text("受援单位谢绝：希望派儿科医师")

    assert Posting.objects.get().appointment_document == "海卫〔2026〕1号"
    assert Offer.objects.get(state="withdrawn").worker.name == refused
    assert first_break() is None

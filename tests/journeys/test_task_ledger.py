"""A task from the definition to the look back; a contact duty; a flag nobody asked for."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import first_break
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.models import Problem, Task
from bangfu.core.tasks.sides import Side

TODAY = timezone.localdate()
BEGAN = date(TODAY.year - 1, 1, 1)
DEFINITION = f"""
code    = "county_work"
edition = {TODAY.year}
area    = "370523"
title   = {{ zh = "县域帮扶", en = "County support" }}

[term]
starts_on   = {BEGAN}
ends_before = {TODAY.year + 2}-01-01

[[parties.members]]
code  = "units"
role  = "member"
title = {{ zh = "县属各单位", en = "Units of the county" }}

[tasks]
checked = "quarter"

[[tasks.items]]
code    = "rules"
title   = {{ zh = "建立一套规范的管理制度", en = "Establish rules" }}
project = {{ zh = "“四个一”建设", en = "Four things" }}
party   = "units"
each    = true
due     = {TODAY + timedelta(60)}

[[tasks.items]]
code    = "liaison"
title   = {{ zh = "局领导联系基层单位", en = "Leaders keep contact" }}
office  = {{ zh = "局领导班子", en = "leaders of the bureau" }}
repeat  = "monthly"
"""
Site = Callable[..., Page]


@pytest.fixture
def programme(transactional_db: None) -> Programme:
    """A county whose programme lists tasks; one hospital takes part."""
    places = world.places()
    programme = adopt_edition(text=DEFINITION, by=None, on=BEGAN).programme
    Party.objects.create(
        programme=programme,
        institution=places.north,
        role="member",
        party_code="units",
        starts_on=BEGAN,
    )
    world.user("clerk", "commission_clerk", area="370523")
    world.user("host", "host_office", at="NORTH")
    return programme


def opened(programme: Programme) -> Task:
    """The ledger as of the year before."""
    actions.open_ledger(programme=programme, by=None, on=BEGAN, at=timezone.now())
    return Task.objects.get(key="rules:NORTH")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_task_goes_from_opening_to_the_look_back(
    programme: Programme, signed_in_at: Site, scripts: bool
) -> None:
    clerk, host = User.objects.get(username="clerk"), User.objects.get(username="host")

    page = signed_in_at(clerk, 1280, "/tasks/", scripts=scripts)
    page.get_by_role("link", name="建账", exact=True).first.click()
    page.get_by_role("link", name="建账", exact=True).last.click()
    expect(page.locator("main")).to_contain_text("将新列2项任务")
    page.get_by_role("button", name="确认建账").click()
    expect(page.locator("main tbody")).to_contain_text("建立一套规范的管理制度")
    page.get_by_role("button", name="晒账").click()
    expect(page.locator("body")).to_contain_text("已晒账2项")

    phone = signed_in_at(host, 390, "/tasks/", scripts=scripts)
    phone.get_by_role("link", name="建立一套规范的管理制度").click()
    phone.get_by_role("link", name="报告进展").click()
    phone.fill("[name=share]", "60")
    phone.fill("[name=done]", "已起草制度8项")
    phone.get_by_role("button", name="报告进展").click()
    expect(phone.locator("main")).to_contain_text("报告进展：60%")
    phone.get_by_role("link", name="申请销账").click()
    phone.fill("[name=summary]", "已印发制度12项")
    phone.get_by_role("button", name="申请销账").click()
    expect(phone.locator("main")).to_contain_text("申请销账须有佐证")
    phone.fill("[name=document]", "河卫〔2025〕3号")
    phone.get_by_role("button", name="申请销账").click()
    expect(phone.locator("main")).to_contain_text("待验收")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    page = signed_in_at(clerk, 1280, "/", scripts=scripts)
    page.get_by_role("link", name="审批任务").click()
    page.get_by_role("link", name="建立一套规范的管理制度").click()
    page.get_by_role("link", name="验收销账").click()
    expect(page.locator("main")).to_contain_text("河卫〔2025〕3号")
    page.get_by_role("radio", name="完成", exact=True).check()
    page.get_by_role("button", name="验收销账").click()
    expect(page.locator("main")).to_contain_text("已销账")
    page.get_by_role("link", name="回头看").click()
    page.get_by_role("radio", name="反弹").check()
    page.fill("[name=words]", "制度停用")
    page.fill("[name=due]", (TODAY + timedelta(30)).isoformat())
    page.get_by_role("button", name="回头看").click()
    expect(page.locator("main")).to_contain_text("问题反弹")
    page.get_by_role("link", name="第2轮整改任务").click()
    expect(page.locator("main")).to_contain_text("上一轮任务")

    again = Task.objects.get(round=2)
    assert (again.follows.key, again.state) == ("rules:NORTH", "open")
    assert first_break() is None


@pytest.mark.parametrize("scripts", [True, False])
def test_a_contact_duty_is_answered_period_by_period(
    programme: Programme, signed_in_at: Site, scripts: bool
) -> None:
    opened(programme)
    clerk = User.objects.get(username="clerk")

    page = signed_in_at(clerk, 390, "/tasks/contacts/", scripts=scripts)
    expect(page.locator("main")).to_contain_text("缺")
    page.get_by_role("link", name="填写").click()
    page.fill("[name=contacted]", "河口镇卫生院")
    page.fill("[name=found]", "到院走访，听取汇报")
    page.fill("[name=problems]", "缺B超医师")
    page.get_by_role("button", name="提交报告").click()
    expect(page.locator("main")).to_contain_text("请说明逾期原因")
    page.fill("[name=late_reason]", "外出培训")
    page.get_by_role("button", name="提交报告").click()
    expect(page.locator("body")).to_contain_text("本期情况已报告")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page = signed_in_at(clerk, 1280, "/tasks/problems/", scripts=scripts)
    page.get_by_role("link", name="缺B超医师").click()
    remedy = page.locator("form:has([name=do][value=remedy])")
    remedy.locator("[name=remedy-responsible]").fill("县卫生健康局医政科")
    remedy.locator("[name=remedy-due]").fill((TODAY + timedelta(30)).isoformat())
    remedy.locator("[name=remedy-measures]").fill("选派技师进修")
    remedy.get_by_role("button", name="列入整改清单").click()
    expect(page.locator("main")).to_contain_text("查看整改任务")

    problem = Problem.objects.get()
    assert problem.task is not None
    assert problem.task.listing == "remedies"
    assert Task.objects.get(key="liaison").answers.get().contacted == "河口镇卫生院"


def test_a_flag_nobody_asked_for_is_not_there(programme: Programme, signed_in_at: Site) -> None:
    task = opened(programme)
    actions.report_progress(
        task=task, side=Side.RESPONSIBLE, share=10, done="起步", on=TODAY, by=None,
        at=timezone.now(), today=TODAY,
    )  # fmt: skip

    page = signed_in_at(User.objects.get(username="clerk"), 1280, "/tasks/")

    expect(page.locator("main")).not_to_contain_text("流动红旗")
    expect(page.locator("main tbody")).to_contain_text("10%")

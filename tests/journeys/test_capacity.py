"""What stays behind, in the browser: a pupil and a technique until local staff do it alone."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.apps.capacity import county
from tests.apps.capacity.county import County, ago
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity
from bangfu.apps.capacity.models import Item
from bangfu.apps.journal.queries import first_break


@pytest.fixture
def here(transactional_db: None) -> County:
    return county.built()


@pytest.fixture
def host(here: County) -> User:
    return world.user("host", "host_office", at="NORTH")


def fits(page: Page, width: int) -> None:
    # A page that is only arriving has no document to measure yet.
    page.wait_for_load_state()
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def on_day(page: Page, day: date) -> None:
    page.fill("[name=on]", day.isoformat())


@pytest.mark.parametrize("scripts", [True, False])
def test_a_pupil_comes_to_work_alone_before_a_witness(
    here: County, host: User, signed_in_at: Callable[..., Page], scripts: bool
) -> None:
    phone = signed_in_at(here.worker, 390, "/capacity/", scripts=scripts)
    phone.locator("main").get_by_role("link", name="登记", exact=True).click()
    phone.get_by_role("link", name="师带徒").click()
    fits(phone, 390)
    phone.fill("[name=person]", "陈小满")
    phone.fill("[name=title]", "心血管常见病")
    phone.fill("[name=begun_on]", ago(60).isoformat())
    phone.fill("[name=skills]", "心电图判读\n动态血压监测")
    phone.get_by_role("button", name="登记").click()
    expect(phone.locator("main")).to_contain_text("台账待对方确认")
    fits(phone, 390)

    phone.get_by_role("link", name=re.compile(r"^登记已讲授\s*心电图判读$")).click()
    on_day(phone, ago(40))
    phone.get_by_role("button", name="登记").click()
    phone.get_by_role("link", name=re.compile(r"^登记指导下完成\s*心电图判读$")).click()
    on_day(phone, ago(30))
    phone.get_by_role("button", name="登记").click()
    phone.get_by_role("link", name=re.compile(r"^登记独立完成\s*心电图判读$")).click()
    on_day(phone, ago(10))
    phone.fill("[name=witness_name]", "林知远")
    phone.fill("[name=witness_function]", "带教老师")
    phone.get_by_role("button", name="登记").click()
    expect(phone.locator("main")).to_contain_text("不能为自己见证")
    phone.fill("[name=witness_name]", "周见山")
    phone.fill("[name=witness_function]", "内科主任")
    phone.get_by_role("button", name="登记").click()
    expect(phone.locator("main")).to_contain_text("待受援单位确认")
    phone.get_by_role("link", name=re.compile(r"^撤下\s*动态血压监测$")).click()
    phone.fill("[name=reason]", "设备未到")
    phone.get_by_role("button", name="撤下").click()
    expect(phone.locator("main")).to_contain_text("全部技能独立完成后登记")

    office = signed_in_at(host, 1280, "/", scripts=scripts)
    office.get_by_role("link", name="见证确认独立完成").click()
    office.get_by_role("link", name="陈小满").click()
    office.get_by_role("button", name=re.compile(r"^确认\s*心电图判读$")).click()
    expect(office.locator("main")).to_contain_text("已独立")
    office.get_by_role("link", name="登记：出师").click()
    on_day(office, ago(5))
    office.get_by_role("button", name="登记").click()
    expect(office.locator("main")).to_contain_text("出师")

    pupil = Item.objects.get()
    assert pupil.built_on == ago(5)
    assert Activity.objects.get().capacity_item == pupil
    assert first_break() is None


@pytest.mark.parametrize("scripts", [True, False])
def test_a_technique_is_taken_over_and_verified(
    here: County, host: User, signed_in_at: Callable[..., Page], scripts: bool
) -> None:
    clerk = world.user("clerk", "commission_clerk", area="3705")
    item = here.record(begun_on=ago(195))
    here.reach(item, "first_case", on=ago(194))
    here.reach(item, "cases_with_expert", on=ago(193), cases=6)

    office = signed_in_at(host, 1280, f"/capacity/{item.pk}/", scripts=scripts)
    office.get_by_role("link", name="登记：本地人员独立完成").click()
    on_day(office, ago(192))
    office.fill("[name=witness_name]", "周见山")
    office.fill("[name=witness_function]", "外科主任")
    office.get_by_role("button", name="登记").click()
    expect(office.locator("main")).to_contain_text("本地独立开展")

    desk = signed_in_at(clerk, 390, "/", scripts=scripts)
    desk.get_by_role("link", name="核验能力建设").click()
    desk.get_by_role("link", name="超声引导下穿刺").click()
    fits(desk, 390)
    desk.get_by_role("link", name="核验").click()
    desk.get_by_label("已停止").check()
    desk.get_by_role("button", name="登记核验").click()
    expect(desk.locator("main")).to_contain_text("请填写原因")
    desk.fill("[name=note]", "麻醉医师调离，暂停开展")
    desk.get_by_role("button", name="登记核验").click()
    expect(desk.locator("main")).to_contain_text("已停止")

    item.refresh_from_db()
    assert item.state == Item.State.STOPPED


@pytest.mark.parametrize("width", [1280, 390])
def test_every_host_stands_beside_what_it_has_built(
    here: County, host: User, signed_in_at: Callable[..., Page], width: int
) -> None:
    clerk = world.user("clerk", "commission_clerk", area="3705")
    here.alone(here.record(), host=host)
    here.alone(here.record(title="无痛胃肠镜"), host=host)

    page = signed_in_at(clerk, width, "/capacity/hosts/")
    fits(page, width)
    expect(page.locator("main tbody tr")).to_have_count(2)
    page.get_by_role("link", name="已建成 建成2项").click()
    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator("main tbody")).to_contain_text("无痛胃肠镜")
    fits(page, width)

"""A branch is founded, kept and re-set; small hospitals join; two branches become one."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.apps.branches import county
from tests.apps.intake import world

from bangfu.apps.branches.models import Branch, MemberCount, PaperKept
from bangfu.apps.journal.queries import first_break

Site = Callable[..., Page]
LAST = county.ago(1).isoformat()
PLAN = ("年度计划.csv", "text/csv", "事项,时间\n发展党员,上半年\n".encode())


@pytest.fixture
def here(transactional_db: None) -> county.County:
    return county.built()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_branch_is_founded_kept_and_re_set(
    here: county.County, signed_in_at: Site, scripts: bool
) -> None:
    office = world.user("sender", "sender_office", at="SENDER")

    page = signed_in_at(office, 1280, "/branches/", scripts=scripts)
    page.get_by_role("link", name="成立党支部").first.click()
    page.get_by_label("党支部名称").fill("外科党支部")
    page.get_by_label("成立日期").fill(f"{date(2021, 7, 1)}")
    page.get_by_label("正式党员").fill("8")
    page.get_by_label("书记姓名").fill("林知远")
    page.get_by_label("外科", exact=True).check()
    page.get_by_role("button", name="成立党支部").click()
    expect(page.get_by_role("heading", name="外科党支部")).to_be_visible()

    page.get_by_role("link", name="登记党员人数").click()
    page.get_by_label("统计日期").fill(LAST)
    page.get_by_label("正式党员").fill("9")
    page.get_by_label("预备党员").fill("2")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("另有预备党员2人")).to_be_visible()

    page.get_by_role("link", name="归档").first.click()
    name, kind, content = PLAN
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content}]
    )
    page.get_by_role("button", name="归档", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_be_visible()

    page.get_by_role("link", name="优化设置").first.click()
    page.get_by_label("党支部名称").fill("外科儿科党支部")
    page.get_by_label("儿科", exact=True).check()
    page.get_by_label("优化设置的原因").fill("科室调整")
    page.get_by_role("button", name="保存设置").click()
    expect(page.get_by_role("heading", name="外科儿科党支部")).to_be_visible()
    expect(page.locator("main")).to_contain_text("原设置")

    branch = Branch.objects.get()
    assert branch.coverages.filter(ends_before__isnull=True).count() == 2
    assert MemberCount.objects.filter(branch=branch).count() == 2
    assert PaperKept.objects.get().branch == branch
    assert first_break() is None


@pytest.mark.parametrize("scripts", [True, False])
def test_small_hospitals_join_on_a_phone(
    here: county.County, signed_in_at: Site, scripts: bool
) -> None:
    party = world.user("party", "party_office", area="3705")

    page = signed_in_at(party, 390, "/branches/coverage/", scripts=scripts)
    for place in (here.north, here.south):
        page.goto(page.url.split("/branches/")[0] + f"/branches/at/{place.pk}/count/")
        page.get_by_label("统计日期").fill(LAST)
        page.get_by_label("正式党员").fill("2")
        page.get_by_label("预备党员").fill("0")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.get_by_text("需成立联合党支部").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("link", name="成立联合党支部").first.click()
    page.get_by_label("联合党支部名称").fill("河口清水联合党支部")
    page.get_by_role("button", name="成立联合党支部").click()
    expect(page.get_by_text("联合党支部应由两个以上单位组成")).to_be_visible()
    expect(page.get_by_label("联合党支部名称")).to_have_value("河口清水联合党支部")
    page.get_by_label(here.north.name, exact=False).check()
    page.get_by_role("button", name="成立联合党支部").click()
    expect(page.get_by_role("heading", name="河口清水联合党支部")).to_be_visible()

    assert Branch.objects.get().seats.count() == 2


def test_two_branches_become_one(here: county.County, signed_in_at: Site) -> None:
    here.found()
    here.found(name="外科党支部", departments=[here.rooms[1]], full=2)
    party = world.user("party", "party_office", area="3705")

    page = signed_in_at(party, 1280, "/branches/", scripts=False)
    page.get_by_role("link", name="外科党支部").click()
    expect(page.get_by_text("正式党员不足3人").first).to_be_visible()
    page.get_by_role("link", name="并入其他党支部").click()
    page.get_by_label("并入党支部").select_option(label="内科党支部")
    page.get_by_label("日期").fill(LAST)
    page.get_by_label("原因").fill("党员人数不足")
    page.get_by_role("button", name="合并").click()
    expect(page.get_by_role("heading", name="内科党支部")).to_be_visible()
    expect(page.locator(".br-rooms")).to_contain_text("外科")
    page.goto(page.url.split("/branches/")[0] + "/branches/?ended=on")
    page.get_by_role("link", name="外科党支部").click()
    expect(page.get_by_role("link", name="并入内科党支部")).to_be_visible()

    ended, kept = Branch.objects.get(name="外科党支部"), Branch.objects.get(name="内科党支部")
    assert ended.successor == kept
    assert kept.coverages.filter(ends_before__isnull=True).count() == 2

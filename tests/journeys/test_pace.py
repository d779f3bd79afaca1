"""Half the time, half the tasks: the clerk sees who lags, the host explains, the clerk answers."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.apps.intake import world
from tests.apps.targets.conftest import TALKS, City, city

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import first_break
from bangfu.apps.targets.models import LagNote, Review, Sharing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDTHS = (1280, 390)
DAY = "programme=county_support&on=2025-06-30"


@pytest.fixture
def here(transactional_db: None) -> City:
    found = city()
    found.did("lecture.times", 2, on=date(2025, 4, 2), host=0)
    found.did("lecture.times", 6, on=date(2025, 4, 2), host=1)
    return found


@pytest.fixture
def clerk(here: City) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def host(here: City) -> User:
    return world.user("host", "host_office", at="H0")


def never_wider_than(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_review_from_the_list_to_the_answer_without_scripts(
    here: City, clerk: User, host: User, signed_in_at: Callable[..., Page], width: int
) -> None:
    page = signed_in_at(clerk, width, f"/targets/?{DAY}", scripts=False)
    row = page.locator("tr", has_text="讲座次数").first
    expect(row).to_contain_text("8次")
    expect(row).to_contain_text("3家中2家滞后")
    never_wider_than(page, width)

    page.goto(page.url.replace("/targets/?", "/targets/reviews/?"))
    page.get_by_role("button", name="存档").click()
    expect(page.get_by_text("点评数据已存档")).to_be_visible()
    never_wider_than(page, width)

    office = signed_in_at(host, width, "/", scripts=False)
    expect(office.get_by_text("说明滞后原因")).to_be_visible()
    office.goto(office.url + f"targets/lags/?{DAY}&target={TALKS}")
    expect(office.locator("main")).not_to_contain_text("受援2卫生院")
    office.get_by_role("link", name="说明原因").click()
    office.get_by_label("客观原因").check()
    office.get_by_label("滞后原因").fill("汛期道路中断，讲座推迟")
    office.get_by_label("下一步措施").fill("改为远程讲座，每月两次")
    office.get_by_label("责任人").fill("医务科负责人")
    office.get_by_label("完成时限").fill("2025-09-30")
    office.get_by_role("button", name="提交说明").click()
    expect(office.get_by_text("汛期道路中断，讲座推迟")).to_be_visible()
    never_wider_than(office, width)

    page = signed_in_at(clerk, width, f"/targets/lags/?{DAY}", scripts=False)
    expect(page.get_by_text("共性：3家中2家滞后").first).to_be_visible()
    page.get_by_role("link", name="查看和审阅").click()
    page.get_by_label("主管部门意见").fill("同意，请按月报送")
    page.get_by_role("button", name="提交意见").click()
    page.get_by_role("button", name="列入问题清单").click()
    expect(page.get_by_text("已列入问题清单，可在任务台账中")).to_be_visible()

    note = LagNote.objects.get()
    assert note.comment == "同意，请按月报送"
    assert Review.objects.get().asked.filter(note=note).count() == 1
    assert first_break() is None


@pytest.mark.parametrize("width", WIDTHS)
def test_a_target_is_shared_out_by_a_proposal(
    here: City, clerk: User, signed_in_at: Callable[..., Page], width: int
) -> None:
    page = signed_in_at(clerk, width, f"/targets/?{DAY}")
    page.get_by_role("link", name="义诊次数").first.click()
    page.get_by_role("link", name="分解目标").click()
    page.get_by_role("link", name="平均分解").click()
    page.get_by_label("派出医院0").fill("7")
    page.get_by_role("button", name="保存分解").click()

    expect(page.get_by_text("其中加码1次")).to_be_visible()
    never_wider_than(page, width)
    assert Sharing.objects.count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_matrix_leads_to_each_institution_by_keyboard(
    here: City, clerk: User, signed_in_at: Callable[..., Page], width: int
) -> None:
    page = signed_in_at(clerk, width, f"/targets/matrix/?{DAY}", scripts=False)
    never_wider_than(page, width)

    page.get_by_role("link", name="受援0卫生院").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("受援0卫生院")
    expect(page.locator("tr", has_text="讲座次数").first).to_contain_text("应完成5次，差3次")
    never_wider_than(page, width)

"""A programme nobody wrote code for, from an empty registry to postings on the board.

Every step is taken in the browser by the role whose step it is.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import first_break
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Area

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = date(2020, 1, 1)
THIS_YEAR = timezone.localdate().year
DEFINITION = f"""
code    = "island_clinics"
edition = {THIS_YEAR}
title   = {{ zh = "海岛卫生院轮换支医", en = "Rotating doctors for island hospitals" }}
area    = "3309"

[term]
starts_on   = {THIS_YEAR}-01-01
ends_before = {THIS_YEAR + 1}-01-01

[[parties.members]]
code    = "city_hospitals"
role    = "sender"
title   = {{ zh = "市级医院" }}
selects = {{ categories = ["general_hospital"], area = "3309" }}

[[parties.members]]
code    = "island_hospitals"
role    = "host"
title   = {{ zh = "海岛卫生院" }}
selects = {{ categories = ["township_hospital"], area = "3309" }}

[dispatch]
forms = ["rotating"]

[[dispatch.posts]]
code            = "island_doctor"
title           = {{ zh = "驻岛医师" }}
form            = "rotating"
per_host        = 1
senders         = ["city_hospitals"]
hosts           = ["island_hospitals"]
never_uncovered = true
stint           = {{ months = [3, 4, 6] }}
handover        = {{ same_day = true }}

[[dispatch.rules]]
kind = "rank_floor"
rank = "intermediate"
"""
INSTITUTIONS = [
    ["机构代码", "机构名称", "机构类别", "医院等级", "行政区划"],
    ["SEA-CITY", "海城市人民医院", "综合医院", "三级甲等", "330902"],
    ["SEA-EAST", "东屿镇卫生院", "乡镇卫生院", "未定级", "330902"],
]
WORKERS = [
    ["姓名", "工号", "所在单位", "所在科室", "专业技术职务", "主要专业"],
    ["凌海生", "A01", "海城市人民医院", "内科", "主治医师", "内科"],
    ["苗听潮", "A02", "海城市人民医院", "内科", "副主任医师", "内科"],
    ["詹望舒", "A03", "海城市人民医院", "内科", "主治医师", "内科"],
]


def workbook(path: Path, rows: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def user(username: str, role: str, **place: str) -> User:
    made = User.objects.create(username=username, name=username)
    give_grant(user=made, role=role, by=None, on=LONG_AGO, **place)
    return made


@pytest.fixture
def clerk(transactional_db: None) -> User:
    for code, name, level in (("33", "浙江省", 1), ("3309", "舟山市", 2), ("330902", "定海区", 3)):
        Area.objects.create(code=code, name=name, level=level, valid_from=LONG_AGO)
    return user("clerk", "commission_clerk", area_prefix="3309")


@pytest.fixture
def host_office(clerk: User) -> User:
    return user("host", "host_office", institution_code="SEA-EAST")


@pytest.fixture
def sender_office(clerk: User) -> User:
    return user("sender", "sender_office", institution_code="SEA-CITY")


@pytest.mark.browser
def test_a_sixth_programme_runs_from_registry_to_the_board(
    signed_in_at: Callable[..., Page],
    clerk: User,
    host_office: User,
    sender_office: User,
    tmp_path: Path,
) -> None:
    page = signed_in_at(clerk, 1280)
    import_workbook(page, "/institutions/import/", workbook(tmp_path / "机构.xlsx", INSTITUTIONS))
    import_workbook(page, "/workers/import/", workbook(tmp_path / "人员.xlsx", WORKERS))
    adopt(page, tmp_path)
    enrol_everybody(page)

    state_need(signed_in_at(host_office, 390))
    for name in ("凌海生", "苗听潮", "詹望舒"):
        nominate(signed_in_at(sender_office, 1280), name)

    page = signed_in_at(clerk, 1280)
    plan_and_publish(page)

    page.goto(address(page, "/board/"))
    expect(page.get_by_text("东屿镇卫生院").first).to_be_visible()
    postings = list(Posting.objects.order_by("starts_on"))
    assert postings[0].starts_on == date(THIS_YEAR, 1, 1)
    assert postings[-1].ends_before == date(THIS_YEAR + 1, 1, 1)
    assert all(later.starts_on < earlier.ends_before for earlier, later in pairwise(postings))
    assert first_break() is None


def address(page: Page, path: str) -> str:
    return page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path


def import_workbook(page: Page, path: str, file: Path) -> None:
    page.goto(address(page, path))
    page.set_input_files("[name=workbook]", file)
    page.get_by_role("button", name="上传并试读").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("main")).to_contain_text("新增")


def adopt(page: Page, folder: Path) -> None:
    definition = folder / "island_clinics.toml"
    definition.write_text(DEFINITION, encoding="utf-8")
    page.goto(address(page, "/programmes/new/"))
    page.set_input_files("[name=file]", definition)
    page.locator("main form button.btn-primary").click()
    page.get_by_role("button", name="采用此版本").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("海岛卫生院轮换支医")


def enrol_everybody(page: Page) -> None:
    for party in ("city_hospitals", "island_hospitals"):
        page.goto(address(page, f"/programmes/island_clinics/leadership/{party}/enrol/"))
        for box in page.locator("[name=institutions]").all():
            box.check()
        page.fill("[name=starts_on]", f"{THIS_YEAR}-01-01")
        page.locator("main form button.btn-primary").click()


def state_need(page: Page) -> None:
    page.goto(address(page, "/needs/new/"))
    page.select_option("[name=programme]", "island_clinics")
    page.fill("[name=department_name]", "内科")
    page.fill("[name=subject_codes]", "内科")
    page.select_option("[name=form]", "rotating")
    page.fill("[name=role_title]", "驻岛医师")
    page.fill("[name=starts_on]", f"{THIS_YEAR}-01-01")
    page.fill("[name=ends_before]", f"{THIS_YEAR}-12-31")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("驻岛医师")


def nominate(page: Page, name: str) -> None:
    page.goto(address(page, "/nominations/new/"))
    page.select_option("[name=programme]", "island_clinics")
    page.fill("[name=worker]", name)
    page.check("[name=forms][value=rotating]")
    page.fill("[name=available_from]", f"{THIS_YEAR}-01-01")
    page.fill("[name=available_before]", f"{THIS_YEAR}-12-31")
    page.check("[name=consented]")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text(name)


def plan_and_publish(page: Page) -> None:
    page.goto(address(page, "/planning/new/"))
    page.select_option("[name=programme]", "island_clinics")
    page.fill("[name=starts_on]", f"{THIS_YEAR}-01-01")
    page.fill("[name=last_day]", f"{THIS_YEAR}-12-31")
    page.get_by_role("button", name="开始测算").click()
    expect(page.get_by_text("等待计算")).to_be_visible()

    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    expect(page.get_by_text("已证明最优")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="直接发布").click()
    page.fill("[name=batch]", "首批")
    page.check("[name=short_notice]")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("方案已发布")).to_be_visible()

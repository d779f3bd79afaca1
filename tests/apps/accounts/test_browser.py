"""Saving filters, as people meet it: on a phone, without scripts, and with htmx."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.apps.intake import world

WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@WIDTHS
@pytest.mark.parametrize("scripts", [True, False])
def test_filters_are_saved_opened_renamed_and_deleted(
    signed_in_at: Callable[..., Page], transactional_db: None, width: int, scripts: bool
) -> None:
    clerk = world.user("clerk", "commission_clerk", area="3705")
    page = signed_in_at(clerk, width, "/postings/?state=serving", scripts=scripts)

    page.get_by_text("保存当前筛选").click()
    page.get_by_label("名称", exact=True).fill("正在岗")
    page.get_by_role("button", name="保存", exact=True).click()
    chip = page.get_by_role("link", name="正在岗")
    expect(chip).to_have_attribute("aria-current", "page")
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(page.url.split("?")[0])
    chip.click()
    expect(page).to_have_url(re.compile(r"/postings/\?state=serving$"))

    page.get_by_role("link", name="管理", exact=True).click()
    page.get_by_role("link", name="改名").click()
    page.get_by_label("名称").fill("今日在岗")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="今日在岗").last).to_be_visible()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有常用筛选")).to_be_visible()


def test_what_htmx_narrows_is_what_is_exported(
    signed_in_at: Callable[..., Page], transactional_db: None
) -> None:
    places, programme = world.places(), world.programme()
    world.need(places.north, programme)
    world.need(places.south, programme, form="visiting", sessions_per_week=4)
    clerk = world.user("clerk", "commission_clerk", area="3705")
    page = signed_in_at(clerk, 1280, "/needs/")

    page.get_by_label("派驻形式").select_option("visiting")
    export = page.get_by_role("link", name="导出1条")
    expect(export).to_be_visible()
    with page.expect_download() as loaded:
        export.click()

    assert loaded.value.suggested_filename.startswith("受援需求_")
    sheet = openpyxl.load_workbook(io.BytesIO(loaded.value.path().read_bytes())).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [places.south.name]

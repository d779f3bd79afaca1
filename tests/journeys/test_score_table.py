"""A clerk builds a score table without programming: copy, edit two items, try, freeze."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.apps.appraisal.conftest import Appraisal, appraisal

from bangfu.apps.appraisal.models import Edition
from bangfu.apps.appraisal.queries.schemes import scheme_of_draft

__all__ = ["appraisal"]
SignIn = Callable[..., Page]


class TestScoreTable:
    def test_is_copied_edited_tried_and_frozen_without_scripts(
        self, signed_in_at: SignIn, appraisal: Appraisal
    ) -> None:
        appraisal.close_all()
        address = f"/score-tables/{appraisal.edition.pk}/"
        page = signed_in_at(appraisal.clerk, 390, address, scripts=False)
        page.get_by_role("link", name="复制", exact=True).click()
        page.get_by_label("名称", exact=True).fill("本县受援单位考核表")
        page.get_by_role("button", name="复制为草稿").click()

        self._open(page, "在岗率")
        page.get_by_label("分值", exact=False).first.fill("70")
        page.get_by_label("在岗率", exact=True).fill("90%")
        page.get_by_role("button", name="预览规则和得分").click()
        expect(page.get_by_role("status")).to_contain_text("得63分")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("处错误，改正后才能定稿")).to_be_visible()

        self._mend(page)
        page.get_by_role("link", name="试算").click()
        page.get_by_label("哪次考核的数据").select_option(label="年度考核")
        page.get_by_role("button", name="试算").click()
        expect(page.get_by_role("heading", name="新旧对照")).to_be_visible()

        page.go_back()
        page.go_back()
        page.get_by_role("link", name="定稿", exact=True).click()
        page.get_by_role("button", name="定稿").click()
        expect(page.get_by_text("考核表已定稿，可以用于考核。")).to_be_visible()
        made = Edition.objects.latest("pk")
        assert made.state == Edition.State.FROZEN
        assert [item.points for item in scheme_of_draft(made).items] == [70, 30]

    def _mend(self, page: Page) -> None:
        """The other item and both blocks follow."""
        for name, label, points in (
            ("食宿保障", "分值", "30"),
            ("在岗", "基本分", "70"),
            ("保障", "基本分", "30"),
        ):
            self._open(page, name)
            page.get_by_label(label, exact=False).first.fill(points)
            page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("草稿没有错误")).to_be_visible()

    def _open(self, page: Page, name: str) -> None:
        page.get_by_role("link", name=re.compile(f"^修改 ?{name}$")).click()

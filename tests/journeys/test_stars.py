"""A branch is rated by four people, objects, is looked at again, published, and scored again."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.apps.appraisal import star_city

from bangfu.apps.appraisal.models import Round
from bangfu.apps.journal.queries import first_break
from bangfu.config.commands import appraisal as command

SignIn = Callable[..., Page]
TALLY = {
    "name": "评议汇总.csv",
    "mimeType": "text/csv",
    "buffer": "评议内容,平均得分\n发挥作用,9\n".encode(),
}


@pytest.fixture
def city(transactional_db: None) -> star_city.StarCity:
    return star_city.built()


class TestStarRound:
    def test_goes_through_four_people_and_an_objection_to_a_round_that_repeats_itself(
        self, signed_in_at: SignIn, city: star_city.StarCity, tmp_path: Path
    ) -> None:
        self._branch(signed_in_at, city)
        self._committee(signed_in_at, city)
        self._bureau(signed_in_at, city)
        self._organisation(signed_in_at, city)
        self._announced(signed_in_at, city)
        self._objected(signed_in_at, city)
        self._looked_at_again(signed_in_at, city)
        city.days_pass()
        file = self._published(signed_in_at, city, tmp_path)

        result = city.sheet().result
        assert city.sheet().total == result.score
        assert result.star == "four"
        assert self._replayed(city.round.pk) == 0
        assert self._replayed(file) == 0
        file.write_text(file.read_text(encoding="utf-8").replace('"27"', '"28"'), "utf-8")
        assert self._replayed(file) == 1
        assert first_break() is None

    def _branch(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        """Self-rating, on a phone: less than full points without a reason are sent back."""
        page = self._sheet(signed_in_at(city.branch, 390, "/rounds/", scripts=False))
        page.get_by_role("link", name=re.compile("^评分 ?党员评议$")).click()
        page.get_by_label("分数", exact=False).first.fill("36")
        page.locator("input[type=file]").set_input_files([TALLY])
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text(re.compile("写明理由")).first).to_be_visible()
        page.get_by_label("理由", exact=False).first.fill("联系群众一项得分偏低")
        page.get_by_role("button", name="保存").click()
        self._close(page, "党支部自评", "自评属实")

    def _committee(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        """A whole block at once."""
        page = self._sheet(signed_in_at(city.committee, 1280, "/rounds/", scripts=False))
        page.get_by_role("link", name=re.compile("^整块评分 ?评议$")).click()
        for item, points, reason in (
            ("书记述职评议", "27", "问题分析偏浅"),
            ("群众评议", "24", "随访30人，6人不满意"),
        ):
            row = page.get_by_role("group", name=re.compile(item))
            row.get_by_label("分数", exact=False).fill(points)
            row.get_by_label("理由", exact=False).fill(reason)
            if row.locator("input[type=file]").count():
                row.locator("input[type=file]").set_input_files([TALLY])
        page.get_by_role("button", name="保存").click()
        self._close(page, "院党委考评", "同意上报")

    def _bureau(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        page = self._sheet(signed_in_at(city.bureau, 1280, "/rounds/", scripts=False))
        page.get_by_role("link", name=re.compile("^评分 ?志愿服务和义诊$")).click()
        page.get_by_label("分数", exact=False).first.fill("15")
        page.get_by_label("理由", exact=False).first.fill("一次义诊没有签到表")
        page.get_by_role("button", name="保存").click()
        self._close(page, "局党办审核", "经核查属实")

    def _organisation(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        page = self._sheet(signed_in_at(city.organisation, 1280, "/rounds/", scripts=False))
        self._close(page, "市委组织部审定", "同意")

    def _announced(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        page = signed_in_at(city.bureau, 1280, f"/rounds/{city.round.pk}/", scripts=False)
        page.get_by_role("button", name="审定结果").click()
        page.get_by_role("button", name="公示结果").click()
        expect(page.get_by_text(str(Round.State.ANNOUNCED.label)).first).to_be_visible()

    def _objected(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        page = self._sheet(signed_in_at(city.branch, 390, "/rounds/", scripts=False))
        page.get_by_label("对哪一项").select_option(label="群众评议")
        page.get_by_label("异议内容和理由").fill("6人中有3人已转科，请复核")
        page.get_by_role("button", name="提出异议").click()
        expect(page.get_by_text("待复核").first).to_be_visible()

    def _looked_at_again(self, signed_in_at: SignIn, city: star_city.StarCity) -> None:
        objection = city.sheet().objections.get()
        for person in city.second_look:
            page = signed_in_at(person, 1280, f"/objections/{objection.pk}/", scripts=False)
            page.get_by_label("复核意见").fill("重新随访，3人确已转科")
            page.get_by_label("应得分数").fill("27")
            page.get_by_role("button", name="提交复核意见").click()
        page = signed_in_at(city.bureau, 1280, f"/objections/{objection.pk}/", scripts=False)
        page.get_by_label("异议成立").check()
        page.get_by_label("决定的理由").fill("剔除误访的3人")
        page.get_by_label("更正后分数").fill("27")
        page.get_by_role("button", name="作出决定").click()
        expect(page.get_by_text("异议成立").first).to_be_visible()

    def _published(self, signed_in_at: SignIn, city: star_city.StarCity, folder: Path) -> Path:
        page = signed_in_at(city.bureau, 1280, f"/rounds/{city.round.pk}/", scripts=False)
        page.get_by_role("button", name="公布结果").click()
        expect(page.get_by_text(f"./bangfu appraisal replay {city.round.pk}")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载封存文件").click()
        file = folder / "round.txt"
        download.value.save_as(file)
        return file

    def _replayed(self, named: object) -> int:
        return command.run(argparse.Namespace(what="replay", round=str(named)))

    def _sheet(self, page: Page) -> Page:
        page.get_by_role("link", name="星级堡垒评定").click()
        page.get_by_role("link", name="内科党支部").click()
        return page

    def _close(self, page: Page, level: str, opinion: str) -> None:
        page.get_by_label("评审意见").fill(opinion)
        page.get_by_role("button", name=f"完成“{level}”并签字").click()
        expect(page.get_by_text(opinion, exact=True)).to_be_visible()

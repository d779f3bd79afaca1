"""A posted doctor writes a report on a phone, is rated by host and home, signs an opinion."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.apps.appraisal import posting_round
from tests.apps.appraisal.conftest import TODAY, at

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Closing, Statement
from bangfu.apps.journal.queries import first_break

SignIn = Callable[..., Page]
REPORT = "两个月来按排班在岗，带教两名医师，完善会诊制度。"


@pytest.fixture
def post(transactional_db: None) -> posting_round.PostingRound:
    return posting_round.built()


class TestPostingEvaluation:
    def test_is_written_rated_and_signed(
        self, signed_in_at: SignIn, post: posting_round.PostingRound
    ) -> None:
        self._worker(signed_in_at, post)
        self._host(signed_in_at, post)
        self._sender(signed_in_at, post)
        self._announced(post)
        self._opinion(signed_in_at, post)
        self._published(post)

        sheet = post.sheet()
        hands = set(Closing.objects.standing().values_list("level", "by__username"))
        assert hands == {("self", "worker"), ("host", "host"), ("sender", "sender")}
        opinion = Statement.objects.get(sort=Statement.Sort.OPINION)
        assert (opinion.agrees, opinion.by) == (True, post.worker)
        # 29.5 of presence, 19 of work, 10 of teaching, 18 of opinions.
        assert (str(sheet.result.score.normalize()), sheet.result.grade) == ("76.5", "qualified")
        assert first_break() is None

    def _worker(self, signed_in_at: SignIn, post: posting_round.PostingRound) -> None:
        """Report first, then the points for it with the paper; all on a phone, without scripts."""
        page = self._sheet(signed_in_at(post.worker, 390, "/rounds/", scripts=False))
        page.get_by_label("自我总结").fill(REPORT)
        page.get_by_role("button", name="签署自我总结").click()
        expect(page.get_by_text(REPORT)).to_be_visible()
        page.get_by_role("link", name=re.compile("^评分 ?本人总结$")).click()
        page.get_by_label("分数").fill("4")
        page.get_by_label("理由").fill("讲座比计划少一次")
        page.get_by_role("button", name="保存评分").click()
        expect(page.get_by_text(re.compile("须附至少1份佐证材料")).first).to_be_visible()
        paper = {"name": "个人总结.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}
        page.locator("input[type=file]").set_input_files([paper])
        page.get_by_role("button", name="保存评分").click()
        self._close(page, "本人自评", "以上属实")

    def _host(self, signed_in_at: SignIn, post: posting_round.PostingRound) -> None:
        page = self._sheet(signed_in_at(post.host, 1280, "/rounds/", scripts=False))
        record = {"name": "科室说明.txt", "mimeType": "text/plain", "buffer": "属实".encode()}
        for item, points, reason in (
            ("工作实绩", "9", "新技术刚起步"),
            ("受援单位评价", "9", "夜间会诊响应可再快"),
        ):
            page.get_by_role("link", name=re.compile(f"^评分 ?{item}$")).click()
            page.get_by_label("分数").fill(points)
            page.get_by_label("理由").fill(reason)
            page.locator("input[type=file]").set_input_files([record])
            page.get_by_role("button", name="保存评分").click()
        self._close(page, "受援单位评价", "经科室评议，同意")

    def _sender(self, signed_in_at: SignIn, post: posting_round.PostingRound) -> None:
        page = self._sheet(signed_in_at(post.sender, 390, "/rounds/", scripts=False))
        page.get_by_role("link", name=re.compile("^评分 ?派出单位评价$")).click()
        page.get_by_label("分数").fill("5")
        page.get_by_role("button", name="保存评分").click()
        self._close(page, "派出单位审定", "同意受援单位意见")

    def _announced(self, post: posting_round.PostingRound) -> None:
        actions.decide_round(round=post.round, by=post.clerk, at=at())
        actions.announce_round(
            round=post.round, until=TODAY + timedelta(9), by=post.clerk, on=TODAY
        )

    def _opinion(self, signed_in_at: SignIn, post: posting_round.PostingRound) -> None:
        page = self._sheet(signed_in_at(post.worker, 390, "/rounds/", scripts=False))
        page.get_by_label("同意", exact=True).check()
        page.get_by_label("意见", exact=True).fill("同意，将按意见改进。")
        page.get_by_role("button", name="签署意见").click()
        expect(page.get_by_text("同意。同意，将按意见改进。")).to_be_visible()

    def _published(self, post: posting_round.PostingRound) -> None:
        post.days_pass()
        actions.publish_round(round=post.round, by=post.clerk, at=at(), on=TODAY)

    def _sheet(self, page: Page) -> Page:
        page.get_by_role("link", name="派驻人员考核").click()
        page.get_by_role("link", name=re.compile("^林知远")).click()
        return page

    def _close(self, page: Page, level: str, opinion: str) -> None:
        page.get_by_label("评审意见").fill(opinion)
        page.get_by_role("button", name=f"完成“{level}”并签字").click()
        expect(page.get_by_text(opinion, exact=True)).to_be_visible()

"""A draw is held, a check recorded on a phone, a finding answered, without any script."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.intake import world
from tests.apps.spotchecks.conftest import County, county

from bangfu.apps.spotchecks.models import Check, Draw, Finding

__all__ = ["county"]
SignIn = Callable[..., Page]


class TestSpotCheck:
    def test_goes_from_the_draw_to_the_reply_without_scripts(
        self, signed_in_at: SignIn, county: County
    ) -> None:
        page = signed_in_at(county.clerk, 1280, "/spot-checks/", scripts=False)
        page.get_by_role("link", name="组织抽取").click()
        page.get_by_label("每项检查人数").fill("1")
        page.get_by_role("button", name="生成名单").click()
        page.get_by_label("名称").fill("一季度在岗抽查")
        page.get_by_label("公共数来源").fill("某期公开摇号")
        soon = timezone.localtime() + timedelta(hours=2)
        page.get_by_label("公共数产生时间").fill(f"{soon:%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="公布名单和承诺").click()
        expect(page.get_by_text("公共数产生后，在此录入")).to_be_visible()

        draw = Draw.objects.get()
        assert draw.state == Draw.State.COMMITTED
        # The other one was committed to days ago, and its value is known.
        check = county.drawn().checks.in_full().get()
        self._record(signed_in_at, county, check)
        self._reply(signed_in_at, check)

        assert Finding.objects.get().state == "answered"

    def _record(self, signed_in_at: SignIn, county: County, check: Check) -> None:
        page = signed_in_at(county.who(check), 390, "/spot-checks/mine/", scripts=False)
        page.get_by_role("link", name="记录检查结果").click()
        page.get_by_label("不在岗，无请假").check()
        for answer in page.get_by_label("是", exact=True).all():
            answer.check()
        page.get_by_role("button", name="记录检查结果").click()
        page.get_by_role("link", name="登记问题", exact=True).click()
        page.get_by_label("问题", exact=False).nth(1).fill("检查时不在岗")
        page.get_by_role("button", name="登记问题").click()
        expect(page.get_by_role("heading", name="检查时不在岗")).to_be_visible()

    def _reply(self, signed_in_at: SignIn, check: Check) -> None:
        unit = world.user("unit", "host_office", at=check.host.code)
        page = signed_in_at(unit, 390, "/spot-checks/findings/", scripts=False)
        page.get_by_role("link", name="检查时不在岗").click()
        page.get_by_role("link", name="答复", exact=True).click()
        page.get_by_label("情况说明").fill("回原单位开会")
        page.get_by_label("整改措施").fill("外出登记")
        page.get_by_label("整改期限").fill(f"{timezone.localdate() + timedelta(9)}")
        page.get_by_role("button", name="答复").click()
        expect(page.get_by_text("整改中").first).to_be_visible()

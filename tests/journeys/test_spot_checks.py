"""A draw is held and verified, a check recorded on a phone, a finding closed, without a script."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.intake import world
from tests.apps.spotchecks.conftest import County, county

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import first_break
from bangfu.apps.spotchecks.models import Check, Draw, Finding
from bangfu.core.draws import verify

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
        self._close(signed_in_at, county)

        finding = Finding.objects.get()
        assert (finding.state, finding.institution) == ("closed", check.host)
        assert first_break() is None

    def test_is_drawn_published_and_verified_from_the_downloaded_record(
        self, signed_in_at: SignIn, county: County, tmp_path: Path
    ) -> None:
        draw = county.committed()
        page = signed_in_at(county.clerk, 1280, f"/spot-checks/draws/{draw.pk}/", scripts=False)
        page.get_by_label("公共数", exact=False).fill("待定")
        page.get_by_role("button", name="录入公共数，抽取").click()
        expect(page.get_by_text("公共数中没有数字")).to_be_visible()
        page.get_by_label("公共数", exact=False).fill("03 17 9")
        page.get_by_role("button", name="录入公共数，抽取").click()
        expect(page.get_by_text("记录复核通过")).to_be_visible()
        county.recorded(draw.checks.in_full().get())
        page.reload()
        page.get_by_role("button", name="公开结果").click()
        expect(page.get_by_text("已公开").first).to_be_visible()

        reader = signed_in_at(county.host, 390, f"/spot-checks/draws/{draw.pk}/", scripts=False)
        with reader.expect_download() as download:
            reader.get_by_role("link", name="下载抽查记录").click()
        record = tmp_path / "record.json"
        download.value.save_as(record)
        kept = json.loads(record.read_text(encoding="utf-8"))
        assert verify(kept, published=draw.commitment) == []
        assert verify({**kept, "public_value": "03180"}, published=draw.commitment) != []

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

    def _close(self, signed_in_at: SignIn, county: County) -> None:
        unit = User.objects.get(username="unit")
        page = signed_in_at(unit, 390, "/spot-checks/findings/", scripts=False)
        page.get_by_role("link", name="检查时不在岗").click()
        page.get_by_role("link", name="报告整改", exact=True).click()
        page.get_by_label("整改情况").fill("外出登记本已启用")
        page.get_by_role("button", name="报告整改").click()
        expect(page.get_by_text("待复查").first).to_be_visible()

        page = signed_in_at(county.clerk, 1280, "/spot-checks/findings/", scripts=False)
        page.get_by_role("link", name="检查时不在岗").click()
        page.get_by_role("link", name="复查", exact=True).click()
        page.get_by_label("整改到位，办结").check()
        page.get_by_label("复查情况").fill("现场查看，登记齐全")
        page.get_by_role("button", name="复查").click()
        expect(page.get_by_text("已办结").first).to_be_visible()

"""A hand-over as it is lived on a phone: ticked, explained, signed."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.completion.conftest import TODAY, World, marks_of

from bangfu.apps.accounts.models import User
from bangfu.apps.completion import actions
from bangfu.apps.completion.models import Evaluation, Handover
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


class TestOnAPhone:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_the_leaver_signs(
        self, posting: Posting, leaver: User, signed_in_at: Open, scripts: bool
    ) -> None:
        actions.arrange_handover(
            posting=posting, on=TODAY, successor=None, by=None, at=timezone.now()
        )
        page = signed_in_at(leaver, 390, "/leaving/", scripts=scripts)
        page.get_by_role("link", name="林知远").click()
        assert fits(page)

        page.get_by_role("button", name="以交出人身份签字").click()
        expect(
            page.get_by_text("在诊患者、带教人员、在研和在建项目、钥匙及物品尚未交接")
        ).to_be_visible()
        for thing in ("在诊患者", "带教人员", "钥匙及物品"):
            page.get_by_label(thing, exact=True).check()
        page.get_by_label("在研和在建项目的说明").fill("无在研项目")
        page.get_by_role("button", name="以交出人身份签字").click()

        expect(page.get_by_text("已签字", exact=True)).to_be_visible()
        assert fits(page)
        row = Handover.objects.get()
        assert [one.signatory for one in row.signatures.all()] == [Signatory.LEAVER.value]

    def test_the_host_evaluates_and_is_told_who_reads_it(
        self, here: World, host: User, signed_in_at: Open
    ) -> None:
        posting = here.handed_over()
        page = signed_in_at(host, 390, f"/leaving/{posting.pk}/evaluation/")
        expect(page.get_by_text("派驻人员看不到")).to_be_visible()
        assert fits(page)

        for choice in page.get_by_label("合格", exact=True).all():
            choice.check()
        page.get_by_role("button", name="提交评价").click()

        expect(page.get_by_text("评价已提交。")).to_be_visible()
        assert Evaluation.objects.get().marks == marks_of(Side.HOST)

    def test_lists_and_sums_fit(
        self, here: World, clerk: User, sender: User, host: User, signed_in_at: Open
    ) -> None:
        posting = here.handed_over()
        actions.leave_note(
            posting=posting,
            kind="specialty_unfit",
            words="来的是亚专业专家，常见病指导不多" * 6,
            by=host,
            at=timezone.now(),
        )
        for reader, paths in (
            (clerk, ("/closing/", "/voice/", "/voice/ratings/")),
            (sender, ("/voice/sums/", "/leaving/")),
            (host, (f"/leaving/{posting.pk}/notes/",)),
        ):
            for path in paths:
                assert fits(signed_in_at(reader, 390, path)), path

"""A hospital's office: the bell, what waits, its task, and the same by e-mail the next morning."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from tests.apps.intake import world
from tests.apps.notifications.conftest import Mailbox, mailbox, morning, needed_now

from bangfu.apps.accounts.models import User
from bangfu.apps.notifications import actions

__all__ = ["mailbox", "morning"]
SignIn = Callable[..., Page]


@pytest.fixture
def office(transactional_db: None) -> User:
    host = world.places().north
    needed_now(host)
    return world.user("office", "host_office", at=host.code)


class TestNotices:
    @pytest.mark.parametrize("width", [390, 1280])
    def test_the_bell_leads_to_the_task_and_falls_silent(
        self, signed_in_at: SignIn, office: User, morning: datetime, width: int
    ) -> None:
        actions.look(user=office, at=morning)
        page = signed_in_at(office, width, "/", scripts=False)
        bell = page.get_by_role("link", name="待办提醒，2项新的")
        expect(bell).to_be_visible()

        bell.click()
        expect(page.get_by_role("heading", name="待办提醒", exact=True)).to_be_visible()
        expect(page.get_by_text("新", exact=True).first).to_be_visible()
        page.get_by_role("link", name=re.compile("等待选派")).click()
        expect(page).to_have_url(re.compile("/needs/"))
        expect(page.get_by_role("link", name="待办提醒", exact=True)).to_be_visible()

    def test_an_address_is_entered_confirmed_and_written_to(
        self, signed_in_at: SignIn, office: User, mailbox: Mailbox, morning: datetime
    ) -> None:
        page = signed_in_at(office, 390, "/notices/ways/", scripts=False)
        page.get_by_role("link", name="电子邮件").click()
        page.get_by_label("邮箱地址").fill("lin@office.example")
        page.get_by_role("button", name="发送验证码").click()
        expect(page.get_by_text("验证码已发送到l***@office.example")).to_be_visible()

        code = re.search(r"\d{6}", mailbox.text())
        assert code
        page.get_by_label("验证码").fill(code[0])
        page.get_by_role("button", name="确认").click()
        expect(page.get_by_text("已启用", exact=True)).to_be_visible()

        needed_now(world.Institution.objects.get(code="NORTH"), "later", "第二期选派")
        assert actions.send_digests(at=morning.replace(year=morning.year + 1, month=3, day=2)) == 1
        page.reload()
        expect(page.get_by_text("已送出")).to_be_visible()

"""From a notice to a programme in the browser: uploaded, one value corrected, adopted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.programmes import world
from tests.apps.readings.notices import PLAN

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.readings import actions
from bangfu.apps.readings.models import NoticeReading
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import stage_of

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "柏河市业务院长选派"


@pytest.fixture
def clerk(db: None) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "选派通知.txt"
    file.write_bytes(PLAN.encode("gb18030"))
    return file


def read_by_the_worker() -> NoticeReading:
    return actions.perform_reading(reading=NoticeReading.objects.get(), at=timezone.now())


def card(page: Page, label: str) -> object:
    return page.locator(".rd-value", has=page.locator(".rd-label", has_text=label)).first


class TestFromNoticeToProgramme:
    @pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
    def test_a_clerk_uploads_corrects_one_value_and_adopts(
        self,
        signed_in_at: Callable[..., Page],
        clerk: User,
        notice: Path,
        width: int,
        scripts: bool,
    ) -> None:
        page = signed_in_at(clerk, width, "/programmes/", scripts=scripts)
        page.get_by_role("link", name="从通知新建项目").click()
        page.set_input_files("input[type=file]", notice)
        page.get_by_role("button", name="读取", exact=True).click()
        expect(page.get_by_text("正在读取")).to_be_visible()
        reading = read_by_the_worker()
        page.goto(page.url)

        title = card(page, "项目名称")
        title.get_by_role("link", name="更正").click()  # type: ignore[attr-defined]
        field = page.locator(".rd-decide [name=typed]")
        expect(field).to_have_value("柏河市卫生健康委员会关于选派业务院长的通知")
        field.fill(TITLE)
        page.get_by_role("button", name="保存更正").click()
        expect(page.locator(".rd-value.rd-corrected .rd-said")).to_contain_text(TITLE)
        while page.get_by_role("button", name="采纳其余").count():
            page.get_by_role("button", name="采纳其余").first.click()
            page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="查看并采用").click()
        expect(page.get_by_text("检查通过")).to_be_visible()
        page.get_by_role("button", name="采用为项目").click()

        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        programme = Programme.objects.get()
        assert len(stage_of(programme, EVERYBODY).targets) == len(definition_of(programme).targets)
        assert definition_of(programme).targets
        page.get_by_role("link", name="版本与来源").click()
        expect(page.locator("#passages")).to_contain_text("全年开展义诊不少于12场次。")
        reading.refresh_from_db()
        assert reading.state == NoticeReading.State.ADOPTED


class TestBesideOneAnother:
    @pytest.fixture
    def reading(self, clerk: User) -> NoticeReading:
        from bangfu.apps.readings.taking import as_text

        file = as_text(PLAN.encode(), "选派通知.txt")
        started = actions.start_reading(file=file, area="3705", by=clerk, at=timezone.now())
        return actions.perform_reading(reading=started, at=timezone.now())

    def test_a_value_lights_its_sentence_and_the_keyboard_goes_on(
        self, signed_in_at: Callable[..., Page], clerk: User, reading: NoticeReading
    ) -> None:
        page = signed_in_at(clerk, 1280, f"/readings/{reading.pk}/")
        count = card(page, "人数：业务院长")
        count.get_by_role("button", name="采纳").focus()  # type: ignore[attr-defined]

        expect(page.locator(".rd-lit")).to_contain_text("共14名业务院长")
        page.keyboard.press("Enter")

        expect(page.locator(".rd-value.rd-accepted")).to_have_count(1)
        expect(page.locator(".rd-value:target")).to_be_visible()
        focused = page.evaluate("document.activeElement.closest('.rd-value') !== null")
        assert focused

    def test_without_scripts_links_lead_both_ways(
        self, signed_in_at: Callable[..., Page], clerk: User, reading: NoticeReading
    ) -> None:
        page = signed_in_at(clerk, 1280, f"/readings/{reading.pk}/", scripts=False)

        card(page, "人数：业务院长").locator(".rd-quote").click()  # type: ignore[attr-defined]
        sentence = page.locator(".rd-sentence:target")
        expect(sentence).to_contain_text("共14名业务院长")
        expect(sentence).to_be_in_viewport()
        sentence.get_by_role("link", name="14名", exact=True).click()

        expect(page.locator(".rd-value:target .rd-label")).to_contain_text("人数：业务院长")

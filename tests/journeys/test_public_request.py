"""From the poster in a hall to the public page: scanned, asked, answered, published."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.intake import world
from tests.apps.voice.conftest import NOW, Hall, hall

from bangfu.apps.journal.queries import first_break
from bangfu.apps.voice import actions
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.duty import working_days
from bangfu.core.voice.settings import last_day

__all__ = ["hall"]
SignIn = Callable[..., Page]
TWO_G = {"offline": False, "latency": 800, "downloadThroughput": 4_000, "uploadThroughput": 2_000}
"""GPRS as it is in a valley: 32 kbit/s down, 16 up, most of a second to wait."""
SECONDS_ON_TWO_G = 15
BYTES = 50 * 1024


def scanned(pdf: bytes) -> str:
    """What a camera reads of the one code on the first sheet."""
    sheet: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(sheet)
    return str(code.text)


def small_photo() -> bytes:
    sink = BytesIO()
    Image.new("RGB", (240, 160), "grey").save(sink, "JPEG", quality=60)
    return sink.getvalue()


@pytest.fixture
def poster(signed_in_at: SignIn, hall: Hall, live_server: LiveServer) -> str:
    """The address on the poster that the office prints."""
    page = signed_in_at(hall.office, 1280, "/requests/codes/", scripts=False)
    link = page.get_by_role("link", name="打印海报").get_attribute("href")
    return scanned(page.context.request.get(live_server.url + str(link)).body())


class TestPublicRequest:
    def test_goes_from_the_poster_to_the_public_page(
        self,
        page_at: SignIn,
        signed_in_at: SignIn,
        hall: Hall,
        poster: str,
        live_server: LiveServer,
    ) -> None:
        assert poster.startswith(live_server.url + "/ask/")
        receipt = self._ask(page_at, poster)
        number = str(PublicRequest.objects.get())

        office = signed_in_at(hall.office, 1280, "/", scripts=False)
        expect(office.get_by_text("1件群众需求待受理")).to_be_visible()
        office.goto(live_server.url + "/requests/?state=new")
        office.get_by_role("link", name="挂号窗口排队太久").click()
        office.get_by_role("link", name="受理", exact=True).click()
        office.get_by_label("立行立办").check()
        office.get_by_role("button", name="受理").click()
        office.get_by_role("link", name="答复", exact=True).click()
        office.get_by_label("答复").first.fill("已增开两个挂号窗口")
        office.get_by_label("原因分类").select_option("queue")
        office.get_by_role("button", name="答复").click()
        expect(office.get_by_text("答复", exact=True).first).to_be_visible()
        office.get_by_role("link", name="回访", exact=True).click()
        office.locator("input[name=solved][value=yes]").check()
        office.locator("input[name=satisfied][value=yes]").check()
        office.get_by_role("button", name="回访").click()
        expect(office.get_by_text("已办结").first).to_be_visible()

        office.get_by_role("link", name="拟公开答复").click()
        office.get_by_label("公开的问题").fill("请王女士说的排队")
        office.get_by_role("button", name="拟公开答复").click()
        expect(office.get_by_text("请删去个人信息")).to_be_visible()
        office.get_by_label("公开的问题").fill("挂号排队太久怎么办")
        office.get_by_role("button", name="拟公开答复").click()
        expect(office.get_by_text("待审核")).to_be_visible()

        public = page_at(390, scripts=False)
        public.goto(live_server.url + "/answered/")
        expect(public.get_by_text("挂号排队太久怎么办")).to_have_count(0)
        second = signed_in_at(hall.second, 1280, "/requests/?state=to_release", scripts=False)
        second.get_by_role("link", name="挂号窗口排队太久").click()
        second.get_by_role("button", name="审核并公开").click()
        expect(second.get_by_text("答复已公开")).to_be_visible()

        public = page_at(390, scripts=False)
        public.goto(live_server.url + "/public/")
        expect(public.get_by_text("挂号排队太久怎么办")).to_be_visible()
        public.get_by_role("link", name="全部答复").click()
        expect(public.get_by_text("已增开两个挂号窗口")).to_be_visible()
        assert "王女士" not in public.content()
        assert "13800001111" not in public.content()
        self._follow(page_at, live_server, receipt)

        second.get_by_role("link", name="撤下公开答复").click()
        second.get_by_label("撤下原因").fill("窗口数有变")
        second.get_by_role("button", name="撤下公开答复").click()
        public = page_at(390, scripts=False)
        public.goto(live_server.url + "/answered/")
        expect(public.get_by_text("已增开两个挂号窗口")).to_have_count(0)
        assert number not in public.content()
        assert first_break() is None

    def test_an_old_phone_that_keeps_no_cookies_is_heard(
        self, page_at: SignIn, poster: str
    ) -> None:
        page = page_at(320, scripts=False)
        page.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
        page.goto(poster)
        page.context.clear_cookies()
        page.get_by_label("护理").check()
        page.get_by_role("button", name="提交").click()

        expect(page.get_by_text("请记下或截图保存回执码")).to_be_visible()

    def test_is_worked_by_keyboard_alone(self, page_at: SignIn, poster: str) -> None:
        page = page_at(390)
        page.goto(poster)
        page.get_by_label("医疗").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type("夜里按铃等了很久")
        for _field in range(5):
            if page.evaluate("document.activeElement.tagName") == "BUTTON":
                break
            page.keyboard.press("Tab")
        page.get_by_role("button", name="提交").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_text("请记下或截图保存回执码")).to_be_visible()
        assert PublicRequest.objects.get().words == "夜里按铃等了很久"
        assert PublicRequest.objects.get().kind == "nursing"

    def _ask(self, page_at: SignIn, poster: str) -> str:
        """On a phone with scripts blocked, at the speed of GPRS; what it fetched is weighed."""
        page = page_at(390, scripts=False)
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.emulateNetworkConditions", TWO_G)
        weights: list[float] = []
        wire.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
        page.goto(poster, timeout=SECONDS_ON_TWO_G * 1000)
        assert 0 < sum(weights) <= BYTES
        expect(page.get_by_text("河口镇卫生院 · 门诊大厅")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        page.get_by_label("请说说具体情况").fill("挂号窗口排队太久")
        page.get_by_label("怎么称呼您").fill("王女士")
        page.get_by_label("电话").fill("13800001111")
        page.get_by_label("照片").set_input_files(
            {"name": "排队.jpg", "mimeType": "image/jpeg", "buffer": small_photo()}
        )
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("请先勾选一个类别")).to_be_visible()
        expect(page.get_by_label("请说说具体情况")).to_have_value("挂号窗口排队太久")
        page.get_by_label("挂号缴费窗口").check()
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("请记下或截图保存回执码")).to_be_visible()
        receipt = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page.inner_text("main"))
        assert receipt
        return receipt[0]

    def _follow(self, page_at: SignIn, live_server: LiveServer, receipt: str) -> None:
        page = page_at(390, scripts=False)
        page.goto(live_server.url + "/follow/")
        page.get_by_label("回执码").fill(receipt.lower().replace("-", " "))
        page.get_by_role("button", name="查看").click()
        expect(page.get_by_role("heading", name="已办结")).to_be_visible()
        expect(page.get_by_text("已增开两个挂号窗口").first).to_be_visible()


class TestHandling:
    """The whole life of a request on a phone, each step by whoever has to take it."""

    def test_extended_once_called_back_unsolved_and_asked_again(
        self, page_at: SignIn, signed_in_at: SignIn, hall: Hall, live_server: LiveServer
    ) -> None:
        asked = hall.asked(telephone="13800001111")
        office = signed_in_at(hall.office, 390, f"/requests/{asked.request.pk}/")
        self._step(office, "受理", lambda: office.get_by_label("解释说明").check())
        before = PublicRequest.objects.get().due
        self._step(office, "延期", lambda: office.get_by_label("原因").fill("等待设备到货"))
        after = PublicRequest.objects.get().due
        assert before is not None
        assert after == last_day(before, 10, working_days.shipped())
        expect(office.get_by_role("link", name="延期", exact=True)).to_have_count(0)
        self._step(office, "答复", lambda: self._answer(office))
        assert office.get_by_role("link", name="13800001111").get_attribute("href") == (
            "tel:13800001111"
        )
        self._step(office, "回访", lambda: self._call(office, solved="no"))
        expect(office.get_by_text("办理中").first).to_be_visible()
        self._step(office, "答复", lambda: self._answer(office))

        phone = page_at(320, scripts=False)
        phone.goto(f"{live_server.url}/follow/{asked.receipt}/")
        phone.get_by_text("没有解决，要求重新办理（一次）").click()
        phone.locator("textarea").fill("还是要等一个小时")
        phone.get_by_role("button", name="要求重新办理").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("待受理")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320

        office.goto(f"{live_server.url}/requests/{asked.request.pk}/")
        expect(office.get_by_text("还是要等一个小时")).to_be_visible()
        assert office.evaluate("document.documentElement.scrollWidth") <= 390
        self._step(office, "受理", lambda: office.get_by_label("立行立办").check())
        self._step(office, "答复", lambda: self._answer(office))
        self._step(office, "回访", lambda: self._call(office, solved="yes"))
        expect(office.get_by_text("已办结").first).to_be_visible()
        phone.goto(f"{live_server.url}/follow/{asked.receipt}/")
        expect(phone.get_by_text("没有解决，要求重新办理（一次）")).to_have_count(0)
        assert first_break() is None

    def test_passed_on_and_returned_to_whom_it_came_to_first(
        self, signed_in_at: SignIn, hall: Hall
    ) -> None:
        request = hall.request()
        address = f"/requests/{request.pk}/"
        office = signed_in_at(hall.office, 390, address)
        expect(office.get_by_role("link", name="退回", exact=True)).to_have_count(0)
        name = hall.places.south.name
        self._step(
            office, "转办", lambda: office.get_by_label("接收单位").select_option(label=name)
        )

        south = signed_in_at(hall.south_office, 390, "/requests/?state=passed_to")
        south.get_by_role("link", name="排队等候时间太长").click()
        south.get_by_role("link", name="退回", exact=True).click()
        south.get_by_label("原因").fill("窗口属于贵院")
        south.get_by_role("button", name="退回", exact=True).click()
        # It is nobody's of theirs any more: the list, not a page that is not found.
        south.wait_for_url("**/requests/")

        request.refresh_from_db()
        assert request.institution == request.first == hall.places.north
        office = signed_in_at(hall.office, 390, address)
        expect(office.get_by_text("窗口属于贵院")).to_be_visible()

    def test_late_is_said_in_words_and_reminded_of_the_day_after(
        self, page_at: SignIn, signed_in_at: SignIn, hall: Hall, live_server: LiveServer
    ) -> None:
        asked = hall.asked(at=NOW - timedelta(days=30))
        due = asked.request.due
        assert due is not None
        assert actions.remind_all(on=due, at=NOW) == 0
        assert actions.remind_all(on=due + timedelta(days=1), at=NOW) == 1
        assert actions.remind_all(on=due + timedelta(days=2), at=NOW) == 0

        office = signed_in_at(hall.office, 390, "/requests/?state=late")
        expect(office.get_by_text("超过答复期限").first).to_be_visible()
        office.get_by_role("link", name="排队等候时间太长").click()
        expect(office.get_by_text("已超过答复期限，请尽快答复")).to_be_visible()
        expect(office.locator(".vo-event", has_text="催办")).to_have_count(1)
        phone = page_at(320, scripts=False)
        phone.goto(f"{live_server.url}/follow/{asked.receipt}/")
        expect(phone.get_by_text("已超过答复期限，我们正在催办。")).to_be_visible()

    def test_causes_are_gone_through_each_quarter_and_kept(
        self, signed_in_at: SignIn, hall: Hall
    ) -> None:
        hall.answered()
        office = signed_in_at(hall.office, 390, "/requests/causes/")
        expect(office.get_by_role("row", name="等候时间长")).to_contain_text("1")
        assert office.evaluate("document.documentElement.scrollWidth") <= 390
        office.get_by_role("link", name="登记季度原因分析").click()
        assert office.evaluate("document.documentElement.scrollWidth") <= 390
        office.locator("[name=met_on]").fill(NOW.date().isoformat())
        office.locator("[name=who]").fill("门诊部、护理部")
        office.locator("[name=findings]").fill("早高峰窗口不足")
        office.locator("[name=measures]").fill("早高峰增开两个窗口")
        office.locator("form.vo-step button, main form button.btn-primary").last.click()

        expect(office.get_by_text("早高峰增开两个窗口").first).to_be_visible()

    def _step(self, page: Page, name: str, fill: Callable[[], object]) -> None:
        """One step by its link, its form and its button."""
        page.get_by_role("link", name=name, exact=True).first.click()
        fill()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url(re.compile(r"/requests/\d+/$"))

    def _answer(self, page: Page) -> None:
        page.get_by_label("答复").first.fill("已增开两个挂号窗口")
        page.get_by_label("原因分类").select_option("queue")

    def _call(self, page: Page, *, solved: str) -> None:
        page.locator(f"input[name=solved][value={solved}]").check()
        page.locator("input[name=satisfied][value=no]").check()


class TestPhotoOnRecord:
    def test_is_seen_by_the_office_that_handles_it(
        self, page_at: SignIn, signed_in_at: SignIn, hall: Hall, poster: str
    ) -> None:
        TestPublicRequest()._ask(page_at, poster)
        found = PublicRequest.objects.get()

        page = signed_in_at(hall.office, 390, f"/requests/{found.pk}/")
        picture = page.locator("img").last
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth") > 0
        far = world.user("far", "host_office", at="FAR")
        other = signed_in_at(far, 390, "/requests/")
        expect(other.get_by_text("挂号窗口排队太久")).to_have_count(0)

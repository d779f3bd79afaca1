"""An exemplar story: written on a phone at the host, released by a colleague, read by everybody."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.publicity.conftest import Board, board, photo

__all__ = ["board"]
SignIn = Callable[..., Page]
PageAt = Callable[..., Page]
TITLE = "山路上的听诊器"


class TestStory:
    def test_is_written_released_by_another_read_and_taken_down(
        self, signed_in_at: SignIn, page_at: PageAt, live_server: LiveServer, board: Board
    ) -> None:
        writer = signed_in_at(board.office, 390, "/publicity/stories/", scripts=False)
        writer.get_by_role("link", name="写一篇").first.click()
        writer.get_by_label("标题").fill(TITLE)
        writer.get_by_label("提要").fill("每周三，她走四十里山路到村里坐诊。")
        writer.get_by_label("正文").fill("到河口镇的第一个月，她走遍了九个村。")
        picture = {"name": "坐诊.jpg", "mimeType": "image/jpeg", "buffer": photo().content}
        writer.locator("input[type=file]").set_input_files([picture])  # type: ignore[list-item]
        writer.get_by_role("button", name="保存").click()
        expect(writer.get_by_text("请写照片说明。")).to_be_visible()

        writer.get_by_label("照片说明").fill("专家在村卫生室坐诊")
        writer.get_by_label("文中和照片中的人员都已同意公开").check()
        writer.get_by_role("button", name="保存").click()
        expect(writer.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(writer.get_by_role("button", name="审核并公开")).to_have_count(0)
        address = writer.url.partition("/publicity/")[2]
        assert self._public(page_at, live_server).get_by_text(TITLE).count() == 0

        colleague = signed_in_at(board.office_second, 1280, f"/publicity/{address}")
        colleague.get_by_role("button", name="审核并公开").click()
        reader = self._public(page_at, live_server)
        reader.get_by_role("link", name=TITLE).click()
        expect(reader.get_by_text("走遍了九个村")).to_be_visible()
        expect(reader.get_by_role("img", name="专家在村卫生室坐诊")).to_be_visible()

        colleague.get_by_role("link", name="撤下").click()
        colleague.get_by_label("撤下原因").fill("本人要求")
        colleague.get_by_role("button", name="撤下").click()
        assert self._public(page_at, live_server).get_by_text(TITLE).count() == 0

    def _public(self, page_at: PageAt, live_server: LiveServer) -> Page:
        """What somebody without an account sees, whose browser has kept nothing."""
        page = page_at(390, scripts=False)
        page.goto(f"{live_server.url}/public/stories/")
        return page

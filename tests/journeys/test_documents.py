"""An office writes a circular: chosen, filled in, issued with its number, downloaded, withdrawn."""

import io
from collections.abc import Callable

import pypdf
from docx import Document as WordDocument
from playwright.sync_api import Page, expect
from tests.apps.documents.conftest import Offices, offices

__all__ = ["offices"]
SignIn = Callable[..., Page]


class TestCircular:
    def test_goes_from_the_list_of_kinds_to_an_issued_paper_without_scripts(
        self, signed_in_at: SignIn, offices: Offices
    ) -> None:
        page = signed_in_at(offices.clerk, 390, "/documents/", scripts=False)
        page.get_by_role("link", name="制作文书").first.click()
        page.get_by_role("link", name="通报").click()
        page.get_by_role("button", name=offices.programme.title_zh).click()
        expect(page.get_by_text("签发前还需填写：主送机关、正文")).to_be_visible()

        page.get_by_label("主送机关").fill("各乡镇卫生院")
        page.get_by_label("正文").fill("一、总体情况\n截至6月30日，应到岗12人，实到12人。")
        page.get_by_role("button", name="保存并更新文书").click()
        expect(page.get_by_text("应到岗12人，实到12人").last).to_be_visible()

        page.get_by_role("button", name="签发并编号").click()
        expect(page.get_by_text("还没有设置“公文”的发文字")).to_be_visible()
        self._set_word(page)
        page.get_by_role("button", name="签发并编号").click()
        expect(page.get_by_text("〕1号").first).to_be_visible()
        self._see_files(page)

        page.get_by_role("link", name="撤回").click()
        page.get_by_label("撤回原因").fill("数字有误")
        page.get_by_role("button", name="撤回").click()
        expect(page.get_by_text("已撤回").first).to_be_visible()
        expect(page.get_by_text("数字有误").first).to_be_visible()

    def _set_word(self, page: Page) -> None:
        """The office decides on the word of its numbers, and comes back to its draft."""
        draft = page.url
        page.goto(draft.partition("/documents/")[0] + "/documents/templates/")
        page.get_by_label("发文字", exact=False).last.fill("东卫帮")
        page.get_by_role("button", name="设置").click()
        page.goto(draft)

    def _see_files(self, page: Page) -> None:
        """Word and PDF say what the page shows."""
        printed = pypdf.PdfReader(io.BytesIO(page.request.get(f"{page.url}paper.pdf").body()))
        text = "".join(one.extract_text() for one in printed.pages)
        assert "实到12人" in text.replace(" ", "")
        word = WordDocument(io.BytesIO(page.request.get(f"{page.url}paper.docx").body()))
        assert "一、总体情况" in [one.text for one in word.paragraphs]

"""The registry as somebody at a desk and somebody with a phone see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from bangfu.apps.accounts.models import User
from bangfu.apps.registry import actions
from bangfu.apps.registry.models import Institution, Worker

from .conftest import LONG_AGO, physician
from .test_imports import WORKERS, citizen, xlsx

pytestmark = pytest.mark.django_db(transaction=True)


class TestPages:
    @pytest.mark.parametrize("width", [1280, 390])
    def test_fit_the_screen(
        self,
        signed_in_at: Callable[..., Page],
        clerk: User,
        north: Institution,
        doctor: Worker,
        width: int,
    ) -> None:
        page = signed_in_at(clerk, width, "/institutions/")
        for path in (
            "/institutions/",
            f"/institutions/{north.pk}/",
            f"/institutions/{north.pk}/change/",
            "/workers/",
            f"/workers/{doctor.pk}/",
            f"/workers/{doctor.pk}/change/",
            "/workers/import/",
        ):
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    def test_narrow_a_list_as_choices_change(
        self, signed_in_at: Callable[..., Page], clerk: User, doctor: Worker
    ) -> None:
        other = physician(doctor.home, "2", name="单田芳", title_code="231")
        actions.register_worker(draft=other, on=LONG_AGO, by=None)
        page = signed_in_at(clerk, 1280, "/workers/")

        page.select_option("[name=rank]", "1")

        page.wait_for_selector("text=曾晓明", state="detached")
        assert page.is_visible("text=单田芳")
        assert "rank=1" in page.url


class TestImport:
    def test_goes_from_the_file_to_the_list_without_scripts(
        self, signed_in_at: Callable[..., Page], clerk: User, north: Institution
    ) -> None:
        content = xlsx(WORKERS, ["王晓", citizen(), "1", north.name, "心内科", "主治医师"])
        page = signed_in_at(clerk, 390, "/workers/", scripts=False)

        page.click("text=导入人员")
        page.set_input_files(
            "[name=workbook]",
            {"name": "人员.xlsx", "mimeType": "application/octet-stream", "buffer": content},
        )
        page.click("text=上传并试读")
        page.click("text=确认导入")

        assert page.is_visible("text=导入完成：新增1行")
        assert page.is_visible("text=王晓")

"""Handing in a definition as a clerk would, without scripts; every page on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.programmes import world
from tests.apps.programmes.test_views import CODE, PAGES

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Edition

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, server: LiveServer, client: Client, user: User) -> None:
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])


class TestHandingIn:
    def test_a_file_is_looked_at_and_adopted_without_scripts(
        self,
        live_server: LiveServer,
        page_at: Callable[..., Page],
        client: Client,
        clerk: User,
        tmp_path: Path,
    ) -> None:
        file = tmp_path / "harbour.toml"
        file.write_text(world.SIXTH)
        page = page_at(390, scripts=False)
        sign_in(page, live_server, client, clerk)

        page.goto(f"{live_server.url}/programmes/new/")
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="检查并预览").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("港湾区驻村医师")
        page.get_by_label("修订说明").fill("首版")
        page.get_by_role("button", name="采用此版本").click()

        expect(page).to_have_url(f"{live_server.url}/programmes/{CODE}/")
        assert Edition.objects.get().note == "首版"


class TestOnAPhone:
    def test_no_page_is_wider_than_the_screen(
        self,
        live_server: LiveServer,
        page_at: Callable[..., Page],
        client: Client,
        clerk: User,
        places: world.Places,
    ) -> None:
        world.programme(places)
        page = page_at(390)
        sign_in(page, live_server, client, clerk)
        addresses = ["", *(name.removeprefix("programme_") + "/" for name in PAGES[1:])]
        addresses += ["editions/2026/", "leadership/hosts/enrol/", "pairings/new/"]

        for address in addresses:
            page.goto(f"{live_server.url}/programmes/{CODE}/{address}")

            assert page.evaluate("document.documentElement.scrollWidth") <= 390, address

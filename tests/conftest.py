"""What all tests share: the browser, and the marks by which the two database runs choose."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import hypothesis
import pytest
from django.test import Client
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

# How long a case takes is no property of the product; on CI the same cases are tried every time.
hypothesis.settings.register_profile("bangfu", deadline=None, derandomize=bool(os.getenv("CI")))
hypothesis.settings.load_profile("bangfu")

REFUSED = "status of 422"
"""How Chromium tells of a form that was refused: an answer like any other, no fault of the page."""
PATIENCE_MILLISECONDS = 20_000
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database and what opens a browser, by what it asks for."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder that ``tests.settings`` made for this process."""
    shutil.rmtree(os.environ["BANGFU_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for a worker's whole run."""
    program = os.environ.get("BANGFU_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail(
            "Chromium is missing: ./bangfu test installs it or says which package to install"
        )
    # How long a page takes is no property of the product: a busy machine only makes it longer.
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    # Playwright's loop runs in this thread, and Django would refuse its own queries beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser, transactional_db: None) -> Iterator[Callable[..., Page]]:
    """``page_at(390)`` opens a page of that width; scripts may be blocked, the language chosen.

    A script error on the page or a breach of its content security policy fails the test.
    """
    contexts = []
    complaints: list[str] = []

    def open_page(width: int, *, scripts: bool = True, language: str = "zh-CN") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale=language
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and REFUSED not in message.text
                else None
            ),
        )
        return page

    yield open_page
    # The database is emptied next: a request still under way would hold a table of it.
    for context in contexts:
        for page in context.pages:
            with suppress(Error):
                page.wait_for_load_state("networkidle", timeout=5000)
        context.close()
    assert not complaints, complaints


@pytest.fixture
def signed_in_at(
    page_at: Callable[..., Page], live_server: LiveServer, client: Client
) -> Callable[..., Page]:
    """``signed_in_at(user, 1280, "/postings/")``: the site as that user sees it."""

    def open_page(user: Any, width: int, path: str = "/", **options: object) -> Page:
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page = page_at(width, **options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_page

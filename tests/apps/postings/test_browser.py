"""The list of postings in a browser: filters replace the list and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.apps.intake import world
from tests.apps.intake.world import Places

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.actions import open_posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker

DAY = timedelta(1)


@pytest.fixture
def postings(
    transactional_db: None,
    places: Places,
    programme: Programme,
    outgoing: Worker,
    incoming: Worker,
    clerk: User,
) -> None:
    today = date.today()  # noqa: DTZ011
    for host, worker, begins in (
        (places.north, outgoing, today - 10 * DAY),
        (places.south, incoming, today + 10 * DAY),
    ):
        term = {"starts_on": begins, "ends_before": begins + 60 * DAY}
        open_posting(need=world.need(host, programme, **term), worker=worker, **term, by=clerk)


def sign_in(page: Page, live_server, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_filter_replaces_the_list(
    postings: None,
    live_server,
    page_at: Callable[..., Page],
    clerk: User,
    width: int,
    scripts: bool,
) -> None:
    page = page_at(width, scripts=scripts)
    sign_in(page, live_server, clerk)
    page.goto(f"{live_server.url}/postings/")
    assert page.locator("tbody tr").count() == 2

    further = page.locator(".bf-more summary")
    if further.is_visible():
        further.click()
    page.select_option("[name=state]", "appointed")
    if not scripts:
        page.click(".bf-filters button")
    page.locator("tbody tr", has_text="林知远").wait_for(state="detached")

    assert page.locator("tbody tr").count() == 1
    assert page.locator("#postings").count() == 1
    assert "state=appointed" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""The pages of the ledger: who sees what, what is offered, what is said where it is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.supervision.conftest import TODAY, Ledger, at

from bangfu.apps.accounts.models import User
from bangfu.apps.supervision import actions

Open = Callable[..., Any]
Asked = Callable[[User, str], int]
PAGES = (
    "/tasks/",
    "/tasks/open/",
    "/tasks/open/district_review/",
    "/tasks/new/",
    "/tasks/checks/",
    "/tasks/contacts/",
    "/tasks/problems/",
    "/tasks/problems/new/",
    "/tasks/accounts/",
)


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it; with fields it is submitted."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Asked:
    """How many queries a page asks once its reader is signed in."""

    def count(user: User, path: str) -> int:
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def text(answer: Any) -> str:
    return answer.content.decode()


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_open_empty_and_full(self, ledger: Ledger, seen: Open, path: str) -> None:
        assert seen(ledger.clerk, path).status_code == 200
        ledger.open()
        actions.raise_problem(
            programme=ledger.programme, title="急救设备不足", by=None, on=TODAY, at=at()
        )

        assert seen(ledger.clerk, path).status_code == 200

"""The pages of leaving: who sees what, who signs, what is said where something is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.completion.conftest import TODAY

from bangfu.apps.accounts.models import User
from bangfu.apps.completion import actions
from bangfu.apps.completion.models import Handover
from bangfu.apps.postings.models import Posting

Open = Callable[..., Any]


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it; with fields it is submitted."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Callable[[User, str], int]:
    """How many queries a page asks once its reader is signed in."""

    def count(user: User, path: str) -> int:
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def begun(posting: Posting, successor: Posting | None = None) -> Handover:
    return actions.arrange_handover(
        posting=posting, on=TODAY, successor=successor, by=None, at=timezone.now()
    )


def all_done(row: Handover) -> dict[str, str]:
    fields = {f"done_{item.position}": "on" for item in row.items.all()}
    return {**fields, "revision": str(row.revision)}


class TestHandover:
    def test_goes_from_the_list_to_three_signatures_and_is_recorded(
        self,
        seen: Open,
        posting: Posting,
        follower: Posting,
        leaver: User,
        successor: User,
        host: User,
    ) -> None:
        path = f"/leaving/{posting.pk}/"
        shown = seen(leaver, f"{path}arrange/").content.decode()
        assert "苏明哲" in shown
        seen(leaver, f"{path}arrange/", on=TODAY.isoformat(), successor=follower.pk)
        row = Handover.objects.get()

        signed = seen(leaver, path, do="sign:leaver", **all_done(row))
        assert "已签字" in signed.content.decode()
        row.refresh_from_db()
        seen(successor, path, do="sign:successor", revision=row.revision)
        last = seen(host, path, do="sign:host", revision=row.revision).content.decode()

        posting.refresh_from_db()
        assert posting.handed_over_on == TODAY
        assert "完成交接" in last
        assert [one.signatory for one in row.signatures.all()] == ["leaver", "successor", "host"]

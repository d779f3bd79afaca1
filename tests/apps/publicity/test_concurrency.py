"""Two at the same moment: one is taken, the other is told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from tests.apps.publicity.conftest import NOW, TODAY, Board

from bangfu.apps.journal.models import Entry
from bangfu.apps.publicity import actions
from bangfu.apps.voice import actions as voice
from bangfu.apps.voice.queries.causes import Place
from bangfu.core.refusal import Refusal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def both(one: Callable[[], object], other: Callable[[], object]) -> list[object]:
    """What came of two calls made at the same moment; a refusal is its class."""

    def told(call: Callable[[], object]) -> object:
        try:
            return call()
        except Refusal as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(told, one), pool.submit(told, other)]]


class TestAtTheSameMoment:
    def test_a_release_and_a_withdrawal_leave_one_truth(self, board: Board) -> None:
        row = board.list()
        before = Entry.objects.count()

        results = both(
            lambda: actions.release(row=row, by=board.second, on=TODAY, at=NOW),
            lambda: actions.withdraw(row=row, reason="有误", by=board.clerk, at=NOW),
        )

        row.refresh_from_db()
        refused = results.count(actions.NotReleasable)
        assert row.withdrawn_at is not None
        assert not row.is_public(TODAY)
        assert Entry.objects.count() == before + 2 - refused

    def test_two_reviews_of_a_quarter_keep_one(self, board: Board) -> None:
        first = date(TODAY.year, 3 * ((TODAY.month - 1) // 3) + 1, 1)

        def keep(by: object) -> object:
            return voice.keep_review(
                place=Place(None, "3705", "东海市"),
                first=first,
                met_on=TODAY,
                findings="窗口少",
                measures="增开窗口",
                by=by,  # type: ignore[arg-type]
                on=TODAY,
                at=NOW,
            )

        results = both(lambda: keep(board.clerk), lambda: keep(board.second))

        assert results.count(voice.ReviewedAlready) == 1

"""Two at the same moment: one wins, the other is told, nothing is lost."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.apps.duty.conftest import MONDAY, at
from tests.apps.duty.test_actions import WEEK, absent, ask, day
from tests.apps.postings.test_concurrency import together

from bangfu.apps.duty import actions
from bangfu.apps.duty.models import Confirmation, Leave, TypedException
from bangfu.apps.journal.queries import first_break
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.confirming import AlreadyConfirmed
from bangfu.core.duty.leave import LeaveOverlaps
from bangfu.core.duty.sides import NotNow

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def confirming(posting: Posting, **rest: object) -> Callable[[], None]:
    return lambda: (
        actions.confirm_week(host=posting.host, week=WEEK, by=None, at=at(day(7)), **rest) and None
    )


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_one_week_is_confirmed_once(self, posting: Posting, attempt: int) -> None:
        ended = together(confirming(posting), confirming(posting))

        assert sorted(ended, key=str) == sorted([None, AlreadyConfirmed], key=str)
        assert Confirmation.objects.count() == 1
        assert first_break() is None

    def test_what_both_typed_is_kept(self, posting: Posting, attempt: int) -> None:
        ended = together(
            confirming(posting, typed={posting.pk: [absent(0, 0)]}),
            confirming(posting, typed={posting.pk: [absent(2, 2)]}),
        )

        assert ended == [None, None]
        assert (Confirmation.objects.count(), TypedException.objects.count()) == (1, 2)

    def test_leave_is_asked_once(self, posting: Posting, attempt: int) -> None:
        ended = together(lambda: ask(posting) and None, lambda: ask(posting) and None)

        assert sorted(ended, key=str) == sorted([None, LeaveOverlaps], key=str)

    def test_leave_is_decided_once(self, posting: Posting, attempt: int) -> None:
        row = ask(posting)

        ended = together(
            lambda: actions.approve_leave(row=row, by=None, at=at(MONDAY)) and None,
            lambda: (
                actions.refuse_leave(row=row, reason="人手不足", by=None, at=at(MONDAY)) and None
            ),
        )

        assert sorted(ended, key=str) == sorted([None, NotNow], key=str)
        assert Leave.objects.get().state in (Leave.State.APPROVED, Leave.State.REFUSED)

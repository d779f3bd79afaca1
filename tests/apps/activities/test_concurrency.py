"""Two at the same moment: one entry, one answer, and sums that lose nothing."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from tests.apps.activities.conftest import FIRST, TODAY, World, at
from tests.apps.postings.test_concurrency import together

from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity
from bangfu.apps.activities.queries import sums
from bangfu.apps.journal.queries import first_break

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def confirmed(here: World) -> sums.Total:
    found = sums.totals(here.programme, by="host", starts_on=FIRST, ends_before=date(2027, 1, 1))
    return found.get((here.places.north.pk, "free_clinic.people"), sums.Total())


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_an_entry_sent_twice_arrives_once(self, here: World, attempt: int) -> None:
        key, work = uuid.uuid4(), here.work()

        ended = together(*[lambda: here.record(work, key=key) and None] * 3)

        assert ended == [None, None, None]
        assert Activity.objects.count() == 1
        assert confirmed(here).waiting == 80
        assert first_break() is None

    def test_entries_of_one_month_all_enter_its_sum(self, here: World, attempt: int) -> None:
        ended = together(*[lambda: here.record() and None] * 4)

        assert ended == [None] * 4
        assert confirmed(here).waiting == 320

    def test_an_entry_is_answered_once(self, here: World, attempt: int) -> None:
        activity = here.record()
        answer: list[Callable[[], None]] = [
            lambda: actions.confirm_activities(activities=[activity], by=None, at=at()) and None,
            lambda: (
                actions.return_activity(activity=activity, reason="请核对", by=None, at=at())
                and None
            ),
        ]

        ended = together(*answer)

        assert sorted(ended, key=str) == sorted([None, actions.NotWaiting], key=str)
        assert confirmed(here).confirmed in (0, 80)

    def test_a_month_is_locked_before_or_after_a_confirmation(
        self, here: World, attempt: int
    ) -> None:
        activity = here.record(on=date(2026, 5, 4))

        ended = together(
            lambda: (
                actions.lock_month(
                    programme=here.programme,
                    month=date(2026, 5, 1),
                    by=None,
                    at=at(),
                    today=TODAY,
                )
                and None
            ),
            lambda: actions.confirm_activities(activities=[activity], by=None, at=at()) and None,
        )

        assert ended[0] is None
        assert ended[1] in (None, actions.MonthLocked)
        assert confirmed(here).confirmed == (80 if ended[1] is None else 0)

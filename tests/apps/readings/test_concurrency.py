"""Two clerks at the same moment: one decision stands, one programme comes of a draft."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.apps.postings.test_concurrency import together
from tests.apps.readings.conftest import NOW
from tests.apps.readings.test_actions import DAY, accept_all, value_at

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.programmes.models import Edition
from bangfu.apps.readings import actions
from bangfu.apps.readings.models import NoticeReading
from bangfu.apps.readings.written import digest_of, written
from bangfu.core.readings import Verdict

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def once(*tasks: Callable[[], object]) -> list[type[BaseException] | None]:
    return sorted(together(*[lambda task=task: task() and None for task in tasks]), key=str)


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_one_of_two_corrections_stands(
        self, reading: NoticeReading, clerk: User, colleague: User, attempt: int
    ) -> None:
        value = value_at(reading, "dispatch.posts[1].count")

        ended = once(
            *[
                lambda typed=typed, by=by: actions.decide(
                    value=value,
                    verdict=Verdict.CORRECTED,
                    revision=0,
                    typed=typed,
                    by=by,
                    at=NOW,
                )
                for typed, by in (("15", clerk), ("16", colleague))
            ]
        )

        assert ended == sorted([None, actions.ValueMoved], key=str)
        assert value_at(reading, "dispatch.posts[1].count").revision == 1
        assert Entry.objects.filter(verb="reading.value_decided").count() == 1
        assert first_break() is None

    def test_a_draft_is_adopted_once(
        self, reading: NoticeReading, clerk: User, colleague: User, attempt: int
    ) -> None:
        accept_all(reading, clerk)
        seen = digest_of(written(NoticeReading.objects.get(pk=reading.pk)).toml)

        ended = once(
            *[
                lambda by=by: actions.adopt_reading(
                    reading=NoticeReading.objects.get(pk=reading.pk),
                    seen=seen,
                    note="",
                    by=by,
                    on=DAY,
                    at=NOW,
                )
                for by in (clerk, colleague)
            ]
        )

        assert ended == sorted([None, actions.NotOpen], key=str)
        assert Edition.objects.count() == 1
        assert first_break() is None

"""Two clerks at the same moment: one posting, one refusal, never two places."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.postings.test_models import posting

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.actions import AlreadyPosted, open_posting
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]
SPRING = {"starts_on": date(2025, 3, 1), "ends_before": date(2025, 6, 1)}


def together(*tasks: Callable[[], None]) -> list[type[BaseException] | None]:
    """Run tasks in threads that start at once; what each raised, or ``None``."""
    barrier = Barrier(len(tasks))
    ended: list[type[BaseException] | None] = [None] * len(tasks)

    def run(place: int, task: Callable[[], None]) -> None:
        barrier.wait(timeout=10)
        try:
            task()
        except Exception as raised:
            ended[place] = type(raised)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, task)) for place, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ended


class TestOpenPosting:
    @pytest.mark.parametrize("attempt", range(5))
    def test_refuses_the_second_of_two_at_once(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User, attempt: int
    ) -> None:
        def task(need: Need) -> Callable[[], None]:
            return lambda: open_posting(need=need, worker=outgoing, **SPRING, by=clerk) and None

        ended = together(task(post), task(elsewhere))

        assert sorted(ended, key=str) == sorted([None, AlreadyPosted], key=str)
        assert Posting.objects.count() == 1


class TestGuard:
    @pytest.mark.parametrize("sessions", [None, 6])
    def test_makes_the_second_writer_wait_and_see_the_first(
        self, post: Need, outgoing: Worker, sessions: int | None
    ) -> None:
        def write() -> None:
            with transaction.atomic():
                posting(post, outgoing, 0, 5, sessions).save()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")

        ended = together(write, write)

        assert sorted(ended, key=str) == sorted([None, IntegrityError], key=str)
        assert Posting.objects.count() == 1

"""Two clerks at the same moment: one posting, one refusal, never two places."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.intake.world import Places
from tests.apps.postings.test_models import posting
from tests.apps.postings.test_offers import agree, appoint, nominate, offer

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.actions import (
    AlreadyOffered,
    AlreadyPosted,
    DepartmentTooThin,
    open_posting,
)
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.registry.models import Department, Worker
from bangfu.core.duty.sides import Side

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


class TestOffers:
    """Two clerks, and two sides, at the same moment."""

    @pytest.fixture
    def agreed(self, post: Need, outgoing: Worker) -> Offer:
        nominate(outgoing, post.programme)
        made = offer(post, outgoing)
        agree(made)
        return made

    @pytest.mark.parametrize("attempt", range(5))
    def test_are_appointed_or_the_doctor_posted_elsewhere_by_hand_never_both(
        self, agreed: Offer, elsewhere: Need, outgoing: Worker, attempt: int
    ) -> None:
        ended = together(
            lambda: appoint(agreed) and None,
            lambda: open_posting(need=elsewhere, worker=outgoing, **SPRING, by=None) and None,
        )

        assert sorted(ended, key=str) == sorted([None, AlreadyPosted], key=str)
        assert Posting.objects.count() == 1
        assert (Offer.objects.get().state == "appointed") is (ended[0] is None)

    @pytest.mark.parametrize("attempt", range(5))
    def test_are_appointed_once(self, agreed: Offer, attempt: int) -> None:
        ended = together(lambda: appoint(agreed) and None, lambda: appoint(agreed) and None)

        assert sorted(ended, key=str) == sorted([None, AlreadyPosted], key=str)
        assert Posting.objects.count() == 1

    @pytest.mark.parametrize("attempt", range(5))
    def test_are_answered_by_both_sides_at_once_and_neither_is_lost(
        self, post: Need, outgoing: Worker, attempt: int
    ) -> None:
        nominate(outgoing, post.programme)
        held = offer(post, outgoing)

        ended = together(lambda: agree(held, side=Side.HOST), lambda: agree(held, side=Side.SENDER))

        assert ended == [None, None]
        assert Offer.objects.get().state == "agreed"

    @pytest.mark.parametrize("attempt", range(5))
    def test_leave_a_department_its_minimum_whoever_asks_first(
        self,
        post: Need,
        elsewhere: Need,
        outgoing: Worker,
        incoming: Worker,
        places: Places,
        attempt: int,
    ) -> None:
        department = Department.objects.create(
            institution=places.sender, name="内科", staff=5, minimum_staff=4
        )
        Worker.objects.update(department=department)
        made = []
        for need, worker in ((post, outgoing), (elsewhere, incoming)):
            nominate(worker, need.programme)
            made.append(offer(need, worker))

        ended = together(*[lambda one=one: agree(one, side=Side.SENDER) for one in made])

        assert sorted(ended, key=str) == sorted([None, DepartmentTooThin], key=str)
        assert Offer.objects.filter(sender_agreed_at__isnull=False).count() == 1

    @pytest.mark.parametrize("attempt", range(5))
    def test_put_one_doctor_forward_once(
        self, post: Need, elsewhere: Need, outgoing: Worker, attempt: int
    ) -> None:
        nominate(outgoing, post.programme)

        ended = together(*[lambda n=n: offer(n, outgoing) and None for n in (post, elsewhere)])

        assert sorted(ended, key=str) == sorted([None, AlreadyOffered], key=str)
        assert Offer.objects.count() == 1

"""What names in talks ask of each side, on its first page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.apps.intake import world
from tests.apps.postings.test_offers import agree, nominate, offer

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.desks import desk_of
from bangfu.apps.intake.models import Nomination
from bangfu.apps.postings.models import Offer

ANSWER, APPOINT = "/offers/", "/offers/appoint/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Offer:
    begins = timezone.localdate() + timedelta(30)
    days = {"starts_on": begins, "ends_before": begins + timedelta(90)}
    places, programme = world.places(), world.programme()
    worker = world.worker("林知远", places.sender)
    nominate(worker, programme)
    Nomination.objects.update(available_before=days["ends_before"])
    return offer(world.need(places.north, programme, **days), worker, **days)


def asked(user: User) -> list[str]:
    """The addresses of what is asked of somebody about names in talks."""
    desk = desk_of(user, on=timezone.localdate())
    return [matter.url for matter in desk.matters if matter.url in (ANSWER, APPOINT)]


class TestTalksDue:
    def test_ask_each_side_until_it_has_answered_and_then_the_clerk(self, made: Offer) -> None:
        host = world.user("host", "host_office", at="NORTH")
        sender = world.user("sender", "sender_office", at="SENDER")
        clerk = world.user("clerk", "commission_clerk", area="3705")

        assert [asked(one) for one in (host, sender, clerk)] == [[ANSWER], [ANSWER], []]
        agree(made)

        assert [asked(one) for one in (host, sender, clerk)] == [[], [], [APPOINT]]

    def test_ask_nothing_of_others(self, made: Offer) -> None:
        for name, role, reach in (
            ("south", "host_office", {"at": "SOUTH"}),
            ("far", "commission_clerk", {"area": "65"}),
            ("party", "party_office", {"area": "3705"}),
        ):
            assert asked(world.user(name, role, **reach)) == []

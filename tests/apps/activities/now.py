"""The small county with its ledger, running around the day on which the tests run."""

import uuid
from datetime import date, timedelta

from django.utils import timezone
from tests.apps.intake import world
from tests.apps.programmes.county_support import definition

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution

from .conftest import KINDS, World


def today() -> date:
    return timezone.localdate()


def county() -> World:
    """A sender, two hosts and one far away, in a programme that runs a year around today."""
    places = world.places()
    first, end = today() - timedelta(days=200), today() + timedelta(days=165)
    text = definition(KINDS, first=first, end=end)
    programme = adopt_edition(text=text, by=None, on=first).programme
    for place, role, code in (
        (places.sender, "sender", "senders"),
        (places.north, "host", "hosts"),
        (places.south, "host", "hosts"),
    ):
        Party.objects.create(
            programme=programme, institution=place, role=role, party_code=code, starts_on=first
        )
    return World(places, programme)


def another_programme(here: World, code: str) -> Programme:
    """One more programme in which the sender and the north take part."""
    first = today() - timedelta(days=200)
    text = definition(KINDS, first=first, end=today() + timedelta(days=165), code=code)
    programme = adopt_edition(text=text, by=None, on=first).programme
    for place, role in ((here.places.sender, "sender"), (here.places.north, "host")):
        Party.objects.create(programme=programme, institution=place, role=role, starts_on=first)
    return programme


def post(here: World, name: str, *, host: Institution | None = None, days: int = 100) -> Posting:
    """Somebody posted since some days, for half a year."""
    first, end = today() - timedelta(days=days), today() + timedelta(days=80)
    place, term = host or here.places.north, {"starts_on": first, "ends_before": end}
    return Posting.objects.create(
        need=world.need(place, here.programme, form="resident", **term),
        programme=here.programme,
        worker=world.worker(name, here.places.sender),
        home=here.places.sender,
        host=place,
        form="resident",
        department_name="内科",
        planned_ends_before=end,
        arrived_on=first,
        **term,
    )


def account_of(posting: Posting, name: str = "worker") -> User:
    """The posted worker's own account."""
    user = world.user(name, "posted_worker")
    posting.worker.account = user
    posting.worker.save()
    return user


def typed(**changed: object) -> dict[str, object]:
    """A free clinic as a form sends it."""
    proposed: dict[str, object] = {
        "key": str(uuid.uuid4()),
        "on": today().isoformat(),
        "place": "河口镇卫生院",
        "figure_times": "1",
        "figure_people": "80",
    }
    return proposed | changed

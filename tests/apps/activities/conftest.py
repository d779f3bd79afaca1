"""A sending hospital and two hosts that keep a ledger of work together, and people of each side."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.apps.intake import world
from tests.apps.programmes.county_support import definition

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import Entry, Side

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 6, 15)
FIRST, END = date(2026, 1, 1), date(2027, 1, 1)
KINDS = (
    "outpatient",
    "teaching_round",
    "lecture",
    "free_clinic",
    "medicine",
    "referral_up",
    "referral_down",
    "pupil",
    "technique",
    "rules_built",
    "specialty_built",
    "referral_channel",
    "trainee",
    "project",
)
DEFINITION = definition(KINDS, first=FIRST, end=END)


def at(day: date = TODAY) -> datetime:
    return datetime.combine(day, time(9), tzinfo=SHANGHAI)


@dataclass
class World:
    """One programme, its sender and its hosts."""

    places: world.Places
    programme: Programme

    def work(
        self,
        kind: str = "free_clinic",
        figures: dict[str, object] | None = None,
        *,
        on: date = date(2026, 6, 10),
        giver: Institution | None = None,
        host: Institution | None = None,
        posting: Posting | None = None,
        lines: tuple[object, ...] = (),
        **entry: object,
    ) -> actions.Work:
        """A piece of work as somebody would enter it."""
        counted = figures if figures is not None else {"times": 1, "people": 80}
        amounts = {code: Decimal(str(amount)) for code, amount in counted.items()}
        return actions.Work(
            programme=self.programme,
            kind=kind,
            giver=giver or self.places.sender,
            host=host or self.places.north,
            posting=posting,
            entry=Entry(on=on, figures=amounts, **entry),
            lines=lines,
        )

    def record(
        self,
        work: actions.Work | None = None,
        *,
        by: User | None = None,
        side: Side = Side.GIVER,
        key: uuid.UUID | None = None,
        **said: object,
    ) -> Activity:
        """Enter it as of the test's day."""
        return actions.record_activity(
            key=key or uuid.uuid4(),
            work=work or self.work(**said),
            side=side,
            by=by,
            at=at(),
            today=TODAY,
        )

    def post(self, name: str = "林知远", *, host: Institution | None = None) -> Posting:
        """Somebody posted for the whole year."""
        place = host or self.places.north
        term = {"starts_on": FIRST, "ends_before": END}
        return Posting.objects.create(
            need=world.need(place, self.programme, form="resident", **term),
            programme=self.programme,
            worker=world.worker(name, self.places.sender),
            home=self.places.sender,
            host=place,
            form="resident",
            department_name="内科",
            planned_ends_before=END,
            arrived_on=FIRST,
            **term,
        )


@pytest.fixture
def here(db: None) -> World:
    places = world.places()
    programme = adopt_edition(text=DEFINITION, by=None, on=FIRST).programme
    for place, role, code in (
        (places.sender, "sender", "senders"),
        (places.north, "host", "hosts"),
        (places.south, "host", "hosts"),
    ):
        Party.objects.create(
            programme=programme, institution=place, role=role, party_code=code, starts_on=FIRST
        )
    return World(places, programme)


@pytest.fixture
def host(here: World) -> User:
    return world.user("host", "host_office", at="NORTH")


@pytest.fixture
def sender(here: World) -> User:
    return world.user("sender", "sender_office", at="SENDER")


@pytest.fixture
def clerk(here: World) -> User:
    return world.user("clerk", "commission_clerk", area="3705")

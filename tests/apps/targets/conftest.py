"""A city whose hospitals help township hospitals, with targets of every kind, and people."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.apps.intake import world
from tests.apps.programmes.county_support import definition

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.actions import rebuild
from bangfu.apps.activities.models import Activity, Figure
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets.queries.board import Line, lines
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import Stage, stage_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2025, 6, 30)
FIRST, END = date(2025, 1, 1), date(2026, 1, 1)
TALKS = "lecture.times/hosts//year"
CLINICS = "free_clinic.times/senders//year"
BOTH = "training.times+lecture.times///year"
CAMPAIGN = "medicine.value/senders//year"
PEOPLE = "people_posted/hosts/doctors/term"
TIMES = "person_times_posted///year"
EMPTY = "uncovered_days///year"
TASKS = "task_progress/hosts//year"
DOWN = "down_referral_share/hosts//year"
PRIMARY = "primary_visit_share/hosts//year"
MEMBERS = "members_developed///year"
CEILING = "operation.operations/senders//year"
KINDS = (
    "lecture",
    "training",
    "free_clinic",
    "medicine",
    "referral_up",
    "referral_down",
    "operation",
)
TARGETS = """
[[targets]]
indicator = "lecture.times"
at_least = 10
per = "year"
party = "hosts"
each = true

[[targets]]
indicator = "free_clinic.times"
at_least = 12
per = "year"
party = "senders"

[[targets]]
indicator = "training.times"
together_with = ["lecture.times"]
title = { zh = "培训或讲座", en = "Training or lectures" }
at_least = 20
per = "year"

[[targets]]
indicator = "medicine.value"
at_least = 60000
per = "year"
party = "senders"
due = 2025-05-31
pace = [{ by = 2025-05-20, share = 0.0 }, { by = 2025-05-31, share = 1.0 }]

[[targets]]
indicator = "people_posted"
exactly = 2
party = "hosts"
persons = "doctors"
due = 2025-03-31
pace = [{ by = 2025-03-31, share = 1.0 }]

[[targets]]
indicator = "person_times_posted"
at_least = 4
per = "year"

[[targets]]
indicator = "uncovered_days"
exactly = 0
per = "year"

[[targets]]
indicator = "task_progress"
exactly = 1.0
unit = "percent"
per = "year"
party = "hosts"
each = true

[[targets]]
indicator = "down_referral_share"
at_least = 0.3
per = "year"
party = "hosts"

[[targets]]
indicator = "primary_visit_share"
at_least = 0.65
unit = "percent"
per = "year"
party = "hosts"

[[targets]]
indicator = "members_developed"
at_least = 6
per = "year"

[[targets]]
indicator = "operation.operations"
at_most = 5
per = "year"
party = "senders"
"""
DEFINITION = definition(KINDS, first=date(2025, 1, 1), end=date(2026, 1, 1), edition=2025) + TARGETS


def at(day: date = TODAY) -> datetime:
    return datetime.combine(day, time(9), tzinfo=SHANGHAI)


@dataclass
class City:
    """One programme with its institutions."""

    programme: Programme
    senders: list[Institution]
    hosts: list[Institution]

    def did(
        self,
        indicator: str,
        amount: object,
        *,
        on: date = date(2025, 3, 10),
        giver: int = 0,
        host: int | None = 0,
        confirmed: bool = True,
        posts: str = "",
    ) -> Activity:
        """Something done, as the ledger holds it; call ``settle`` before reading sums."""
        kind, _, _measure = indicator.partition(".")
        place = None if host is None else self.hosts[host]
        row = Activity.objects.create(
            key=uuid.uuid4(),
            programme=self.programme,
            kind=kind,
            happened_on=on,
            last_day=on,
            giver=self.senders[giver],
            host=place,
            posts=posts,
            state="confirmed" if confirmed else "recorded",
            entered_by="giver",
            confirming="host" if place else "authority",
            recorded_at=at(),
            confirmed_at=at() if confirmed else None,
        )
        Figure.objects.create(activity=row, indicator=indicator, amount=Decimal(str(amount)))
        rebuild()
        return row

    def post(
        self,
        name: str,
        *,
        host: int = 0,
        arrived: date | None = FIRST,
        starts_on: date = FIRST,
        ends_before: date = END,
    ) -> Posting:
        """Somebody posted; nobody has come yet where ``arrived`` is ``None``."""
        place = self.hosts[host]
        return Posting.objects.create(
            need=world.need(
                place, self.programme, form="resident", starts_on=FIRST, ends_before=END
            ),
            programme=self.programme,
            worker=world.worker(name, self.senders[0]),
            home=self.senders[0],
            host=place,
            form="resident",
            department_name="内科",
            starts_on=starts_on,
            ends_before=ends_before,
            planned_ends_before=ends_before,
            arrived_on=arrived,
        )

    def stage(self) -> Stage:
        return stage_of(self.programme, EVERYBODY)

    def line(self, key: str, *, on: date = TODAY) -> Line:
        (found,) = lines(self.stage(), on=on, keys=[key])
        return found


def city(*, senders: int = 2, hosts: int = 3, text: str = DEFINITION) -> City:
    programme = adopt_edition(text=text, by=None, on=FIRST).programme
    giving = [
        world.institution(f"S{n}", f"派出医院{n}", "370502", "general_hospital", 3)
        for n in range(senders)
    ]
    helped = [
        world.institution(f"H{n}", f"受援{n}卫生院", "370523101", "township_hospital")
        for n in range(hosts)
    ]
    for places, role in ((giving, "sender"), (helped, "host")):
        Party.objects.bulk_create(
            Party(
                programme=programme,
                institution=place,
                role=role,
                party_code=f"{role}s",
                starts_on=FIRST,
            )
            for place in places
        )
    return City(programme, giving, helped)


@pytest.fixture
def here(db: None) -> City:
    return city()


@pytest.fixture
def clerk(db: None) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def host_office(here: City) -> User:
    return world.user("host", "host_office", at="H0")


@pytest.fixture
def sender_office(here: City) -> User:
    return world.user("sender", "sender_office", at="S0")


@pytest.fixture
def far_clerk(db: None) -> User:
    return world.user("far", "commission_clerk", area="65")

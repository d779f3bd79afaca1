"""A host with people posted to it, its office, their sender, a clerk and the posted worker."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2025, 3, 10)
"""The first day of the week that most tests confirm."""


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class World:
    """A small county: one sender, two hosts, one programme."""

    places: world.Places
    programme: Programme

    def post(
        self,
        name: str = "林知远",
        *,
        starts_on: date = date(2025, 1, 1),
        ends_before: date = date(2026, 1, 1),
        form: str = "resident",
        sessions: int | None = None,
        host: object | None = None,
        worker: Worker | None = None,
        **need: object,
    ) -> Posting:
        """A posting that took effect, whatever the rules of opening one say."""
        place = host or self.places.north
        term = {"starts_on": starts_on, "ends_before": ends_before}
        asked: Need = world.need(
            place, self.programme, form=form, sessions_per_week=sessions, **{**term, **need}
        )
        return Posting.objects.create(
            need=asked,
            programme=self.programme,
            worker=worker or world.worker(name, self.places.sender),
            home=self.places.sender,
            host=place,
            form=form,
            department_name="内科",
            planned_ends_before=ends_before,
            sessions_per_week=sessions,
            **term,
        )


@pytest.fixture
def here(db: None) -> World:
    return World(places=world.places(), programme=world.programme())


@pytest.fixture
def posting(here: World) -> Posting:
    return here.post()


@pytest.fixture
def host(here: World) -> User:
    return world.user("host", "host_office", at="NORTH")


@pytest.fixture
def sender(here: World) -> User:
    return world.user("sender", "sender_office", at="SENDER")


@pytest.fixture
def clerk(here: World) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def worker(posting: Posting) -> User:
    user = world.user("worker", "posted_worker")
    posting.worker.account = user
    posting.worker.save()
    return user

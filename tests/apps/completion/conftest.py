"""Somebody who leaves, somebody who follows, and everybody around them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.core.duty import evaluation
from bangfu.core.duty.posting_life import EVALUATORS
from bangfu.core.duty.sides import Side

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = timezone.localdate()
BEGAN, ENDS = TODAY - timedelta(days=200), TODAY + timedelta(days=165)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=SHANGHAI)


@dataclass
class World:
    """A small county with one programme that runs today."""

    places: world.Places
    programme: Programme

    def post(
        self,
        name: str = "林知远",
        *,
        starts_on: date = BEGAN,
        ends_before: date = TODAY,
        arrived: bool = True,
        host: object | None = None,
        home: object | None = None,
        form: str = "resident",
        **more: object,
    ) -> Posting:
        """A posting that took effect, whatever the rules of opening one say."""
        place, sender = host or self.places.north, home or self.places.sender
        term = {"starts_on": starts_on, "ends_before": ends_before}
        return Posting.objects.create(
            need=world.need(place, self.programme, form=form, **term),
            programme=self.programme,
            worker=world.worker(name, sender),
            home=sender,
            host=place,
            form=form,
            department_name="内科",
            planned_ends_before=ends_before,
            arrived_on=starts_on if arrived else None,
            **term,
            **more,
        )

    def handed_over(self, name: str = "林知远", **more: object) -> Posting:
        """A posting that is over and handed over."""
        found = self.post(name, **more)
        return postings.hand_over_posting(
            posting=found, on=found.ends_before, complete=True, side=Side.HOST, by=None
        )

    def account(self, name: str, posting: Posting) -> User:
        """The worker of a posting signs in."""
        user = world.user(name, "posted_worker")
        posting.worker.account = user
        posting.worker.save()
        return user


def marks_of(side: Side, grade: str = "satisfactory") -> dict[str, str]:
    return {aspect.code: grade for aspect in evaluation.shipped().aspects_of(side)}


def evaluated(posting: Posting, *sides: Side) -> None:
    """Evaluations on record, whatever the rules of giving one say."""
    for side in sides or EVALUATORS:
        Evaluation.objects.create(
            posting=posting, side=side.value, marks=marks_of(side), at=timezone.now()
        )


@pytest.fixture
def here(db: None) -> World:
    return World(places=world.places(), programme=world.programme())


@pytest.fixture
def posting(here: World) -> Posting:
    return here.post()


@pytest.fixture
def follower(here: World, posting: Posting) -> Posting:
    return here.post("苏明哲", starts_on=TODAY, ends_before=ENDS, predecessor=posting)


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
def leaver(here: World, posting: Posting) -> User:
    return here.account("leaver", posting)


@pytest.fixture
def successor(here: World, follower: Posting) -> User:
    return here.account("successor", follower)

"""A host with an expert whose posting is over, closed and confirmed, and everybody around it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.duty.conftest import World, at
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.duty import actions as duty
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import Days, Half, Session, Sessions, week_of
from bangfu.core.duty.sides import Side

TODAY = timezone.localdate()
NOW = timezone.now()
BEGAN = date(2025, 3, 3)
ENDED = date(2025, 6, 2)
"""Thirteen whole weeks, long closed."""

Open = Callable[..., Any]


@pytest.fixture
def here(db: None) -> World:
    return World(places=world.places(), programme=world.programme())


@pytest.fixture
def commission(here: World) -> Institution:
    return world.institution("CITY", "东海市卫生健康委员会", "3705", "commission")


def confirmed(posting: Posting, *, skip: frozenset[date] = frozenset()) -> Posting:
    """Every week of a posting confirmed as the weeks passed, but those that begin on some days."""
    monday = week_of(posting.starts_on).starts_on
    weeks = []
    while monday < posting.ends_before:
        week = Days(monday, monday + timedelta(days=7))
        if monday not in skip:
            weeks.append((week, at(week.ends_before)))
        monday = week.ends_before
    if weeks:
        duty.record_confirmations(weeks=weeks, postings=[posting.pk], by=None)
    posting.refresh_from_db()
    return posting


def closed(posting: Posting) -> Posting:
    """Handed over on its last day and closed, whatever the rules of closing say."""
    posting.arrived_on = posting.arrived_on or posting.starts_on
    posting.handed_over_on = posting.ends_before
    posting.closed_on = posting.ends_before
    posting.save()
    return posting


@pytest.fixture
def over(here: World, commission: Institution) -> Posting:
    """A resident's posting that is over, confirmed and closed."""
    return closed(confirmed(here.post(starts_on=BEGAN, ends_before=ENDED)))


@pytest.fixture
def certificate(over: Posting) -> Certificate:
    return issued(over)


def issued(posting: Posting) -> Certificate:
    return actions.issue_certificate(posting=posting, side=Side.AUTHORITY, by=None, at=NOW)


def revoked(row: Certificate) -> Certificate:
    return actions.revoke_certificate(
        row=row, reason="期限有误", side=Side.AUTHORITY, by=None, at=NOW
    )


@pytest.fixture
def visiting(here: World) -> Posting:
    """An expert with clinic on Monday mornings and Thursday afternoons, this year and next."""
    posting = here.post(
        "沈若谷",
        form="visiting",
        sessions=2,
        starts_on=TODAY - timedelta(days=30),
        ends_before=TODAY + timedelta(days=200),
    )
    twice = Sessions(
        (Session(0, Half.MORNING, "心血管内科"), Session(3, Half.AFTERNOON, "心血管内科"))
    )
    agreed = duty.Agreed(posting=posting, pattern=twice, starts_on=posting.starts_on)
    duty.agree_rosters(agreed=[agreed], by=None, at=at(posting.starts_on))
    return posting


@pytest.fixture
def host(here: World) -> User:
    return world.user("host", "host_office", at="NORTH")


@pytest.fixture
def sender(here: World) -> User:
    return world.user("sender", "sender_office", at="SENDER")


@pytest.fixture
def clerk(here: World) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


def account_of(posting: Posting, name: str = "worker") -> User:
    """The account of whoever is posted."""
    user = world.user(name, "posted_worker")
    posting.worker.account = user
    posting.worker.save()
    return user


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user, or nobody, is shown it."""

    def open_page(user: User | None, path: str, **given: Any) -> Any:
        client.logout()
        if user is not None:
            client.force_login(user)
        return client.post(path, given) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Callable[[User | None, str], int]:
    """How many queries a page asks once its reader is known."""

    def count(user: User | None, path: str) -> int:
        if user is not None:
            client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count

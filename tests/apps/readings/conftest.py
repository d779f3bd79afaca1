"""Clerks of a city, and a notice of our own writing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from tests.apps.programmes import world
from tests.apps.readings.notices import PLAN

from bangfu.apps.accounts.models import User
from bangfu.apps.readings import actions
from bangfu.apps.readings.models import NoticeReading
from bangfu.apps.readings.taking import as_text

NOW = datetime(2024, 7, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def places(db: None) -> world.Places:
    return world.places()


@pytest.fixture
def clerk(db: None) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def colleague(db: None) -> User:
    return world.user("colleague", "commission_clerk", area="3705")


@pytest.fixture
def stranger(db: None) -> User:
    return world.user("stranger", "commission_clerk", area="6501")


@pytest.fixture
def host_office(places: world.Places) -> User:
    return world.user("north", "host_office", at="NORTH")


@pytest.fixture
def read(db: None, clerk: User) -> Callable[..., NoticeReading]:
    """``read(text)``: a notice handed in by the clerk and read, as the worker does."""

    def hand_in(text: str = PLAN, *, area: str = "3705", by: User = clerk) -> NoticeReading:
        file = as_text(text.encode(), "选派通知.txt")
        reading = actions.start_reading(file=file, area=area, by=by, at=NOW)
        return actions.perform_reading(reading=reading, at=NOW)

    return hand_in


@pytest.fixture
def reading(read: Callable[..., NoticeReading]) -> NoticeReading:
    return read()

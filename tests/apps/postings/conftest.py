"""People, places and needs for tests of postings."""

import pytest
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker


@pytest.fixture
def places(db: None) -> world.Places:
    return world.places()


@pytest.fixture
def programme(db: None) -> Programme:
    return world.programme()


@pytest.fixture
def clerk(db: None) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def outgoing(places: world.Places) -> Worker:
    return world.worker("林知远", places.sender)


@pytest.fixture
def incoming(places: world.Places) -> Worker:
    return world.worker("沈若谷", places.sender)


@pytest.fixture
def post(places: world.Places, programme: Programme) -> Need:
    """A resident post in the north for all of 2025."""
    return world.need(places.north, programme, role_title="业务院长", rank_floor=2)


@pytest.fixture
def elsewhere(places: world.Places, programme: Programme) -> Need:
    """A resident post in the south for all of 2025."""
    return world.need(places.south, programme)


@pytest.fixture
def clinic(places: world.Places, programme: Programme) -> Need:
    """A clinic of four half-days a week in the south for all of 2025."""
    return world.need(places.south, programme, form="visiting", sessions_per_week=4)

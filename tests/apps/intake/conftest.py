"""People and places for tests of needs and nominations."""

import pytest
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
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
def host_office(places: world.Places) -> User:
    return world.user("north", "host_office", at="NORTH")


@pytest.fixture
def sender_office(places: world.Places) -> User:
    return world.user("sender", "sender_office", at="SENDER")


@pytest.fixture
def doctor(places: world.Places) -> Worker:
    return world.worker("林知远", places.sender)

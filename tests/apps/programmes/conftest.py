"""People and places for tests of programmes."""

import pytest
from tests.apps.programmes import world

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme


@pytest.fixture
def places(db: None) -> world.Places:
    return world.places()


@pytest.fixture
def programme(places: world.Places) -> Programme:
    return world.programme(places)


@pytest.fixture
def clerk(db: None) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def stranger(db: None) -> User:
    return world.user("stranger", "commission_clerk", area="6501")


@pytest.fixture
def host_office(places: world.Places) -> User:
    return world.user("north", "host_office", at="NORTH")

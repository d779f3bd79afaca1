"""The county and those who keep branches."""

import pytest
from tests.apps.intake import world

from bangfu.apps.accounts.models import User

from . import county
from .county import County


@pytest.fixture
def here(db: None) -> County:
    return county.built()


@pytest.fixture
def party(here: County) -> User:
    return world.user("party", "party_office", area="3705")


@pytest.fixture
def sender(here: County) -> User:
    return world.user("sender", "sender_office", at="SENDER")


@pytest.fixture
def north(here: County) -> User:
    return world.user("north", "host_office", at="NORTH")


@pytest.fixture
def clerk(here: County) -> User:
    return world.user("clerk", "commission_clerk", area="3705")

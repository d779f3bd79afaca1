"""The county and people of each side."""

import pytest
from tests.apps.intake import world

from bangfu.apps.accounts.models import User

from . import county
from .county import County


@pytest.fixture
def here(db: None) -> County:
    return county.built()


@pytest.fixture
def host(here: County) -> User:
    return world.user("host", "host_office", at="NORTH")


@pytest.fixture
def sender(here: County) -> User:
    return world.user("sender", "sender_office", at="SENDER")


@pytest.fixture
def clerk(here: County) -> User:
    return world.user("clerk", "commission_clerk", area="3705")

"""A small county and programs that ask about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.api import actions
from bangfu.apps.programmes.models import Programme


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
def host(places: world.Places) -> User:
    return world.user("host", "host_office", at="NORTH")


def token_for(account: User, *, may_act: bool = True, sections: tuple[str, ...] = ()) -> str:
    """The secret of a new token of an account's own."""
    _, secret = actions.make_token(
        holder=account,
        title="平台",
        days=30,
        may_act=may_act,
        sections=sections,
        by=account,
        at=timezone.now(),
    )
    return secret


@pytest.fixture
def as_program() -> Callable[..., Client]:
    """``as_program(user)`` is a client that shows a token of that user with every request."""

    def client_of(account: User, **narrowed: Any) -> Client:
        return Client(headers={"Authorization": f"Bearer {token_for(account, **narrowed)}"})

    return client_of

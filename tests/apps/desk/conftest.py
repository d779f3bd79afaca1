"""The invented world every test of the desk starts from."""

import pytest
from django.utils import timezone
from tests.apps.desk.world import World, world


@pytest.fixture
def here(db: None) -> World:
    return world(timezone.localdate())

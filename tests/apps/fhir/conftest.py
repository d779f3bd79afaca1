"""A small county and programs that read its directory."""

from datetime import date

import pytest
from tests.apps.api.conftest import as_program, clerk, host, places, programme
from tests.apps.intake import world

from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme

__all__ = ["as_program", "clerk", "host", "places", "posting", "programme"]


@pytest.fixture
def posting(places: world.Places, programme: Programme) -> Posting:
    """One worker of the sender at the northern host."""
    need = world.need(places.north, programme)
    return Posting.objects.create(
        need=need,
        programme=programme,
        worker=world.worker("某甲", places.sender),
        home=places.sender,
        host=places.north,
        form="resident",
        department_name="内科",
        role_title="业务副院长",
        starts_on=date(2025, 3, 1),
        ends_before=date(2026, 3, 1),
        planned_ends_before=date(2026, 3, 1),
    )

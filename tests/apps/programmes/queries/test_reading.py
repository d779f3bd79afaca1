"""Whose programme is whose."""

import pytest
from tests.apps.programmes import world

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries.reading import visible_to

pytestmark = pytest.mark.django_db


class TestVisibleTo:
    def test_shows_a_citys_programme_to_the_county_whose_hospital_takes_part(
        self, programme: Programme
    ) -> None:
        county = world.user("county", "commission_clerk", area="370523")
        neighbour = world.user("neighbour", "commission_clerk", area="370599")

        assert list(visible_to(county)) == [programme]
        assert list(visible_to(neighbour)) == []

    def test_shows_it_once_however_many_ways_lead_there(
        self, programme: Programme, clerk: User
    ) -> None:
        assert list(visible_to(clerk)) == [programme]

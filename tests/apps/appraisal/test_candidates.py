"""Who a round could appraise, each told apart from those of the same name."""

from datetime import date

import pytest
from tests.apps.branches import county

from bangfu.apps.appraisal.queries.candidates import candidates
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Department
from bangfu.core.appraisal import Kind

from .conftest import BEGAN, ENDS, PROGRAMME

pytestmark = pytest.mark.database
DAYS = {"starts_on": BEGAN, "ends_before": ENDS}


@pytest.fixture
def here(db: None) -> county.County:
    return county.built()


@pytest.fixture
def programme(here: county.County) -> Programme:
    held = adopt_edition(text=PROGRAMME, by=None, on=BEGAN).programme
    for place in (here.city, here.north):
        Party.objects.create(
            programme=held, institution=place, role="host", party_code="hosts", starts_on=BEGAN
        )
    return held


class TestBranches:
    def test_of_the_same_name_are_told_apart_by_their_hospital(
        self, here: county.County, programme: Programme
    ) -> None:
        room = Department.objects.create(institution=here.north, name="内科")
        here.found()
        here.found(institution=here.north, departments=[room])
        here.found(name="外科党支部", departments=[here.rooms[1]])

        found = [each.key for each in candidates(programme, Kind.BRANCH, **DAYS)]

        assert found == ["东海市中心医院内科党支部", "外科党支部", "河口镇卫生院内科党支部"]

    def test_founded_after_the_last_day_are_left_out(
        self, here: county.County, programme: Programme
    ) -> None:
        here.found()
        earlier = date(2019, 1, 1)

        assert not candidates(programme, Kind.BRANCH, starts_on=earlier, ends_before=earlier)

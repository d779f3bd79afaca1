"""Taking over a table of areas."""

from datetime import date

import pytest

from bangfu.apps.journal.models import Entry
from bangfu.apps.registry import actions
from bangfu.apps.registry.models import Area
from bangfu.core.standards import area_table
from bangfu.core.standards.area_table import AreaRow

from .conftest import AREAS, LONG_AGO, TODAY, area_codes_in_force

pytestmark = pytest.mark.django_db


class TestAdoptAreas:
    def test_changes_nothing_the_second_time(self, areas: None) -> None:
        again = actions.adopt_areas(rows=AREAS, on=TODAY, by=None)

        assert (again.opened, again.closed, again.kept) == (0, 0, len(AREAS))
        assert Entry.objects.filter(verb="areas.adopted").count() == 1

    def test_keeps_a_former_name_and_closes_what_is_gone(self, areas: None) -> None:
        later = [row for row in AREAS if row.code != "210702"]
        later[3] = AreaRow("370523", "广饶区", 3, "3705")

        adopted = actions.adopt_areas(rows=later, on=TODAY, by=None)

        assert (adopted.opened, adopted.closed) == (1, 2)
        assert [(a.name, a.valid_from, a.valid_to) for a in Area.objects.filter(code="370523")] == [
            ("广饶县", LONG_AGO, TODAY),
            ("广饶区", TODAY, None),
        ]
        assert area_codes_in_force() == {row.code for row in later}

    def test_refuses_a_table_that_is_older(self, areas: None) -> None:
        with pytest.raises(actions.DayTooEarly):
            actions.adopt_areas(rows=AREAS[:1], on=date(2014, 1, 1), by=None)

        assert len(area_codes_in_force()) == len(AREAS)

    def test_takes_over_the_whole_country(self) -> None:
        rows = area_table.read()

        assert actions.adopt_areas(rows=rows, on=TODAY, by=None).opened == len(rows)
        assert Area.objects.get(code="370523101").name == "大王镇"

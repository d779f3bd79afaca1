"""Who fills in which level: the one appraised, its unit, the host of a posting, an authority."""

import pytest
from tests.apps.intake import world

from bangfu.apps.appraisal.models import Subject
from bangfu.apps.appraisal.queries.reach import acts_at
from bangfu.core.appraisal import shipped
from bangfu.core.appraisal.reviewers import Reviewer, reviewer_of

from .conftest import Appraisal

pytestmark = pytest.mark.database


class TestPartner:
    def test_is_the_host_and_nobody_of_the_home_unit(self, appraisal: Appraisal) -> None:
        sheet = Subject(
            kind="pairing", institution=appraisal.places.sender, partner=appraisal.places.north
        )
        home = world.user("home", "sender_office", at="SENDER")

        assert acts_at(appraisal.north, sheet, Reviewer.PARTNER)
        assert not acts_at(home, sheet, Reviewer.PARTNER)
        assert acts_at(home, sheet, Reviewer.UNIT)

    def test_fills_in_nothing_where_there_is_no_other_side(self, appraisal: Appraisal) -> None:
        assert not acts_at(appraisal.north, appraisal.subject(), Reviewer.PARTNER)

    def test_rates_a_posting_between_the_worker_and_the_home_unit(self) -> None:
        scheme = shipped()["posting_evaluation"]

        sides = [reviewer_of(scheme, level) for level in scheme.level_codes]

        assert sides == [Reviewer.OWN, Reviewer.PARTNER, Reviewer.UNIT]

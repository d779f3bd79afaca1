"""What indicators ask of branches: a month's figures add up, and the same month never changes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.apps.branches import actions
from bangfu.apps.branches.queries import branches_on, facts, lists
from bangfu.core.months import month_start

from .county import FOUNDED, County, ago, today


def counted(here: County) -> None:
    branch = here.found()
    here.join()
    actions.count_members(
        branch=branch,
        on=ago(100),
        counts={here.city: (20, 3)},
        by=None,
        at=timezone.now(),
        today=today(),
    )
    actions.record_development(
        branch=branch,
        year=today().year,
        figures={"admitted": 2, "admitted_backbone": 1},
        by=None,
        at=timezone.now(),
        today=today(),
    )


class TestFacts:
    def test_count_a_joint_branch_once_and_members_where_they_are(self, here: County) -> None:
        counted(here)

        found = {one.institution: one for one in facts(today(), area="3705")}

        city, north, south = (found[one.pk] for one in (here.city, here.north, here.south))
        assert (city.branches, city.joint_branches, city.full_members) == (1, 0, 20)
        assert (city.departments_covered, city.departments) == (1, 3)
        assert (city.admitted, city.admitted_backbone) == (2, 1)
        assert (north.branches, north.joint_branches, north.full_members) == (1, 1, 2)
        assert (south.branches, south.full_members, south.probationary_members) == (0, 1, 1)

    def test_say_what_was_so_then(self, here: County) -> None:
        counted(here)

        (city, *_rest) = facts(FOUNDED, area="370502")

        assert (city.full_members, city.admitted) == (12, 0)
        assert facts(month_start(FOUNDED, later=-1), area="3705") == []

    def test_leave_out_other_areas(self, here: County) -> None:
        counted(here)

        assert facts(today(), area="65") == []
        assert branches_on(today(), area="370502").count() == 1
        assert branches_on(FOUNDED.replace(year=2019)).count() == 0

    def test_ask_no_more_for_more_institutions(self, here: County) -> None:
        here.found()
        with CaptureQueriesContext(connection) as few:
            facts(today())
        here.join()
        with CaptureQueriesContext(connection) as many:
            facts(today())

        assert len(many) == len(few) == 6

    def test_agree_with_the_sums_of_the_list(self, here: County, party: object) -> None:
        counted(here)

        sums = lists.totals(party, by=lists.BranchFilter(), on=today())  # type: ignore[arg-type]

        told = facts(today(), area="3705")
        assert sums.full == sum(one.full_members for one in told)
        assert sums.branches == sum(one.branches for one in told)
        assert sums.admitted == sum(one.admitted for one in told)

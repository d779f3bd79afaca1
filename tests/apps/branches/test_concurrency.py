"""Two at the same moment: a department has one branch, a unit one joint branch, a day one count."""

import pytest
from django.db import connection
from django.utils import timezone
from tests.apps.postings.test_concurrency import together

from bangfu.apps.branches import actions
from bangfu.apps.branches.models import Branch, Coverage, MemberCount, Seat
from bangfu.apps.journal.queries import first_break
from bangfu.core.reasons import ReasonMissing

from .county import County, ago, today

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_a_department_gets_one_branch(self, here: County, attempt: int) -> None:
        ended = together(
            lambda: here.found(name="第一党支部") and None,
            lambda: here.found(name="第二党支部") and None,
        )

        assert sorted(ended, key=str) == sorted([None, actions.DepartmentTaken], key=str)
        assert Coverage.objects.count() == 1
        assert first_break() is None

    def test_an_institution_joins_one_joint_branch(self, here: County, attempt: int) -> None:
        ended = together(
            lambda: here.join() and None,
            lambda: (
                here.join(name="另一联合党支部", institutions=[here.city, here.south], counts={})
                and None
            ),
        )

        assert sorted(ended, key=str) == sorted([None, actions.AlreadyJoined], key=str)
        assert Seat.objects.filter(institution=here.south).count() == 1

    def test_two_branches_do_not_go_into_each_other(self, here: County, attempt: int) -> None:
        one = here.found()
        other = here.found(name="外科党支部", departments=[here.rooms[1]])

        def merge(ending: Branch, taking: Branch) -> None:
            actions.merge_branch(
                branch=ending,
                into=taking,
                on=ago(3),
                reason="合并",
                by=None,
                at=timezone.now(),
                today=today(),
            )

        ended = together(lambda: merge(one, other), lambda: merge(other, one))

        assert sorted(ended, key=str) == sorted([None, actions.BranchEnded], key=str)
        assert Branch.objects.standing().count() == 1

    def test_a_day_is_counted_once(self, here: County, attempt: int) -> None:
        branch = here.found()

        def count(full: int) -> None:
            actions.count_members(
                branch=branch,
                on=ago(3),
                counts={here.city: (full, 0)},
                by=None,
                at=timezone.now(),
                today=today(),
            )

        ended = together(lambda: count(13), lambda: count(14))

        assert sorted(ended, key=str) == sorted([None, ReasonMissing], key=str)
        assert MemberCount.objects.filter(on=ago(3)).count() == 1

"""Two at the same moment: one draw, one record, one step, one task."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.apps.postings.test_concurrency import together
from tests.apps.spotchecks.conftest import NOW, OFFICE, TODAY, County

from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.models import Check, Draw, Finding, Presence, Seat
from bangfu.core.draws import verify
from bangfu.core.duty.sides import NotNow
from bangfu.core.spotchecks.presence import Found

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


def once(*tasks: Callable[[], object]) -> list[type[BaseException] | None]:
    return sorted(together(*[lambda task=task: task() and None for task in tasks]), key=str)


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_a_draw_is_revealed_once(self, county: County, attempt: int) -> None:
        draw = county.committed()

        ended = once(
            *[
                lambda value=value: actions.reveal_draw(
                    draw=draw, value=value, by=county.clerk, at=NOW
                )
                for value in ("1", "2", "3")
            ]
        )

        assert ended == sorted([None, actions.NotDrawnYet, actions.NotDrawnYet], key=str)
        held = Draw.objects.get()
        assert verify(held.record, published=held.commitment) == []
        assert (Check.objects.count(), Seat.objects.count()) == (1, 1)
        assert entries("draw.revealed") == 1
        assert first_break() is None

    def test_a_check_is_recorded_once(self, county: County, attempt: int) -> None:
        check = county.drawn(seats=2).checks.in_full().get()

        ended = once(
            lambda: county.recorded(check, Found.ON_POST, by=county.assessor),
            lambda: county.recorded(check, Found.ABSENT, by=county.second),
        )

        assert ended == sorted([None, actions.AlreadyRecorded], key=str)
        assert Presence.objects.count() == 1
        assert entries("check.recorded") == 1

    def test_a_redraw_is_agreed_to_or_the_check_recorded(
        self, county: County, attempt: int
    ) -> None:
        draw = county.drawn()
        check = draw.checks.in_full().get()
        actions.ask_redraw(draw=draw, reason="名单有误", by=county.clerk, at=NOW)

        once(
            lambda: actions.agree_redraw(draw=draw, by=county.deputy, at=NOW),
            lambda: county.recorded(check),
        )

        replaced = Draw.objects.get().state == Draw.State.REPLACED
        recorded = Check.objects.get().state == Check.State.RECORDED
        assert replaced is not recorded

    def test_a_finding_is_answered_once_and_made_a_task_once(
        self, county: County, attempt: int
    ) -> None:
        finding = county.finding()
        assert once(*[lambda: county.replied(finding)] * 2) == sorted([None, NotNow], key=str)
        assert Finding.objects.get().steps.count() == 1

        def task() -> object:
            return actions.task_for_finding(
                finding=finding,
                measures="登记",
                due=TODAY + timedelta(9),
                side=OFFICE,
                by=county.clerk,
                on=TODAY,
                at=NOW,
            )

        assert once(task, task) == sorted([None, actions.HasTask], key=str)

    def test_a_finding_is_raised_once(self, county: County, attempt: int) -> None:
        check = county.recorded(county.check(), Found.ABSENT)

        assert once(*[lambda: county.finding(check)] * 3) == [None] * 3
        assert Finding.objects.count() == 1
        assert entries("finding.raised") == 1

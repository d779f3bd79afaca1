"""Two at the same moment: one decision, one account of a year, one answer of a period."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from tests.apps.postings.test_concurrency import together
from tests.apps.supervision.conftest import DUE, THEM, TODAY, US, YEAR, Ledger, at

from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.actions import Explained, Found
from bangfu.apps.supervision.models import Acceptance, Answer, Check, Extension, HandIn, Task
from bangfu.core.duty.sides import NotNow
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.tasks.periods import period_before
from bangfu.core.tasks.task_life import Finding
from bangfu.core.tasks.task_steps import AlreadyWished

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]
YEAR_END = date(YEAR, 12, 31)


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_acceptance_is_asked_once(self, ledger: Ledger, attempt: int) -> None:
        task = ledger.added()

        ended = together(*[lambda: ledger.asked(task)] * 3)

        assert sorted(ended, key=str) == sorted([None, NotNow, NotNow], key=str)
        assert Acceptance.objects.count() == 1
        assert entries("task.acceptance_asked") == 1
        assert first_break() is None

    def test_a_task_is_accepted_or_returned(self, ledger: Ledger, attempt: int) -> None:
        task = ledger.added()
        ledger.asked(task)
        decide: list[Callable[[], None]] = [
            lambda: ledger.accepted(task) and None,
            lambda: (
                actions.return_task(
                    task=task, side=THEM, reason="缺签章", by=ledger.deputy, on=TODAY, at=at()
                )
                and None
            ),
        ]

        ended = together(*decide)

        assert sorted(ended, key=str) == sorted([None, NotNow], key=str)
        task = Task.objects.get()
        assert task.state == ("closed" if ended[0] is None else "open")
        assert entries("task.accepted") + entries("task.returned") == 1
        assert first_break() is None

    def test_an_extension_is_asked_once_and_granted_once(
        self, ledger: Ledger, attempt: int
    ) -> None:
        task = ledger.added()

        def wish() -> None:
            actions.ask_extension(
                task=task,
                side=US,
                due=DUE + timedelta(30),
                reason="设备晚到",
                by=ledger.host,
                at=at(),
                today=TODAY,
            )

        asked = together(wish, wish)
        granted = together(
            *[
                lambda: (
                    actions.grant_extension(task=task, side=THEM, by=ledger.clerk, at=at()) and None
                )
            ]
            * 2
        )

        assert sorted(asked, key=str) == sorted([None, AlreadyWished], key=str)
        assert granted.count(None) == 1
        assert Extension.objects.count() == 1
        assert Task.objects.get().due == DUE + timedelta(30)

    def test_a_period_is_answered_and_checked_once(self, ledger: Ledger, attempt: int) -> None:
        ledger.open(on=date(YEAR - 1, 1, 1))
        task, period = ledger.task("liaison"), period_before(TODAY, Per.QUARTER)
        starts_on = date(YEAR - 1, 1, 1)

        answered = together(
            *[
                lambda: (
                    actions.answer_period(
                        task=task,
                        side=US,
                        starts_on=starts_on,
                        on=TODAY,
                        found="走访两家卫生院",
                        problems="药房缺人",
                        late_reason="补录",
                        by=ledger.clerk,
                        at=at(),
                        today=TODAY,
                    )
                    and None
                )
            ]
            * 2
        )
        checked = together(
            *[
                lambda: (
                    actions.check_tasks(
                        programme=ledger.programme,
                        found={ledger.task().pk: Found(Finding.ON_SCHEDULE)},
                        period=period,
                        side=THEM,
                        by=ledger.clerk,
                        on=TODAY,
                        at=at(),
                    )
                    and None
                )
            ]
            * 2
        )

        assert sorted(answered, key=str) == sorted([None, actions.AnsweredAlready], key=str)
        assert sorted(checked, key=str) == sorted([None, actions.CheckedAlready], key=str)
        assert (Answer.objects.count(), Check.objects.count()) == (1, 1)
        assert first_break() is None

    def test_a_year_is_handed_in_before_or_after_a_task_closes(
        self, ledger: Ledger, attempt: int
    ) -> None:
        task = ledger.added(due=YEAR_END)
        ledger.asked(task)

        def hand_in() -> None:
            actions.hand_in_ledger(
                programme=ledger.programme,
                institution=ledger.places.north,
                year=YEAR,
                explained={task.pk: Explained("等待验收")},
                by=ledger.host,
                on=YEAR_END,
                at=at(YEAR_END),
            )

        ended = together(hand_in, hand_in, lambda: ledger.accepted(task, on=YEAR_END) and None)

        assert sorted(ended[:2], key=str) == sorted([None, actions.HandedInAlready], key=str)
        assert ended[2] is None
        row = HandIn.objects.get()
        assert (row.sums["total"], row.sums["open"] + row.sums["done"]) == (1, 1)
        assert first_break() is None

    def test_tasks_added_by_two_have_numbers_of_their_own(
        self, ledger: Ledger, attempt: int
    ) -> None:
        titles = ("补齐急救设备", "修订值班制度", "培训村医", "整理病案")
        ended = together(*[lambda title=title: ledger.added(title) and None for title in titles])

        assert ended == [None] * 4
        assert sorted(Task.objects.values_list("key", flat=True)) == [
            "hand:1",
            "hand:2",
            "hand:3",
            "hand:4",
        ]

    def test_a_ledger_is_opened_once(self, ledger: Ledger, attempt: int) -> None:
        ended = together(*[lambda: ledger.open() and None] * 2)

        assert None in ended
        keys = list(Task.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys)) == 6
        assert first_break() is None

"""The actions against the core as their model: whatever is tried, in whatever order."""

import contextlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.apps.duty.conftest import World, at
from tests.apps.intake import world

from bangfu.apps.duty import actions
from bangfu.apps.duty.actions import Typed
from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.recorded import recorded_of
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import (
    Account,
    Days,
    Entered,
    HalfDay,
    Roster,
    Stay,
    WorkingDays,
    account_of,
    settings,
    week_of,
    working_days,
)
from bangfu.core.duty import leave as leaves
from bangfu.core.duty.days import without
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.refusal import Refusal

FIRST, END = date(2025, 3, 5), date(2025, 4, 24)
BEGIN = date(2025, 3, 3)
days = st.integers(0, 60).map(lambda number: BEGIN + timedelta(number))
lengths = st.integers(1, 6)
kinds = st.sampled_from([DutyException.ABSENCE, DutyException.OTHER_WORK, DutyException.TRAINING])


@dataclass
class Model:
    """One posting's duty as plain values; knows no database and no journal."""

    today: date = BEGIN
    confirmed: list[Days] = field(default_factory=list)
    typed: list[Entered] = field(default_factory=list)
    away: dict[int, leaves.Leave] = field(default_factory=dict)
    changes: int = 0

    @property
    def closed(self) -> date:
        """A month closes on the 10th of the next."""
        ten_back = self.today - timedelta(days=10)
        return ten_back.replace(day=1)

    def account(self) -> Account:
        stay = Stay(key="", days=Days(FIRST, END), roster=Roster.of(WorkingDays()))
        return account_of(
            stay,
            confirmed=self.confirmed,
            entered=[*self.typed, *leaves.entered(list(self.away.values()))],
            calendar=working_days.shipped(),
            treatments=settings.shipped().treatments(),
        )


class Duty(RuleBasedStateMachine):
    """Everything that may be tried with one posting while the days go by."""

    @initialize()
    def begin(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        here = World(places=world.places(), programme=world.programme())
        self.posting: Posting = here.post(starts_on=FIRST, ends_before=END)
        self.model = Model()

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(further=st.integers(0, 9))
    def days_go_by(self, further: int) -> None:
        self.model.today += timedelta(days=further)

    @rule(day=days, kind=st.none() | kinds, length=lengths)
    def confirm(self, day: date, kind: DutyException | None, length: int) -> None:
        week, model = week_of(day), self.model
        typed = []
        if kind:
            typed = [Entered.for_days(kind, Days(day, day + timedelta(days=length)))]
        part = week.within(Days(FIRST, END))
        left = [
            found
            for each in without(part, model.confirmed)
            if (found := each.within(Days(model.closed, date.max)))
        ]
        over = part.ends_before <= model.today
        fits = all(self._fits(one) for one in typed)
        untouched = not without(part, model.confirmed)
        expected = bool(part) and over and fits and (bool(left) or (untouched and bool(typed)))

        done = self._tried(
            lambda: actions.confirm_week(
                host=self.posting.host,
                week=week,
                by=None,
                at=at(model.today),
                typed={self.posting.pk: [Typed(entered=one) for one in typed]},
            )
        )

        assert done == expected
        if done:
            arrives = bool(left) and not model.confirmed
            model.confirmed += left
            model.typed += typed
            model.changes += 1 + len(typed) + arrives

    @rule(day=days, length=lengths)
    def ask_leave(self, day: date, length: int) -> None:
        model = self.model
        starts_at, ends_before = HalfDay(day), HalfDay(day + timedelta(days=length))
        rows: list[Leave] = []
        asked: list[leaves.Leave] = []
        with contextlib.suppress(Refusal):
            asked.append(
                leaves.ask(
                    kind="sick",
                    starts_at=starts_at,
                    ends_before=ends_before,
                    by=Side.WORKER,
                    stay=Days(FIRST, END),
                    others=model.away.values(),
                    closed_before=model.closed,
                    settings=settings.shipped(),
                )
            )
        done = self._tried(
            lambda: rows.append(
                actions.ask_leave(
                    posting=self.posting,
                    kind="sick",
                    starts_at=starts_at,
                    ends_before=ends_before,
                    side=Side.WORKER,
                    by=None,
                    at=at(model.today),
                )
            )
        )

        assert done == bool(asked)
        if done:
            model.away[rows[0].pk] = asked[0]
            model.changes += 1

    @rule(data=st.data(), step=st.sampled_from(["approve", "refuse", "withdraw", "report_back"]))
    def move_leave(self, data: st.DataObject, step: str) -> None:
        model = self.model
        if not model.away:
            return
        pk = data.draw(st.sampled_from(sorted(model.away)))
        before, row = model.away[pk], Leave.objects.get(pk=pk)
        back = HalfDay(data.draw(days))
        now = {"row": row, "by": None, "at": at(model.today)}
        theirs: dict[str, Any] = {
            "approve": lambda: leaves.approve(before, by=Side.SENDER),
            "refuse": lambda: leaves.refuse(before, by=Side.SENDER, reason="人手不足"),
            "withdraw": lambda: leaves.withdraw(before, by=Side.WORKER, on=model.today),
            "report_back": lambda: leaves.report_back(
                before, by=Side.WORKER, at=back, on=model.today
            ),
        }
        ours: dict[str, Any] = {
            "approve": lambda: actions.approve_leave(**now),
            "refuse": lambda: actions.refuse_leave(**now, reason="人手不足"),
            "withdraw": lambda: actions.withdraw_leave(**now),
            "report_back": lambda: actions.report_back(**now, back_at=back, side=Side.WORKER),
        }
        after = None
        with contextlib.suppress(Refusal):
            after = theirs[step]()

        assert self._tried(ours[step]) == (after is not None)
        if after is not None:
            model.away[pk] = after
            model.changes += 1

    @invariant()
    def comes_to_what_the_core_reckons(self) -> None:
        if not hasattr(self, "model"):
            return
        ours = recorded_of([self.posting], definitions={})[self.posting.pk].account
        theirs = self.model.account()
        assert ours.status.tolist() == theirs.status.tolist()
        assert ours.tally() == theirs.tally()

    @invariant()
    def is_told_in_the_journal_change_by_change(self) -> None:
        if hasattr(self, "model"):
            assert Entry.objects.count() == self.model.changes

    def _fits(self, one: Entered) -> bool:
        """Whether an exception can be typed: known, within the stay, open, on free half-days."""
        model = self.model
        last = HalfDay.of_slot(one.slots.stop - 1).day
        taken = [*model.typed, *leaves.entered(list(model.away.values()))]
        return (
            one.exception is not DutyException.TRAINING
            and one.starts_at.day >= max(FIRST, model.closed)
            and last < END
            and not any(set(one.slots) & set(other.slots) for other in taken)
        )

    def _tried(self, action: Any) -> bool:
        try:
            with transaction.atomic():
                action()
        except Refusal:
            return False
        return True


@pytest.mark.django_db
def test_the_actions_do_what_the_core_says() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Duty,
        settings=hypothesis_settings(max_examples=25, stateful_step_count=25, deadline=None),
    )

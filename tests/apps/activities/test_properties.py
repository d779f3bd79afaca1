"""Whatever is entered, answered, corrected, taken back or settled: the sums are the ledger's."""

import contextlib
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.apps.activities import conftest
from tests.apps.activities.conftest import FIRST, TODAY, World, at

from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity, Resemblance
from bangfu.apps.activities.queries import sums
from bangfu.apps.journal.models import Entry
from bangfu.core.activities import Side
from bangfu.core.refusal import Refusal

kinds = st.sampled_from(["free_clinic", "lecture"])
days = st.integers(0, 160).map(lambda number: FIRST + timedelta(days=number))
people = st.integers(1, 60)
sides = st.sampled_from([Side.GIVER, Side.HOST])
picks = st.integers(0, 50)


class Ledger(RuleBasedStateMachine):
    """One programme's ledger, whatever is done to it."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.here: World = conftest.here.__wrapped__(None)  # type: ignore[attr-defined]

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    @rule(kind=kinds, on=days, people=people, side=sides, twice=st.booleans())
    def record(self, kind: str, on: date, people: int, side: Side, twice: bool) -> None:
        key = uuid.uuid4()
        work = self.here.work(kind, {"times": 1, "people": people}, on=on)
        with contextlib.suppress(Refusal):
            for _time in range(1 + twice):
                self.here.record(work, side=side, key=key)

    @rule(pick=picks)
    def confirm(self, pick: int) -> None:
        if activity := self._picked(pick):
            self._tried(actions.confirm_activities, activities=[activity])

    @rule(pick=picks)
    def send_back(self, pick: int) -> None:
        if activity := self._picked(pick):
            self._tried(actions.return_activity, activity=activity, reason="请核对")

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        if activity := self._picked(pick):
            self._tried(actions.withdraw_activity, activity=activity, reason="误登")

    @rule(pick=picks, on=days, people=people)
    def correct(self, pick: int, on: date, people: int) -> None:
        if activity := self._picked(pick):
            work = self.here.work(activity.kind, {"times": 2, "people": people}, on=on)
            self._tried(
                actions.correct_activity, activity=activity, work=work, reason="更正", today=TODAY
            )

    @rule(pick=picks, same=st.booleans())
    def settle(self, pick: int, same: bool) -> None:
        found = list(Resemblance.objects.order_by("pk"))
        if found:
            chosen = found[pick % len(found)]
            self._tried(actions.settle_resemblance, resemblance=chosen, same=same)

    @rule(month=st.integers(1, 5))
    def lock(self, month: int) -> None:
        self._tried(
            actions.lock_month,
            programme=self.here.programme,
            month=date(2026, month, 1),
            today=TODAY,
        )

    @invariant()
    def the_month_sums_are_what_the_ledger_adds_up_to(self) -> None:
        if not hasattr(self, "here"):
            return
        assert actions.sums_that_differ() == []

    @invariant()
    def who_gave_and_who_received_add_up_to_the_same(self) -> None:
        if not hasattr(self, "here"):
            return
        window: dict[str, Any] = {"starts_on": FIRST, "ends_before": date(2027, 1, 1)}
        given, received = (
            sum(
                (
                    one.confirmed + one.waiting
                    for one in sums.totals(self.here.programme, by=side, **window).values()
                ),
                Decimal(0),
            )
            for side in ("giver", "host")
        )
        assert given == received

    @invariant()
    def every_entry_has_its_word_in_the_journal(self) -> None:
        assert Entry.objects.filter(verb="activity.recorded").count() == Activity.objects.count()

    def _picked(self, pick: int) -> Activity | None:
        found = list(Activity.objects.order_by("pk"))
        return found[pick % len(found)] if found else None

    def _tried(self, action: Any, **rest: Any) -> None:
        with contextlib.suppress(Refusal), transaction.atomic():
            action(**rest, by=None, at=at())


@pytest.mark.django_db
def test_the_sums_hold_whatever_is_done() -> None:
    machine: Any = Ledger
    run_state_machine_as_test(
        machine, settings=hypothesis_settings(max_examples=5, stateful_step_count=12)
    )

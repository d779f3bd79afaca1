"""The rows against the core's hand-over and life: whatever is tried, in whatever order."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from tests.apps.completion.conftest import World, at, marks_of
from tests.apps.intake import world

from bangfu.apps.completion import actions, queries
from bangfu.apps.completion.actions import Settled
from bangfu.apps.completion.models import Handover
from bangfu.apps.completion.sheets import recorded_sheet
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days, settings
from bangfu.core.duty import handover as core
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.posting_life import EVALUATORS, RULES, Life, State, Step
from bangfu.core.duty.sides import Side, refuse_untimely
from bangfu.core.refusal import Refusal

FIRST, END = date(2025, 3, 1), date(2025, 6, 1)
FOLLOWS, FOLLOWED = date(2025, 5, 25), date(2025, 9, 1)
days = st.integers(60, 100).map(lambda number: FIRST + timedelta(number))
signatories = st.sampled_from(Signatory)
TITLES = [one.title for one in settings.shipped().handover]


class Ending(RuleBasedStateMachine):
    """Everything that may be tried with the end of one posting while the days go by."""

    @initialize(arrived=st.sampled_from([True, True, True, False]))
    def begin(self, arrived: bool) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        here = World(places=world.places(), programme=world.programme())
        self.posting: Posting = here.post(starts_on=FIRST, ends_before=END, arrived=arrived)
        self.next: Posting = here.post("苏明哲", starts_on=FOLLOWS, ends_before=FOLLOWED)
        self.life: Life = queries.life_of(self.posting)
        assert self.life.state is (State.SERVING if arrived else State.APPOINTED)
        self.list: core.Handover | None = None
        self.today, self.changes = FIRST + timedelta(60), 0

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(further=st.integers(0, 20))
    def days_go_by(self, further: int) -> None:
        self.today += timedelta(days=further)

    @precondition(lambda self: self.life.state is State.APPOINTED)
    @rule()
    def arrive(self) -> None:
        self._step(
            lambda life: steps.confirm_arrival(life, by=Side.HOST, arrived_on=FIRST, on=self.today),
            lambda: postings.confirm_arrival(
                posting=self.posting, arrived_on=FIRST, side=Side.HOST, by=None, on=self.today
            ),
        )

    @rule(day=days, followed=st.booleans())
    def arrange(self, day: date, followed: bool) -> None:
        def theirs() -> core.Handover:
            self._refuse_unready()
            if self.list is not None and self.list.signed:
                core.settle(self.list, 0, done=True)
            begun = self._begun(day, followed, TITLES)
            return replace(begun, items=self.list.items) if self.list else begun

        self._list(
            theirs,
            lambda: actions.arrange_handover(
                posting=self.posting,
                on=day,
                successor=self.next if followed else None,
                by=None,
                at=at(self.today),
            ),
        )

    @precondition(lambda self: self.list is not None)
    @rule(index=st.integers(0, 3), done=st.booleans(), note=st.sampled_from(["", "无", " "]))
    def settle(self, index: int, done: bool, note: str) -> None:
        def theirs() -> core.Handover:
            self._refuse_unready()
            kept = self._kept()
            item = kept.items[index]
            if (item.done, item.note) == (done, note.strip()):
                self.changes -= 1
                return kept
            return core.settle(kept, index, done=done, note=note)

        self._list(
            theirs,
            lambda: actions.settle_items(
                posting=self.posting,
                settled={index + 1: Settled(done=done, note=note)},
                seen=self._seen(),
                by=None,
            ),
        )

    @precondition(lambda self: self.list is not None)
    @rule()
    def settle_everything(self) -> None:
        for index in range(len(TITLES)):
            self.settle(index, done=True, note="")

    @precondition(lambda self: self.list is not None)
    @rule(signatory=signatories)
    def sign(self, signatory: Signatory) -> None:
        def theirs() -> core.Handover:
            self._refuse_unready()
            signed = core.sign(self._kept(), signatory)
            self._begun(signed.on, bool(signed.successor), TITLES)
            if self.today < signed.on:
                raise Refusal(zh="", en="")
            if signed.complete and signatory is Signatory.HOST:
                self._record(signed)
                self.changes += 1
            return signed

        self._list(
            theirs,
            lambda: actions.sign_handover(
                posting=self.posting,
                signatory=signatory,
                seen=self._seen(),
                by=None,
                at=at(self.today),
            ),
        )

    @precondition(lambda self: self.list is not None)
    @rule()
    def everybody_signs(self) -> None:
        assert self.list is not None
        self.today = max(self.today, self.list.on)
        self.settle_everything()
        for signatory in (Signatory.LEAVER, Signatory.SUCCESSOR, Signatory.HOST):
            self.sign(signatory)

    @precondition(lambda self: self.list is not None)
    @rule()
    def finish(self) -> None:
        def theirs() -> core.Handover:
            self._refuse_unready()
            kept = self._kept()
            self._begun(kept.on, bool(kept.successor), TITLES)
            self._record(kept)
            return kept

        self._list(theirs, lambda: actions.finish_handover(posting=self.posting, by=None))

    @precondition(lambda self: self.list is not None)
    @rule(reason=st.sampled_from(["漏项", ""]))
    def reopen(self, reason: str) -> None:
        def theirs() -> core.Handover:
            self._refuse_unready()
            kept = self._kept()
            if not kept.signed:
                raise Refusal(zh="", en="")
            return core.reopen(kept, reason=reason)

        self._list(
            theirs,
            lambda: actions.reopen_handover(
                posting=self.posting, reason=reason, by=None, at=at(self.today)
            ),
        )

    @precondition(lambda self: self.list is not None)
    @rule(earlier=st.integers(0, 2))
    def recall_about_the_day_of_the_hand_over(self, earlier: int) -> None:
        assert self.list is not None
        self.recall(self.list.on - timedelta(days=earlier))

    @rule(day=days)
    def recall(self, day: date) -> None:
        self._step(
            lambda life: steps.recall(life, by=Side.SENDER, ends_before=day, reason="急需"),
            lambda: postings.recall_posting(
                posting=self.posting, on=day, reason="急需", by=None, side=Side.SENDER
            ),
        )

    @precondition(lambda self: self.life.handed_over_on is not None)
    @rule(side=st.sampled_from(Side))
    def evaluate(self, side: Side) -> None:
        self._step(
            lambda life: steps.evaluate(life, by=side),
            lambda: actions.give_evaluation(
                posting=self.posting,
                side=side,
                marks=marks_of(side),
                words="",
                by=None,
                at=at(self.today),
            ),
        )

    @precondition(lambda self: self.life.handed_over_on is not None)
    @rule()
    def everybody_evaluates(self) -> None:
        for side in EVALUATORS:
            self.evaluate(side)

    @precondition(lambda self: self.life.handed_over_on is not None)
    @rule()
    def close(self) -> None:
        self._step(
            lambda life: steps.close(life, by=Side.AUTHORITY, on=self.today),
            lambda: actions.close(posting=self.posting, by=None, on=self.today),
        )

    @invariant()
    def the_rows_say_what_the_core_says(self) -> None:
        if not hasattr(self, "life"):
            return
        kept = Posting.objects.select_related("worker").get(pk=self.posting.pk)
        ours = queries.life_of(kept)
        assert ours == replace(self.life, reason=ours.reason)
        row = Handover.objects.filter(posting=kept).first()
        assert (recorded_sheet(row) if row else None) == self.list

    @invariant()
    def the_journal_tells_of_each_change(self) -> None:
        if hasattr(self, "life"):
            assert Entry.objects.count() == self.changes

    def _refuse_unready(self) -> None:
        refuse_untimely(Step.HAND_OVER, self.life.state, RULES[Step.HAND_OVER].follows)

    def _kept(self) -> core.Handover:
        if self.list is None:
            raise Refusal(zh="", en="")
        return self.list

    def _begun(self, day: date, followed: bool, titles: list[Any]) -> core.Handover:
        return core.begin(
            leaver=str(self.posting.worker_id),
            leaves=self.life.served,
            successor=str(self.next.worker_id) if followed else "",
            follows=Days(FOLLOWS, FOLLOWED) if followed else None,
            on=day,
            items=titles,
        )

    def _record(self, signed: core.Handover) -> None:
        self.life = steps.hand_over(self.life, by=Side.HOST, on=signed.on, complete=signed.complete)

    def _seen(self) -> int:
        row = Handover.objects.filter(posting=self.posting).first()
        return row.revision if row else 0

    def _list(self, theirs: Callable[[], core.Handover], ours: Callable[[], object]) -> None:
        before, kept, changes = self.life, self.list, self.changes
        expected = None
        with contextlib.suppress(Refusal):
            expected = theirs()
        if expected is None:
            self.life, self.list, self.changes = before, kept, changes
        assert self._tried(ours) == (expected is not None)
        if expected is not None:
            self.list = expected
            self.changes += 1

    def _step(self, theirs: Callable[[Life], Life], ours: Callable[[], object]) -> None:
        after = None
        with contextlib.suppress(Refusal):
            after = theirs(self.life)
        assert self._tried(ours) == (after is not None)
        if after is not None:
            self.life = after
            self.changes += 1

    def _tried(self, action: Callable[[], object]) -> bool:
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
        Ending,
        settings=hypothesis_settings(max_examples=60, stateful_step_count=40, deadline=None),
    )

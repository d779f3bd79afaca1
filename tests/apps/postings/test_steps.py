"""The steps of a posting against the core as their model: whatever is tried, in whatever order."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.apps.intake import world

from bangfu.apps.journal import verbs
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings import actions
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.posting_life import BOTH_SIDES, EVALUATORS, Life, State
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal

FIRST, END = date(2025, 3, 1), date(2025, 6, 1)
TERM_END = date(2026, 1, 1)
"""The first day the need no longer asks for."""
days = st.integers(-5, 400).map(lambda number: FIRST + timedelta(number))
sides = st.sampled_from(Side)
Core = Callable[[Life], Life]


class Course(RuleBasedStateMachine):
    """Everything that may be tried with one posting while the days go by."""

    @initialize()
    def begin(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        places = world.places()
        need = world.need(places.north, world.programme())
        worker = world.worker("林知远", places.sender)
        self.posting: Posting = actions.open_posting(
            need=need, worker=worker, starts_on=FIRST, ends_before=END, by=None
        )
        self.life = Life(
            worker=str(worker.pk),
            state=State.APPOINTED,
            days=Days(FIRST, END),
            planned_ends_before=END,
            agreed=BOTH_SIDES,
        )
        self.changes, self.today = 1, FIRST - timedelta(days=5)

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(further=st.integers(0, 40))
    def days_go_by(self, further: int) -> None:
        self.today += timedelta(days=further)

    @rule(day=days, side=sides)
    def report_arrival(self, day: date, side: Side) -> None:
        now = {"arrived_on": day, "on": self.today}
        self._both(
            lambda life: steps.report_arrival(life, by=side, **now),
            lambda: actions.report_arrival(posting=self.posting, side=side, by=None, **now),
        )

    @rule(day=days, side=sides)
    def confirm_arrival(self, day: date, side: Side) -> None:
        now = {"arrived_on": day, "on": self.today}
        self._both(
            lambda life: steps.confirm_arrival(life, by=side, **now),
            lambda: actions.confirm_arrival(posting=self.posting, side=side, by=None, **now),
        )

    @rule(day=days, side=sides)
    def extend(self, day: date, side: Side) -> None:
        def core(life: Life) -> Life:
            if day > TERM_END:
                raise Refusal(zh="超出需求期限。", en="Beyond the term.")
            return steps.extend(life, by=side, ends_before=day)

        self._both(
            core,
            lambda: actions.extend_posting(
                posting=self.posting, ends_before=day, side=side, by=None
            ),
        )

    @rule(day=days, side=sides, reason=st.sampled_from(["", "培训"]))
    def suspend(self, day: date, side: Side, reason: str) -> None:
        said = {"starts_on": day, "reason": reason}
        self._both(
            lambda life: steps.suspend(life, by=side, **said),
            lambda: actions.suspend_posting(posting=self.posting, side=side, by=None, **said),
        )

    @rule(day=days, side=sides)
    def resume(self, day: date, side: Side) -> None:
        self._both(
            lambda life: steps.resume(life, by=side, resumes_on=day),
            lambda: actions.resume_posting(
                posting=self.posting, resumes_on=day, side=side, by=None
            ),
        )

    @rule(day=days, side=sides, reason=st.sampled_from([" ", "单位急需"]))
    def recall(self, day: date, side: Side, reason: str) -> None:
        self._both(
            lambda life: steps.recall(life, by=side, ends_before=max(day, FIRST), reason=reason),
            lambda: actions.recall_posting(
                posting=self.posting, on=day, reason=reason, side=side, by=None
            ),
        )

    @rule(day=days, side=sides, complete=st.booleans())
    def hand_over(self, day: date, side: Side, complete: bool) -> None:
        signed = {"on": day, "complete": complete}
        self._both(
            lambda life: steps.hand_over(life, by=side, **signed),
            lambda: actions.hand_over_posting(posting=self.posting, side=side, by=None, **signed),
        )

    @rule(side=sides, everyone=st.booleans())
    def close(self, side: Side, everyone: bool) -> None:
        evaluated = frozenset(EVALUATORS) if everyone else frozenset({Side.HOST})

        def core(life: Life) -> Life:
            from dataclasses import replace

            return steps.close(replace(life, evaluated=evaluated), by=side, on=self.today)

        self._both(
            core,
            lambda: actions.close_posting(
                posting=self.posting, evaluated=evaluated, side=side, by=None, on=self.today
            ),
        )

    @invariant()
    def stands_where_the_core_says(self) -> None:
        if not hasattr(self, "life"):
            return
        ours, theirs = life_of(Posting.objects.get(pk=self.posting.pk)), self.life
        assert ours.state == theirs.state
        assert (ours.days, ours.planned_ends_before) == (theirs.days, theirs.planned_ends_before)
        assert (ours.arrived_on, ours.paused) == (theirs.arrived_on, theirs.paused)
        assert (ours.handed_over_on, ours.served) == (theirs.handed_over_on, theirs.served)

    @invariant()
    def says_its_state_on_a_day_as_the_database_finds_it(self) -> None:
        if hasattr(self, "life"):
            held = Posting.objects.get(pk=self.posting.pk)
            found = [
                state
                for state in Posting.State
                if Posting.objects.in_state(state, on=self.today).exists()
            ]
            assert found == [held.state_on(self.today)]

    @invariant()
    def is_told_in_the_journal_change_by_change(self) -> None:
        if hasattr(self, "life"):
            assert Entry.objects.count() == self.changes
            assert set(Entry.objects.values_list("verb", flat=True)) <= set(verbs.every())

    def _both(self, core: Core, action: Callable[[], Any]) -> None:
        expected: list[Life] = []
        with contextlib.suppress(Refusal):
            expected.append(core(self.life))
        done = True
        try:
            with transaction.atomic():
                action()
        except Refusal:
            done = False
        assert done == bool(expected)
        if expected:
            self.life = expected[0]
            self.changes += 1


@pytest.mark.django_db
def test_the_actions_do_what_the_core_says() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Course,
        settings=hypothesis_settings(max_examples=40, stateful_step_count=25, deadline=None),
    )


class TestExtendPosting:
    def test_refuses_a_worker_who_is_posted_elsewhere_by_then(self, post, elsewhere, outgoing):
        held = actions.open_posting(
            need=post, worker=outgoing, starts_on=FIRST, ends_before=END, by=None
        )
        actions.open_posting(
            need=elsewhere, worker=outgoing, starts_on=END, ends_before=TERM_END, by=None
        )

        with pytest.raises(actions.AlreadyPosted, match="清水镇卫生院"):
            actions.extend_posting(
                posting=held, ends_before=date(2025, 7, 1), side=Side.AUTHORITY, by=None
            )

        held.refresh_from_db()
        assert held.ends_before == END

    def test_is_guarded_by_the_database_too(self, post, elsewhere, outgoing):
        held = actions.open_posting(
            need=post, worker=outgoing, starts_on=FIRST, ends_before=END, by=None
        )
        actions.open_posting(
            need=elsewhere, worker=outgoing, starts_on=END, ends_before=TERM_END, by=None
        )
        later = {"ends_before": date(2025, 7, 1), "planned_ends_before": date(2025, 7, 1)}

        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=held.pk).update(**later)

"""The rows of a request against the life of the core: whatever anybody tries, in whatever order."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
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
from tests.apps.intake import world
from tests.apps.voice.conftest import at

from bangfu.apps.journal.models import Entry
from bangfu.apps.voice import actions
from bangfu.apps.voice.models import PublicRequest, Release
from bangfu.apps.voice.queries.facts import request_facts
from bangfu.apps.voice.queries.public import released, request_of
from bangfu.core.duty import working_days
from bangfu.core.refusal import Refusal
from bangfu.core.voice import settings
from bangfu.core.voice.request_life import RULES, RUNNING, History, Side, State, Step, Way, after
from bangfu.core.voice.request_life import refuse as refuse_step

FIRST = date(2025, 3, 3)
TERMS = settings.terms_of(None)
CALENDAR = working_days.shipped()


def term(day: date, days: int) -> date:
    return settings.last_day(day, days, CALENDAR)


class Handling(RuleBasedStateMachine):
    """Everything that may be tried with one request while the days go by."""

    @initialize(telephone=st.sampled_from(["", "13800001111"]))
    def begin(self, telephone: str) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.places = world.places()
        self.writer = world.user("writer", "host_office", at="NORTH")
        self.reader = world.user("reader", "commission_clerk", area="3705")
        code = actions.make_code(institution=self.places.north, by=None, at=at(FIRST))
        asked = actions.ask(
            code=code,
            kind="care",
            words="请增加康复门诊",
            telephone=telephone,
            form_key="x",
            browser="x",
            at=at(FIRST),
        )
        self.receipt, self.pk = asked.receipt, asked.request.pk
        self.today, self.state, self.history = FIRST, State.NEW, History()
        self.due: date | None = term(FIRST, TERMS.answer)
        self.began, self.changes, self.public = FIRST, 0, False
        self.return_until: date | None = None
        self.before = Entry.objects.count()

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(further=st.integers(0, 6))
    def days_go_by(self, further: int) -> None:
        self.today += timedelta(days=further)

    @rule(way=st.sampled_from(Way), joint=st.booleans())
    def accept(self, way: Way, joint: bool) -> None:
        planned = self.today + timedelta(30) if way is Way.DATED_PLAN else None

        def rows() -> object:
            return actions.accept(
                request=self.row, way=way, joint=joint, planned_for=planned, **self.who
            )

        if self._tried(Step.ACCEPT, rows):
            self.return_until = None
            if joint:
                self.due = term(self.began, TERMS.joint_answer)

    @rule()
    def refuse(self) -> None:
        self._tried(
            Step.REFUSE,
            lambda: actions.refuse_request(request=self.row, words="不属于本院职责", **self.who),
        )

    @rule(south=st.booleans())
    def pass_on(self, south: bool) -> None:
        target = self.places.south if south else self.places.north
        if target == self.row.institution:
            return

        def rows() -> object:
            return actions.pass_on(request=self.row, institution=target, **self.who)

        if self._tried(Step.PASS_ON, rows):
            self.return_until = term(self.today, TERMS.hand_back)

    @rule()
    def hand_back(self) -> None:
        def rows() -> object:
            return actions.return_request(request=self.row, words="职责不符", **self.who)

        if self._tried(Step.RETURN, rows):
            self.return_until = None

    @rule()
    def extend(self) -> None:
        if self.due is not None and self.today > self.due and self.state is State.HANDLING:
            with pytest.raises(Refusal):
                actions.extend(request=self.row, words="配件未到", **self.who)
            return
        before = self.due
        if self._tried(
            Step.EXTEND, lambda: actions.extend(request=self.row, words="配件未到", **self.who)
        ):
            assert before is not None
            self.due = term(before, TERMS.extension)

    @rule()
    def answer(self) -> None:
        self._tried(
            Step.ANSWER,
            lambda: actions.answer(request=self.row, words="每周三开诊", cause="skill", **self.who),
        )

    @rule(solved=st.booleans())
    def call_back(self, solved: bool) -> None:
        def rows() -> object:
            return actions.call_back(request=self.row, solved=solved, satisfied=None, **self.who)

        if self._tried(Step.CALL_BACK, rows, solved=solved) and not solved:
            self.due = term(self.today, TERMS.answer)

    @rule(solved=st.booleans())
    def rate(self, solved: bool) -> None:
        self._tried(
            Step.RATE,
            lambda: actions.rate(
                request=self.row, solved=solved, satisfied=solved, on=self.today, at=self.now
            ),
            side=Side.ASKER,
            solved=solved,
        )

    @rule()
    def ask_again(self) -> None:
        def rows() -> object:
            return actions.reopen(request=self.row, words="还没有开诊", on=self.today, at=self.now)

        if self._tried(Step.REOPEN, rows, side=Side.ASKER):
            self.due, self.began = term(self.today, TERMS.answer), self.today
            self.return_until = None

    @rule()
    def set_aside(self) -> None:
        self._tried(
            Step.SET_ASIDE,
            lambda: actions.set_aside(request=self.row, words="广告", **self.who),
        )

    @rule()
    def restore(self) -> None:
        if self._tried(
            Step.RESTORE, lambda: actions.restore(request=self.row, words="误标", **self.who)
        ):
            self.due = term(self.today, TERMS.answer)

    @rule()
    def night(self) -> None:
        late = self.state in RUNNING and self.due is not None and self.today > self.due
        told = self.row.reminded_on
        again = late and (told is None or self.due is None or told <= self.due)

        assert actions.remind_all(on=self.today, at=self.now) == int(again)
        self.changes += int(again)

    @rule(approved=st.booleans())
    def publish(self, approved: bool) -> None:
        if self.public or self.state not in (State.ANSWERED, State.CLOSED):
            with pytest.raises(Refusal):
                self._draft()
            return
        row = self._draft()
        self.changes += 1
        if approved:
            actions.approve_release(release=row, by=self.reader, at=self.now)
            self.public, self.changes = True, self.changes + 1

    @rule()
    def take_off(self) -> None:
        row = Release.objects.filter(request=self.pk).first()
        if row is None:
            return
        if not self.public:
            with pytest.raises(Refusal):
                actions.withdraw_release(release=row, reason="x", by=None, at=self.now)
            return
        actions.withdraw_release(release=row, reason="答复有变", by=self.reader, at=self.now)
        self.public, self.changes = False, self.changes + 1

    @invariant()
    def the_row_says_what_the_core_says(self) -> None:
        if not hasattr(self, "pk"):
            return
        row = self.row
        assert row.state == self.state.value
        assert row.due == (self.due if self.state in RUNNING else None)
        assert row.first == self.places.north
        assert Entry.objects.count() == self.before + self.changes

    @invariant()
    def the_asker_finds_it_and_the_public_only_what_was_released(self) -> None:
        if not hasattr(self, "pk"):
            return
        found = request_of(self.receipt)
        assert found is not None
        assert found.pk == self.pk
        assert released().count() == int(self.public)

    @invariant()
    def figures_add_up(self) -> None:
        if not hasattr(self, "pk"):
            return
        found = request_facts(
            starts_on=date(2025, 3, 1), ends_before=date(2025, 4, 1), on=self.today
        )
        assert sum(row.asked for row in found) == int(self.state is not State.NOISE)
        for row in found:
            assert row.in_time <= row.kept <= row.due <= row.asked
            assert row.satisfied <= row.rated <= row.asked

    @property
    def row(self) -> PublicRequest:
        return PublicRequest.objects.in_full().get(pk=self.pk)

    @property
    def now(self) -> datetime:
        return at(self.today)

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.writer, "on": self.today, "at": self.now}

    def _draft(self) -> Release:
        return actions.draft_release(
            request=self.row, question="康复门诊", answer="周三开诊", by=self.writer, at=self.now
        )

    def _tried(
        self,
        step: Step,
        rows: Callable[[], object],
        *,
        side: Side = Side.HANDLER,
        solved: bool = True,
    ) -> bool:
        """Take a step on the rows; they refuse exactly what the core refuses."""
        open_now = self.return_until is not None and self.today <= self.return_until
        history = History(
            extended=self.history.extended,
            reopened=self.history.reopened,
            passed_on=self.return_until is not None,
            return_open=open_now,
        )
        try:
            refuse_step(step, self.state, side, history)
        except Refusal as refused:
            with pytest.raises(type(refused)), transaction.atomic():
                rows()
            return False
        rows()
        self.state = after(step, self.state, solved=solved)
        self.history = History(
            extended=(self.history.extended or step is Step.EXTEND) and step is not Step.REOPEN,
            reopened=self.history.reopened or step is Step.REOPEN,
        )
        self.changes += 1
        return True


@pytest.mark.django_db
def test_the_rows_do_what_the_core_says() -> None:
    run_state_machine_as_test(
        Handling,
        settings=hypothesis_settings(max_examples=60, stateful_step_count=30, deadline=None),
    )


def test_every_step_is_tried() -> None:
    """A step added to the core without a rule here would go untested."""
    tried = {one for one in Step if f"Step.{one.name}," in Path(__file__).read_text("utf-8")}

    assert tried | {Step.TIE, Step.REMIND} == set(RULES)

"""The life of a request: laws that hold along every way through it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bangfu.core.refusal import Refusal
from bangfu.core.voice.request_life import (
    RULES,
    RUNNING,
    History,
    NotReturnable,
    NotYours,
    OnlyOnce,
    Side,
    State,
    Step,
    after,
    may,
    refuse,
)

EVERY = st.builds(
    History,
    extended=st.booleans(),
    reopened=st.booleans(),
    passed_on=st.booleans(),
    return_open=st.booleans(),
)


class RequestLife(RuleBasedStateMachine):
    """Anybody tries any step; what is refused changes nothing, what is taken keeps the laws."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.history = State.NEW, History()
        self.taken: list[Step] = []

    @rule(step=st.sampled_from(list(Step)), side=st.sampled_from(list(Side)), solved=st.booleans())
    def somebody_tries(self, step: Step, side: Side, solved: bool) -> None:
        before = self.state
        try:
            refuse(step, before, side, self.history)
        except Refusal:
            assert step not in may(before, side, self.history)
            return
        assert step in may(before, side, self.history)
        self.state = after(step, before, solved=solved)
        self.taken.append(step)
        old = self.history
        self.history = History(
            extended=(old.extended or step is Step.EXTEND) and step is not Step.REOPEN,
            reopened=old.reopened or step is Step.REOPEN,
            passed_on=step is Step.PASS_ON
            or (old.passed_on and step not in (Step.RETURN, Step.ACCEPT, Step.REOPEN)),
            return_open=step is Step.PASS_ON,
        )

    @precondition(lambda self: self.state in (State.CLOSED, State.REFUSED))
    @rule(step=st.sampled_from([step for step, one in RULES.items() if one.may is Side.HANDLER]))
    def nobody_in_an_office_wakes_what_is_closed(self, step: Step) -> None:
        if step in may(self.state, Side.HANDLER, self.history):
            assert after(step, self.state) is self.state

    @invariant()
    def is_asked_again_at_most_once(self) -> None:
        assert self.taken.count(Step.REOPEN) <= 1

    @invariant()
    def is_answered_only_after_it_was_accepted(self) -> None:
        if Step.ANSWER in self.taken:
            assert Step.ACCEPT in self.taken[: self.taken.index(Step.ANSWER)]

    @invariant()
    def has_somebody_who_can_go_on(self) -> None:
        if self.state in RUNNING or self.state is State.NOISE:
            assert may(self.state, Side.HANDLER, self.history)

    @invariant()
    def is_returned_only_after_it_was_passed_on(self) -> None:
        assert self.taken.count(Step.RETURN) <= self.taken.count(Step.PASS_ON)


TestRequestLife = RequestLife.TestCase
TestRequestLife.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


class TestRules:
    @given(step=st.sampled_from(list(Step)), state=st.sampled_from(list(State)), history=EVERY)
    def test_a_step_belongs_to_one_side(self, step: Step, state: State, history: History) -> None:
        other = next(side for side in Side if side is not RULES[step].may)

        with pytest.raises(NotYours):
            refuse(step, state, other, history)

    def test_every_step_has_a_rule_and_every_state_a_way_to_it(self) -> None:
        reached = {State.NEW} | {
            after(step, state, solved=solved)
            for step, one in RULES.items()
            for state in one.follows
            for solved in (True, False)
        }

        assert set(RULES) == set(Step)
        assert reached == set(State)

    def test_is_extended_once(self) -> None:
        with pytest.raises(OnlyOnce):
            refuse(Step.EXTEND, State.HANDLING, Side.HANDLER, History(extended=True))

    def test_is_returned_within_its_term(self) -> None:
        with pytest.raises(NotReturnable):
            refuse(Step.RETURN, State.NEW, Side.HANDLER, History(passed_on=True))
        refuse(Step.RETURN, State.NEW, Side.HANDLER, History(passed_on=True, return_open=True))

"""The life of a finding: every step from where it may be taken, by whom, and nowhere else."""

from itertools import product

import pytest

from bangfu.core.duty.sides import NotNow
from bangfu.core.spotchecks.finding_life import (
    RULES,
    NotYours,
    Side,
    State,
    Step,
    after,
    may,
    refuse,
)
from bangfu.core.spotchecks.presence import Expected, Found, agree, counts_as_off


class TestLife:
    @pytest.mark.parametrize(("step", "state", "side"), [*product(Step, State, Side)])
    def test_offers_what_it_does_not_refuse(self, step: Step, state: State, side: Side) -> None:
        if step in may(state, side):
            refuse(step, state, side)
        else:
            with pytest.raises((NotYours, NotNow)):
                refuse(step, state, side)

    def test_leads_from_a_finding_to_its_end(self) -> None:
        state = State.OPEN
        for step in (Step.REPLY, Step.REMEDY, Step.LOOK_AGAIN):
            assert state in RULES[step].follows
            state = after(step, state)

        assert state is State.CLOSED

    def test_goes_back_to_remedying_where_the_remedy_did_not_hold(self) -> None:
        assert after(Step.LOOK_AGAIN, State.REMEDIED, holds=False) is State.ANSWERED

    def test_nothing_but_a_consequence_follows_the_end(self) -> None:
        assert may(State.CLOSED, Side.AUTHORITY) == [Step.CONSEQUENCE]
        assert may(State.WITHDRAWN, Side.AUTHORITY) == []


class TestPresence:
    @pytest.mark.parametrize(("expected", "found"), [*product(Expected, Found)])
    def test_is_off_post_only_where_somebody_was_expected(
        self, expected: Expected, found: Found
    ) -> None:
        off = counts_as_off(expected, found)

        assert not (off and found in {Found.ON_POST, Found.LEAVE, Found.DUTY_ELSEWHERE})
        assert not (off and expected is Expected.FREE)

    def test_agrees_where_roster_and_finding_say_the_same(self) -> None:
        assert agree(Expected.ON_POST, Found.ON_POST)
        assert agree(Expected.ON_POST, Found.LEAVE) is False
        assert agree(Expected.LEAVE, Found.ON_POST) is False
        assert agree(Expected.ON_POST, Found.NOT_REACHED) is None

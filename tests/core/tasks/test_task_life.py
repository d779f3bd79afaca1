"""The life of a task: on every way evidence comes before acceptance, seen by two pairs of eyes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.sides import NotNow
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.reasons import ReasonMissing
from bangfu.core.refusal import Refusal
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.sides import NotForThisSide, OwnDecision, Side
from bangfu.core.tasks.task_life import RULES, Finding, Life, Outcome, Request, State, Step, may

DAY = date(2025, 3, 17)
DUE = date(2025, 6, 30)
US, THEM = Side.RESPONSIBLE, Side.AUTHORITY


def opened(repeat: Repeat = Repeat.ONCE, due: date | None = DUE) -> Life:
    return steps.begin(side=THEM, repeat=repeat, due=due)


def request(by: str = "host", on: date = DAY, **more: str) -> Request:
    given_ = {"summary": "已建立制度12项", "document": "河卫〔2025〕3号"} | more
    return Request(asked_by=by, asked_on=on, **given_)


def submitted(**more: str) -> Life:
    return steps.ask_acceptance(opened(), side=US, request=request(**more))


def accepted(life: Life, outcome: Outcome = Outcome.DONE, by: str = "clerk") -> Life:
    return steps.accept(life, side=THEM, by=by, outcome=outcome, on=DAY, look_back_months=3)


class TestLife:
    def test_goes_from_opening_to_look_back(self) -> None:
        reported = steps.report(
            opened(), side=US, share=60, done="起草", hindered="", on=DAY, today=DAY
        )
        closed = accepted(steps.ask_acceptance(reported, side=US, request=request()))
        looked = steps.look_back(closed, side=THEM, on=date(2025, 6, 17), words="制度仍在执行")

        assert reported.share == 60
        assert (closed.state, closed.share, closed.look_back_due) == (
            State.CLOSED,
            100,
            date(2025, 6, 17),
        )
        assert looked.looked_back_on == date(2025, 6, 17)
        with pytest.raises(steps.LookedBackAlready):
            steps.look_back(looked, side=THEM, on=DAY, words="再看")

    def test_counts_what_a_unit_proposes_once_somebody_else_approves(self) -> None:
        proposed = steps.propose(side=US, by="host", repeat=Repeat.ONCE, due=DUE)

        with pytest.raises(NotNow):
            steps.report(proposed, side=US, share=5, done="x", hindered="", on=DAY, today=DAY)
        with pytest.raises(OwnDecision):
            steps.approve(proposed, side=THEM, by="host")
        assert steps.approve(proposed, side=THEM, by="clerk").state is State.OPEN

    def test_asks_who_is_late_for_the_reason(self) -> None:
        late = DUE + timedelta(1)

        steps.ask_acceptance(opened(), side=US, request=request(on=DUE))
        with pytest.raises(steps.LatenessUnexplained, match="2025年6月30日"):
            steps.ask_acceptance(opened(), side=US, request=request(on=late))
        life = steps.ask_acceptance(
            opened(), side=US, request=request(on=late, late_reason="设备到货晚")
        )

        assert steps.is_late(life, late)

    def test_is_not_late_by_waiting_for_whoever_accepts(self) -> None:
        assert not steps.is_late(submitted(), DUE + timedelta(30))

    def test_wants_evidence_that_can_be_looked_up(self) -> None:
        with pytest.raises(steps.EvidenceMissing):
            submitted(document="  ")
        filed = replace(request(document=""), files=1)
        assert steps.ask_acceptance(opened(), side=US, request=filed).state is State.SUBMITTED

    def test_is_accepted_by_nobody_who_asked(self) -> None:
        with pytest.raises(OwnDecision):
            accepted(submitted(), by="host")
        with pytest.raises(OwnDecision):
            steps.return_(submitted(), side=THEM, by="host", reason="x")

    def test_comes_back_with_a_reason(self) -> None:
        with pytest.raises(ReasonMissing):
            steps.return_(submitted(), side=THEM, by="clerk", reason=" ")

        back = steps.return_(submitted(), side=THEM, by="clerk", reason="缺制度文本")

        assert (back.state, back.request, back.reason) == (State.OPEN, None, "缺制度文本")

    @pytest.mark.parametrize("outcome", [Outcome.STAGE, Outcome.STANDING])
    def test_stays_in_hand_after_a_stage_or_as_a_lasting_duty(self, outcome: Outcome) -> None:
        life = accepted(submitted(), outcome)

        assert (life.state, life.outcome) == (State.OPEN, outcome)
        assert life.is_standing is (outcome is Outcome.STANDING)
        assert len(life.accepted) == 1

    def test_never_closes_while_standing(self) -> None:
        life = opened(Repeat.STANDING, due=None)
        asked = steps.ask_acceptance(life, side=US, request=request())

        with pytest.raises(steps.StandingStays):
            accepted(asked)
        assert accepted(asked, Outcome.STAGE).state is State.OPEN
        assert not steps.is_late(life, date(2099, 1, 1))

    def test_explains_progress_that_falls(self) -> None:
        life = replace(opened(), share=60)

        with pytest.raises(steps.FellBack, match="60%降为40%"):
            steps.report(life, side=US, share=40, done="x", hindered="", on=DAY, today=DAY)
        again = steps.report(
            life, side=US, share=40, done="返工", hindered="验收退回", on=DAY, today=DAY
        )
        assert again.share == 40

    @pytest.mark.parametrize("share", [-1, 101])
    def test_knows_no_progress_beyond_all(self, share: int) -> None:
        with pytest.raises(steps.ShareOutside):
            steps.report(opened(), side=US, share=share, done="x", hindered="", on=DAY, today=DAY)

    def test_reports_no_tomorrow_and_no_silence(self) -> None:
        with pytest.raises(steps.InFuture):
            steps.report(
                opened(), side=US, share=1, done="x", hindered="", on=DAY + timedelta(1), today=DAY
            )
        with pytest.raises(steps.DoneUnsaid):
            steps.report(opened(), side=US, share=1, done=" ", hindered="", on=DAY, today=DAY)

    def test_is_checked_with_an_opinion_where_it_lags(self) -> None:
        life = opened()

        assert steps.check(life, side=THEM, finding=Finding.ON_SCHEDULE, opinion="") == life
        with pytest.raises(steps.OpinionMissing):
            steps.check(life, side=THEM, finding=Finding.BEHIND, opinion="")

    def test_is_extended_by_somebody_else_and_to_later(self) -> None:
        life = opened()
        wish = {"side": US, "by": "host", "reason": "设备到货晚", "today": DAY}

        with pytest.raises(steps.NotLater):
            steps.ask_extension(life, due=DUE, **wish)
        with pytest.raises(ReasonMissing):
            steps.ask_extension(life, due=DUE + timedelta(9), **(wish | {"reason": ""}))
        asked = steps.ask_extension(life, due=DUE + timedelta(9), **wish)
        with pytest.raises(steps.AlreadyWished):
            steps.ask_extension(asked, due=DUE + timedelta(12), **wish)
        with pytest.raises(OwnDecision):
            steps.grant_extension(asked, side=THEM, by="host")

        assert steps.grant_extension(asked, side=THEM, by="clerk").due == DUE + timedelta(9)
        refused = steps.refuse_extension(asked, side=THEM, by="clerk", reason="不宜再拖")
        assert (refused.due, refused.wished) == (DUE, None)
        with pytest.raises(steps.NothingWished):
            steps.grant_extension(refused, side=THEM, by="clerk")

    def test_is_not_extended_into_the_past(self) -> None:
        with pytest.raises(steps.NotLater):
            steps.ask_extension(
                opened(), side=US, by="host", due=DUE + timedelta(1), reason="x",
                today=DUE + timedelta(40),
            )  # fmt: skip

    def test_leaves_recurring_tasks_to_their_periods(self) -> None:
        life = opened(Repeat.QUARTERLY)

        with pytest.raises(steps.AnsweredByPeriod):
            steps.report(life, side=US, share=5, done="x", hindered="", on=DAY, today=DAY)
        with pytest.raises(steps.AnsweredByPeriod):
            steps.ask_acceptance(life, side=US, request=request())
        assert Step.REPORT not in may(life, US)

    @pytest.mark.parametrize("step", list(Step))
    def test_has_a_side_for_each_step(self, step: Step) -> None:
        for side in Side:
            if side not in RULES[step].may:
                with pytest.raises(NotForThisSide):
                    taken(replace(submitted(), wished=DUE), step, side, "somebody", DAY)


def taken(life: Life, step: Step, side: Side, by: str, on: date) -> Life:
    """A step with plausible words; refusals come through."""
    doing = {
        Step.PROPOSE: lambda: steps.propose(side=side, by=by, repeat=life.repeat, due=DUE),
        Step.OPEN: lambda: steps.begin(side=side, repeat=life.repeat, due=DUE),
        Step.APPROVE: lambda: steps.approve(life, side=side, by=by),
        Step.ASSIGN: lambda: steps.assign(life, side=side),
        Step.REPORT: lambda: steps.report(
            life, side=side, share=50, done="做了", hindered="", on=on, today=on
        ),
        Step.CHECK: lambda: steps.check(life, side=side, finding=Finding.BEHIND, opinion="抓紧"),
        Step.ASK_ACCEPTANCE: lambda: steps.ask_acceptance(
            life, side=side, request=request(by=by, on=on, late_reason="晚")
        ),
        Step.ACCEPT: lambda: steps.accept(
            life, side=side, by=by, outcome=Outcome.DONE, on=on, look_back_months=3
        ),
        Step.RETURN: lambda: steps.return_(life, side=side, by=by, reason="不足"),
        Step.ASK_EXTENSION: lambda: steps.ask_extension(
            life, side=side, by=by, due=on + timedelta(400), reason="难", today=on
        ),
        Step.GRANT_EXTENSION: lambda: steps.grant_extension(life, side=side, by=by),
        Step.REFUSE_EXTENSION: lambda: steps.refuse_extension(life, side=side, by=by, reason="否"),
        Step.CANCEL: lambda: steps.cancel(life, side=side, reason="合并"),
        Step.LOOK_BACK: lambda: steps.look_back(life, side=side, on=on, words="保持"),
    }
    return doing[step]()


WAYS = st.lists(
    st.tuples(
        st.sampled_from([step for step in Step if step not in (Step.PROPOSE, Step.OPEN)]),
        st.sampled_from(list(Side)),
        st.sampled_from(["ann", "bea"]),
    ),
    max_size=25,
)


class TestEveryWay:
    @given(WAYS, st.sampled_from(list(Repeat)), st.booleans())
    def test_keeps_evidence_before_acceptance_and_two_pairs_of_eyes(
        self, way: list[tuple[Step, Side, str]], repeat: Repeat, proposed: bool
    ) -> None:
        life = (
            steps.propose(side=US, by="ann", repeat=repeat, due=DUE) if proposed else opened(repeat)
        )
        for number, (step, side, by) in enumerate(way):
            before = life
            try:
                life = taken(life, step, side, by, DAY + timedelta(number))
            except Refusal:
                continue
            if step is Step.ACCEPT:
                assert before.request is not None
                assert before.request.has_evidence
                assert before.request.asked_by != by
            assert step in may(before, side)
        assert all(one.has_evidence for one in life.accepted)
        if life.state is State.CLOSED:
            assert life.accepted
            assert life.share == 100
            assert not life.is_standing
        assert (life.request is not None) == (life.state is State.SUBMITTED)

    @given(WAYS, st.sampled_from(list(Repeat)))
    def test_offers_no_step_that_its_state_refuses(
        self, way: list[tuple[Step, Side, str]], repeat: Repeat
    ) -> None:
        life = opened(repeat)
        for number, (step, side, by) in enumerate(way):
            on = DAY + timedelta(number)
            for open_side in Side:
                for offered in may(life, open_side):
                    try:
                        taken(life, offered, open_side, "somebody else", on)
                    except (NotNow, NotForThisSide) as refused:  # pragma: no cover
                        pytest.fail(f"{offered} is offered and refused: {refused}")
                    except Refusal:
                        pass
            try:
                life = taken(life, step, side, by, on)
            except Refusal:
                continue

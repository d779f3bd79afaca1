"""The life of a posting: in sentences, and step by step against a model that knows only events."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.days import Days
from bangfu.core.duty.posting_life import RULES, Life, State, Step, may
from bangfu.core.duty.sides import NotNow, NotYours, Side
from bangfu.core.reasons import ReasonMissing
from bangfu.core.refusal import Refusal

FIRST, LAST = date(2025, 3, 17), date(2025, 9, 17)
TERM = Days(FIRST, LAST)
CLERK, SENDER, HOST, WORKER = Side.AUTHORITY, Side.SENDER, Side.HOST, Side.WORKER


def agreed() -> Life:
    return steps.agree(steps.nominate(worker="w", days=TERM, by=SENDER), by=HOST)


def serving(arrived_on: date = FIRST) -> Life:
    life = steps.appoint(agreed(), by=CLERK, document="东卫任〔2025〕3号")
    return steps.confirm_arrival(life, by=HOST, arrived_on=arrived_on, on=arrived_on)


def handed_over() -> Life:
    return steps.hand_over(serving(), by=HOST, on=LAST, complete=True)


def closed() -> Life:
    life = handed_over()
    for side in (HOST, SENDER, WORKER):
        life = steps.evaluate(life, by=side)
    return steps.close(life, by=CLERK, on=LAST)


class TestWholeLife:
    def test_leads_from_a_name_to_a_certificate(self) -> None:
        life = steps.certify(
            closed(), by=CLERK, certificate="0000-0000-0000", served=250, waiting=0
        )

        assert life.state is State.CERTIFIED
        assert (life.document, life.handed_over_on) == ("东卫任〔2025〕3号", LAST)
        assert life.served == TERM

    def test_serves_from_the_day_the_host_confirmed(self) -> None:
        assert serving(date(2025, 3, 20)).served == Days(date(2025, 3, 20), LAST)
        assert len(agreed().served) == 0

    def test_takes_both_sides_to_agree(self) -> None:
        proposed = steps.nominate(worker="w", days=TERM, by=CLERK)

        one = steps.agree(proposed, by=HOST)

        assert (one.state, steps.agree(one, by=SENDER).state) == (State.NOMINATED, State.AGREED)

    def test_keeps_a_revoked_certificate_known(self) -> None:
        life = steps.certify(closed(), by=CLERK, certificate="0000-0000-0000", served=2, waiting=0)

        revoked = steps.revoke(life, by=CLERK, reason="天数有误")
        again = steps.certify(revoked, by=CLERK, certificate="1111-1111-1111", served=2, waiting=0)

        assert again.revoked == ("0000-0000-0000",)

    def test_replaced_it_ends_and_names_who_follows(self) -> None:
        on = date(2025, 6, 1)

        life = steps.replace_by(serving(), by=CLERK, successor="v", ends_before=on, reason="病休")

        assert (life.successor, life.days.ends_before, life.recalled) == ("v", on, True)

    def test_paused_it_expects_nothing(self) -> None:
        life = steps.suspend(serving(), by=CLERK, starts_on=date(2025, 5, 1), reason="抽调")
        life = steps.resume(life, by=HOST, resumes_on=date(2025, 5, 12))

        assert life.pauses == (Days(date(2025, 5, 1), date(2025, 5, 12)),)

    def test_a_pause_has_at_least_a_day(self) -> None:
        life = steps.suspend(serving(), by=CLERK, starts_on=date(2025, 5, 1), reason="抽调")

        with pytest.raises(steps.PauseOutsideStay, match="2025年5月2日至2025年9月16日"):
            steps.resume(life, by=HOST, resumes_on=date(2025, 5, 1))

    def test_recalled_to_before_the_arrival_it_has_no_day(self) -> None:
        life = serving(date(2025, 3, 20))

        recalled = steps.recall(life, by=SENDER, ends_before=date(2025, 3, 18), reason="急需")

        assert recalled.days == Days(FIRST, date(2025, 3, 20))
        assert not recalled.served

    def test_recalled_before_anybody_came_it_comes_to_nothing(self) -> None:
        life = steps.appoint(agreed(), by=CLERK)

        recalled = steps.recall(life, by=SENDER, ends_before=FIRST, reason="急需")

        assert (recalled.state, len(recalled.days)) == (State.WITHDRAWN, 0)

    def test_a_pause_that_lasts_ends_with_the_stay(self) -> None:
        life = steps.suspend(serving(), by=CLERK, starts_on=date(2025, 9, 1), reason="抽调")
        assert life.paused == (Days(date(2025, 9, 1), LAST),)

        life = steps.hand_over(life, by=HOST, on=date(2025, 9, 5), complete=True)

        assert life.pauses == (Days(date(2025, 9, 1), LAST),)


class TestRefusals:
    @pytest.mark.parametrize(
        ("attempt", "refusal", "words"),
        [
            (
                lambda: steps.appoint(agreed(), by=HOST),
                NotYours,
                "由主管部门办理，受援单位不能办理",
            ),
            (lambda: steps.appoint(serving(), by=CLERK), NotNow, "当前为“在岗”，不能办理“任命”"),
            (
                lambda: steps.nominate(worker="w", days=TERM, by=HOST),
                NotYours,
                "“推荐”由派出单位、主管部门办理",
            ),
            (
                lambda: steps.agree(steps.nominate(worker="w", days=TERM, by=SENDER), by=SENDER),
                steps.AlreadyAgreed,
                "派出单位已经同意",
            ),
            (lambda: steps.withdraw(agreed(), by=HOST, reason=" "), ReasonMissing, "请填写原因"),
            (
                lambda: serving(date(2025, 3, 16)),
                steps.ArrivalOutsideTerm,
                "到岗日期2025年3月16日应在任命期间（2025年3月17日至2025年9月16日）内",
            ),
            (
                lambda: steps.extend(serving(), by=CLERK, ends_before=LAST),
                steps.EndNotLater,
                "延长后的截止日期须更晚",
            ),
            (
                lambda: steps.recall(handed_over(), by=SENDER, ends_before=LAST, reason="急需"),
                NotNow,
                "当前为“已交接”，不能办理“提前召回”",
            ),
            (
                lambda: steps.replace_by(
                    serving(), by=CLERK, successor="w", ends_before=LAST, reason="x"
                ),
                steps.SamePerson,
                "不能是本人",
            ),
            (
                lambda: steps.hand_over(serving(), by=HOST, on=LAST, complete=False),
                steps.HandoverOpen,
                "尚未全部签字",
            ),
            (
                lambda: steps.close(steps.evaluate(handed_over(), by=HOST), by=CLERK, on=LAST),
                steps.EvaluationMissing,
                "尚缺派出单位、派驻人员的评价",
            ),
            (
                lambda: steps.certify(closed(), by=CLERK, certificate="x", served=2, waiting=3),
                steps.WeeksWaiting,
                "还有3个半天待受援单位确认",
            ),
            (
                lambda: steps.certify(closed(), by=CLERK, certificate="x", served=0, waiting=0),
                steps.NothingConfirmed,
                "没有经受援单位确认",
            ),
        ],
    )
    def test_say_what_is_wrong(
        self, attempt: Callable[[], Life], refusal: type[Refusal], words: str
    ) -> None:
        with pytest.raises(refusal) as refused:
            attempt()

        assert words in refused.value.zh
        assert refused.value.en


class TestButtons:
    def test_every_step_may_be_taken_by_somebody_from_somewhere(self) -> None:
        assert set(RULES) == set(Step)
        assert all(rule.may for rule in RULES.values())
        assert [step for step, rule in RULES.items() if not rule.follows] == [Step.NOMINATE]

    def test_are_those_of_the_state_and_the_side(self) -> None:
        assert may(serving(), HOST) == (Step.HAND_OVER,)
        assert may(serving(), WORKER) == ()
        assert Step.RECALL in may(serving(), SENDER)

    def test_every_state_is_reached(self) -> None:
        reached = {State.NOMINATED, State.WITHDRAWN} | {life.state for life in _walk()}

        assert reached == set(State)


def _walk() -> list[Life]:
    appointed = steps.appoint(agreed(), by=CLERK)
    return [
        agreed(),
        appointed,
        steps.report_arrival(appointed, by=WORKER, arrived_on=FIRST, on=FIRST),
        serving(),
        steps.suspend(serving(), by=CLERK, starts_on=FIRST, reason="x"),
        handed_over(),
        closed(),
        steps.certify(closed(), by=CLERK, certificate="x", served=1, waiting=0),
    ]


@dataclass
class Model:
    """A posting as the events that have happened to it; days are numbers."""

    first: int = 0
    end: int = 0
    planned: int = 0
    happened: set[str] = field(default_factory=set)
    arrived: int | None = None
    paused_from: int | None = None
    pauses: list[tuple[int, int]] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    revoked: int = 0

    def state(self) -> State:
        order = [
            (State.WITHDRAWN, "gone" in self.happened),
            (State.CERTIFIED, len(self.certificates) > self.revoked),
            (State.CLOSED, "closed" in self.happened),
            (State.HANDED_OVER, "handed over" in self.happened),
            (State.SUSPENDED, self.paused_from is not None),
            (State.SERVING, "there" in self.happened),
            (State.ARRIVED, "reported" in self.happened),
            (State.APPOINTED, "appointed" in self.happened),
            (State.AGREED, {"sender agreed", "host agreed"} <= self.happened),
        ]
        return next((state for state, holds in order if holds), State.NOMINATED)

    @property
    def running(self) -> bool:
        return "appointed" in self.happened and not self.happened & {"gone", "handed over"}

    @property
    def begins(self) -> int:
        """From when on service can lie, after the last pause."""
        begun = self.first if self.arrived is None else self.arrived
        return self.pauses[-1][1] if self.pauses else begun


class PostingMachine(RuleBasedStateMachine):
    """Any step by any side on any day: refused or taken as the events say."""

    @initialize(
        by=st.sampled_from([SENDER, CLERK]), length=st.integers(1, 40), ahead=st.integers(0, 10)
    )
    def nominate(self, by: Side, length: int, ahead: int) -> None:
        self.life = steps.nominate(worker="w", days=Days(FIRST, day(length)), by=by)
        self.model = Model(end=length, planned=length)
        if by is SENDER:
            self.model.happened.add("sender agreed")
        self.go_on(often=ahead)

    def attempt(self, refusal: type[Refusal] | None, act: Callable[[], Life]) -> bool:
        """Take a step, or see it refused as foretold; whether it was taken."""
        if refusal is None:
            self.life = act()
            return True
        with pytest.raises(refusal) as refused:
            act()
        assert type(refused.value) is refusal
        assert refused.value.zh.endswith("。")
        return False

    def refused(self, by: Side, sides: set[Side], *, now: bool) -> type[Refusal] | None:
        if by not in sides:
            return NotYours
        return None if now else NotNow

    @rule(by=st.sampled_from(Side))
    def agree(self, by: Side) -> None:
        event = f"{by} agreed"
        refusal = self.refused(by, {SENDER, HOST}, now=self.model.state() is State.NOMINATED)
        if refusal is None and event in self.model.happened:
            refusal = steps.AlreadyAgreed
        if self.attempt(refusal, lambda: steps.agree(self.life, by=by)):
            self.model.happened.add(event)

    @rule(by=st.sampled_from(Side), reason=st.sampled_from(["", "不对口"]))
    def withdraw(self, by: Side, reason: str) -> None:
        early = not self.model.happened & {"appointed", "gone"}
        refusal = self.refused(by, {SENDER, HOST, CLERK}, now=early)
        if refusal is None and not reason:
            refusal = ReasonMissing
        if self.attempt(refusal, lambda: steps.withdraw(self.life, by=by, reason=reason)):
            self.model.happened.add("gone")

    @rule(by=st.sampled_from(Side))
    def appoint(self, by: Side) -> None:
        refusal = self.refused(by, {CLERK}, now=self.model.state() is State.AGREED)
        if self.attempt(refusal, lambda: steps.appoint(self.life, by=by)):
            self.model.happened.add("appointed")

    @rule(by=st.sampled_from(Side), arrived=st.integers(-2, 42), later=st.integers(-1, 3))
    def report_arrival(self, by: Side, arrived: int, later: int) -> None:
        now = self.model.state() is State.APPOINTED
        refusal = self.refused(by, {WORKER, SENDER}, now=now)
        if refusal is None and not (0 <= arrived < self.model.end and later >= 0):
            refusal = steps.ArrivalOutsideTerm
        taken = self.attempt(
            refusal,
            lambda: steps.report_arrival(
                self.life, by=by, arrived_on=day(arrived), on=day(arrived + later)
            ),
        )
        if taken:
            self.model.happened.add("reported")
            self.model.arrived = arrived

    @rule(by=st.sampled_from(Side), arrived=st.integers(-2, 42), later=st.integers(-1, 3))
    def confirm_arrival(self, by: Side, arrived: int, later: int) -> None:
        now = self.model.state() in (State.APPOINTED, State.ARRIVED)
        refusal = self.refused(by, {HOST}, now=now)
        if refusal is None and not (0 <= arrived < self.model.end and later >= 0):
            refusal = steps.ArrivalOutsideTerm
        taken = self.attempt(
            refusal,
            lambda: steps.confirm_arrival(
                self.life, by=by, arrived_on=day(arrived), on=day(arrived + later)
            ),
        )
        if taken:
            self.model.happened.add("there")
            self.model.arrived = arrived

    @rule(by=st.sampled_from(Side), end=st.integers(1, 60))
    def extend(self, by: Side, end: int) -> None:
        model = self.model
        refusal = self.refused(by, {CLERK}, now=model.running)
        if refusal is None and (end <= model.end or model.end < model.planned):
            refusal = steps.EndNotLater
        if self.attempt(refusal, lambda: steps.extend(self.life, by=by, ends_before=day(end))):
            model.end = model.planned = end

    @rule(by=st.sampled_from(Side), on=st.integers(-1, 60))
    def suspend(self, by: Side, on: int) -> None:
        model = self.model
        refusal = self.refused(by, {CLERK}, now=model.state() is State.SERVING)
        if refusal is None and not model.begins <= on < model.end:
            refusal = steps.PauseOutsideStay
        taken = self.attempt(
            refusal, lambda: steps.suspend(self.life, by=by, starts_on=day(on), reason="抽调")
        )
        if taken:
            model.paused_from = on

    @rule(by=st.sampled_from(Side), on=st.integers(-1, 60))
    def resume(self, by: Side, on: int) -> None:
        model = self.model
        refusal = self.refused(by, {CLERK, HOST}, now=model.state() is State.SUSPENDED)
        began = model.paused_from
        if refusal is None and not (began is not None and began < on <= model.end):
            refusal = steps.PauseOutsideStay
        taken = self.attempt(refusal, lambda: steps.resume(self.life, by=by, resumes_on=day(on)))
        if taken and began is not None:
            model.pauses.append((began, on))
            model.paused_from = None

    @rule(
        by=st.sampled_from(Side),
        on=st.integers(-2, 60),
        reason=st.sampled_from(["", "急需"]),
        successor=st.sampled_from([None, "v", "w"]),
    )
    def recall(self, by: Side, on: int, reason: str, successor: str | None) -> None:
        """With a successor it is a replacement."""
        model = self.model
        sides = {CLERK, SENDER} if successor is None else {CLERK}
        refusal = self.refused(by, sides, now=model.running)
        least = model.begins if model.paused_from is None else model.paused_from
        if refusal is None and successor == "w":
            refusal = steps.SamePerson
        if refusal is None and not reason:
            refusal = ReasonMissing
        serves = "there" in model.happened
        too_late = on >= model.end or (serves and least >= model.end)
        if refusal is None and (model.end < model.planned or too_late):
            refusal = steps.EndNotEarlier
        if not self.attempt(refusal, lambda: self.recalled(by, on, reason, successor)):
            return
        if not serves and on <= (model.arrived or 0):
            model.happened.add("gone")
            model.arrived, model.end = None, 0
        else:
            model.end = max(on, least) if serves else on

    def recalled(self, by: Side, on: int, reason: str, successor: str | None) -> Life:
        if successor is None:
            return steps.recall(self.life, by=by, ends_before=day(on), reason=reason)
        return steps.replace_by(
            self.life, by=by, successor=successor, ends_before=day(on), reason=reason
        )

    @rule(by=st.sampled_from(Side), on=st.integers(-1, 60), complete=st.booleans())
    def hand_over(self, by: Side, on: int, complete: bool) -> None:
        model = self.model
        now = model.state() in (State.SERVING, State.SUSPENDED)
        refusal = self.refused(by, {HOST}, now=now)
        arrived = model.arrived or 0
        if refusal is None and not (complete and arrived <= on <= max(arrived, model.end)):
            refusal = steps.HandoverOpen
        taken = self.attempt(
            refusal, lambda: steps.hand_over(self.life, by=by, on=day(on), complete=complete)
        )
        if taken:
            model.happened.add("handed over")
            if model.paused_from is not None:
                model.pauses.append((model.paused_from, model.end))
                model.paused_from = None

    @rule(by=st.sampled_from(Side))
    def evaluate(self, by: Side) -> None:
        event = f"{by} evaluated"
        now = self.model.state() is State.HANDED_OVER
        refusal = self.refused(by, {HOST, SENDER, WORKER}, now=now)
        if refusal is None and event in self.model.happened:
            refusal = steps.AlreadyEvaluated
        if self.attempt(refusal, lambda: steps.evaluate(self.life, by=by)):
            self.model.happened.add(event)

    @rule(by=st.sampled_from(Side), on=st.integers(0, 70))
    def close(self, by: Side, on: int) -> None:
        model = self.model
        refusal = self.refused(by, {CLERK}, now=model.state() is State.HANDED_OVER)
        said = {event for event in model.happened if event.endswith(" evaluated")}
        if refusal is None and on < model.end:
            refusal = steps.NotOver
        if refusal is None and len(said) < 3:
            refusal = steps.EvaluationMissing
        if self.attempt(refusal, lambda: steps.close(self.life, by=by, on=day(on))):
            model.happened.add("closed")

    @rule(by=st.sampled_from(Side), served=st.integers(0, 2), waiting=st.integers(0, 1))
    def certify(self, by: Side, served: int, waiting: int) -> None:
        model = self.model
        refusal = self.refused(by, {CLERK}, now=model.state() is State.CLOSED)
        if refusal is None and waiting:
            refusal = steps.WeeksWaiting
        if refusal is None and not served:
            refusal = steps.NothingConfirmed
        code = str(len(model.certificates))
        taken = self.attempt(
            refusal,
            lambda: steps.certify(
                self.life, by=by, certificate=code, served=served, waiting=waiting
            ),
        )
        if taken:
            model.certificates.append(code)

    @rule(by=st.sampled_from(Side), reason=st.sampled_from(["", "天数有误"]))
    def revoke(self, by: Side, reason: str) -> None:
        refusal = self.refused(by, {CLERK}, now=self.model.state() is State.CERTIFIED)
        if refusal is None and not reason:
            refusal = ReasonMissing
        if self.attempt(refusal, lambda: steps.revoke(self.life, by=by, reason=reason)):
            self.model.revoked += 1

    @rule(often=st.integers(1, 4))
    def go_on(self, often: int) -> None:
        """The steps that a posting usually takes, so that late states are reached as often."""
        for _ in range(often):
            model, happened = self.model, self.model.happened
            match model.state():
                case State.NOMINATED:
                    self.agree(by=HOST if "host agreed" not in happened else SENDER)
                case State.AGREED:
                    self.appoint(by=CLERK)
                case State.APPOINTED | State.ARRIVED:
                    self.confirm_arrival(by=HOST, arrived=0, later=0)
                case State.SERVING:
                    self.hand_over(by=HOST, on=model.end, complete=True)
                case State.SUSPENDED:
                    self.resume(by=CLERK, on=model.end)
                case State.HANDED_OVER:
                    sides = [HOST, SENDER, WORKER]
                    waits = [side for side in sides if f"{side} evaluated" not in happened]
                    if waits:
                        self.evaluate(by=waits[0])
                    else:
                        self.close(by=CLERK, on=model.end)
                case State.CLOSED:
                    self.certify(by=CLERK, served=1, waiting=0)

    @invariant()
    def stands_where_the_events_led(self) -> None:
        model, life = self.model, self.life
        assert life.state is model.state()
        assert (number(life.days.ends_before), number(life.planned_ends_before)) == (
            model.end,
            model.planned,
        )
        assert life.arrived_on == (None if model.arrived is None else day(model.arrived))
        assert [(number(p.starts_on), number(p.ends_before)) for p in life.pauses] == model.pauses
        assert len(life.revoked) == model.revoked

    @invariant()
    def serves_only_within_its_days(self) -> None:
        life = self.life
        assert life.days.ends_before <= life.planned_ends_before
        assert all(pause.within(life.served) == pause for pause in life.pauses)
        if life.state in (State.NOMINATED, State.AGREED, State.APPOINTED, State.WITHDRAWN):
            assert not life.served

    @invariant()
    def offers_no_step_that_does_not_follow(self) -> None:
        for side in Side:
            for step in may(self.life, side):
                assert self.life.state in RULES[step].follows


def day(number_of_days: int) -> date:
    return FIRST + timedelta(days=number_of_days)


def number(on: date) -> int:
    return (on - FIRST).days


TestPostingAgainstItsModel = PostingMachine.TestCase
TestPostingAgainstItsModel.settings = settings(max_examples=150, stateful_step_count=40)

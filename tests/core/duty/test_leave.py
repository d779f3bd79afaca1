"""Leave: in sentences, and step by step against a model of half-days off."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bangfu.core.duty import leave as leaves
from bangfu.core.duty import settings
from bangfu.core.duty.confirming import MonthClosed, OutsideStay
from bangfu.core.duty.days import Days, Half, HalfDay
from bangfu.core.duty.leave import Leave, LeaveState
from bangfu.core.duty.sides import NotNow, NotYours, Side
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.reasons import ReasonMissing
from bangfu.core.refusal import Refusal

STAY = Days(date(2025, 3, 17), date(2025, 9, 17))
MONDAY = HalfDay(date(2025, 5, 12))
SETTINGS = settings.shipped()


def asked(
    first: HalfDay = MONDAY,
    half_days: int = 6,
    *,
    kind: str = "annual",
    by: Side = Side.WORKER,
    others: tuple[Leave, ...] = (),
    closed_before: date = date(2025, 5, 1),
) -> Leave:
    return leaves.ask(
        kind=kind,
        starts_at=first,
        ends_before=HalfDay.of_slot(first.slot + half_days),
        by=by,
        stay=STAY,
        others=others,
        closed_before=closed_before,
        settings=SETTINGS,
    )


def approved() -> Leave:
    return leaves.approve(asked(), by=Side.SENDER)


class TestLeave:
    def test_goes_from_asking_to_reporting_back(self) -> None:
        leave = approved()

        states = [leave.state_on(date(2025, 5, day)) for day in (11, 12)]
        back = leaves.report_back(
            leave, by=Side.WORKER, at=HalfDay(date(2025, 5, 15)), on=date(2025, 5, 15)
        )

        assert states == [LeaveState.APPROVED, LeaveState.TAKEN]
        assert back.state_on(date(2025, 5, 15)) is LeaveState.RETURNED
        assert back.days == Days(date(2025, 5, 12), date(2025, 5, 15))

    def test_is_an_exception_once_approved(self) -> None:
        gone = leaves.withdraw(asked(), by=Side.WORKER, on=STAY.starts_on)

        (entered,) = leaves.entered([asked(), approved(), gone])

        assert (entered.exception, entered.leave_kind) == (DutyException.LEAVE, "annual")
        assert len(entered.slots) == 6

    def test_ends_where_somebody_comes_back_early(self) -> None:
        noon = HalfDay(date(2025, 5, 13), Half.AFTERNOON)

        back = leaves.report_back(approved(), by=Side.HOST, at=noon, on=date(2025, 5, 13))

        assert len(leaves.entered([back])[0].slots) == 3
        assert leaves.overdue("1", back, on=date(2025, 6, 1)) is None

    def test_nobody_came_back_from_is_shown(self) -> None:
        flag = leaves.overdue("1", approved(), on=date(2025, 5, 15))

        assert flag is not None
        assert flag.zh == "请假至2025年5月14日，尚未销假，请提醒办理。"
        assert leaves.overdue("1", approved(), on=date(2025, 5, 14)) is None
        assert leaves.overdue("1", asked(), on=date(2025, 6, 1)) is None

    def test_somebody_came_back_from_late_is_shown(self) -> None:
        late = HalfDay(date(2025, 5, 16))

        back = leaves.report_back(approved(), by=Side.WORKER, at=late, on=date(2025, 5, 16))
        flag = leaves.overdue("1", back, on=date(2025, 6, 1))

        assert flag is not None
        assert flag.days == Days(date(2025, 5, 15), date(2025, 5, 16))
        assert len(leaves.entered([back])[0].slots) == 6


class TestRefusals:
    @pytest.mark.parametrize(
        ("attempt", "refusal", "words"),
        [
            (lambda: asked(kind="holiday"), leaves.LeaveKindUnknown, "可选：年休假、病假"),
            (lambda: asked(half_days=0), leaves.LeaveReversed, "晚于开始时间"),
            (lambda: asked(HalfDay(date(2025, 9, 16)), 3), OutsideStay, "2025年9月16日"),
            (lambda: asked(closed_before=date(2025, 6, 1)), MonthClosed, "2025年5月已锁定"),
            (
                lambda: asked(by=Side.AUTHORITY),
                NotYours,
                "“请假”由派出单位、受援单位、派驻人员办理",
            ),
            (lambda: asked(others=(approved(),)), leaves.LeaveOverlaps, "（已批准）时间重叠"),
            (lambda: leaves.approve(asked(), by=Side.HOST), NotYours, "由派出单位办理"),
            (lambda: leaves.approve(approved(), by=Side.SENDER), NotNow, "当前为“已批准”"),
            (lambda: leaves.refuse(asked(), by=Side.SENDER, reason=""), ReasonMissing, "原因"),
            (
                lambda: leaves.withdraw(approved(), by=Side.WORKER, on=date(2025, 5, 12)),
                NotNow,
                "假期已于2025年5月12日开始，不能撤回",
            ),
            (
                lambda: leaves.report_back(
                    approved(), by=Side.WORKER, at=MONDAY, on=date(2025, 5, 20)
                ),
                leaves.ReturnTooEarly,
                "销假时间",
            ),
        ],
    )
    def test_say_what_is_wrong(
        self, attempt: Callable[[], Leave], refusal: type[Refusal], words: str
    ) -> None:
        with pytest.raises(refusal) as refused:
            attempt()

        assert words in refused.value.zh
        assert refused.value.en

    def test_leave_that_was_refused_is_in_nobodys_way(self) -> None:
        refused = leaves.refuse(asked(), by=Side.SENDER, reason="当周手术已排满")

        assert asked(others=(refused,)).state is LeaveState.ASKED
        assert refused.decision == "当周手术已排满"


class LeaveMachine(RuleBasedStateMachine):
    """Several leaves of one person; the model knows which half-days each one holds."""

    def __init__(self) -> None:
        super().__init__()
        self.leaves: list[Leave] = []
        self.model: list[tuple[str, set[int]]] = []

    def attempt(self, refusal: type[Refusal] | None, act: Callable[[], Leave]) -> Leave | None:
        if refusal is None:
            return act()
        with pytest.raises(refusal) as refused:
            act()
        assert type(refused.value) is refusal
        return None

    def held(self, *states: str) -> set[int]:
        return {half for state, halves in self.model if state in states for half in halves}

    @rule(first=st.integers(-3, 40), length=st.integers(0, 8), by=st.sampled_from(Side))
    def ask(self, first: int, length: int, by: Side) -> None:
        wanted = set(range(first, first + length))
        refusal: type[Refusal] | None = None
        if by is Side.AUTHORITY:
            refusal = NotYours
        elif not wanted:
            refusal = leaves.LeaveReversed
        elif first < 0:
            refusal = OutsideStay
        elif wanted & self.held("asked", "approved", "returned"):
            refusal = leaves.LeaveOverlaps
        found = self.attempt(
            refusal,
            lambda: asked(
                place(first),
                length,
                by=by,
                others=tuple(self.leaves),
                closed_before=STAY.starts_on,
            ),
        )
        if found is not None:
            self.leaves.append(found)
            self.model.append(("asked", wanted))

    @rule(
        which=st.integers(0, 5),
        by=st.sampled_from(Side),
        step=st.sampled_from(["approve", "refuse", "withdraw", "return"]),
        on=st.integers(-2, 26),
        back=st.integers(-1, 50),
    )
    def decide(self, which: int, by: Side, step: str, on: int, back: int) -> None:
        if which >= len(self.leaves):
            return
        leave, (state, held) = self.leaves[which], self.model[which]
        day = STAY.starts_on + timedelta(days=on)
        may, follows, then, act = {
            "approve": ({Side.SENDER}, {"asked"}, "approved", lambda: leaves.approve(leave, by=by)),
            "refuse": (
                {Side.SENDER},
                {"asked"},
                "refused",
                lambda: leaves.refuse(leave, by=by, reason="排满"),
            ),
            "withdraw": (
                {Side.WORKER},
                {"asked", "approved"},
                "withdrawn",
                lambda: leaves.withdraw(leave, by=by, on=day),
            ),
            "return": (
                {Side.WORKER, Side.HOST},
                {"approved"},
                "returned",
                lambda: leaves.report_back(leave, by=by, at=place(back), on=day),
            ),
        }[step]
        refusal: type[Refusal] | None = None
        if by not in may:
            refusal = NotYours
        elif state not in follows or (
            step == "withdraw" and state == "approved" and min(held) // 2 <= on
        ):
            refusal = NotNow
        elif step == "return" and (back <= min(held) or back // 2 > on):
            refusal = leaves.ReturnTooEarly
        if (found := self.attempt(refusal, act)) is not None:
            kept = {half for half in held if half < back} if step == "return" else held
            self.leaves[which], self.model[which] = found, (then, kept)

    @invariant()
    def takes_the_half_days_of_the_model(self) -> None:
        first = place(0).slot
        taken = [slot - first for one in leaves.entered(self.leaves) for slot in one.slots]

        assert set(taken) == self.held("approved", "returned")
        assert len(set(taken)) == len(taken)
        assert [leave.state.value for leave in self.leaves] == [state for state, _ in self.model]


def place(number: int) -> HalfDay:
    return HalfDay.of_slot(HalfDay(STAY.starts_on).slot + number)


TestLeavesAgainstTheirModel = LeaveMachine.TestCase
TestLeavesAgainstTheirModel.settings = how(max_examples=100, stateful_step_count=40)

"""Hand-over: in sentences, and step by step against a model of ticks and signatures."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.core.duty.arbitrary import some_days

from bangfu.core.duty import handover as handovers
from bangfu.core.duty import settings
from bangfu.core.duty.days import Days
from bangfu.core.duty.handover import Handover, Signatory
from bangfu.core.programmes.words import Text
from bangfu.core.reasons import ReasonMissing
from bangfu.core.refusal import Refusal

SECOND_OF_MARCH = date(2025, 3, 2)
LEAVES = Days(date(2024, 3, 2), SECOND_OF_MARCH)
FOLLOWS = Days(SECOND_OF_MARCH, date(2026, 3, 2))
ITEMS = tuple(item.title for item in settings.shipped().handover)


def begun(
    *,
    on: date = SECOND_OF_MARCH,
    successor: str = "v",
    follows: Days | None = FOLLOWS,
    items: tuple[Text, ...] = ITEMS,
) -> Handover:
    return handovers.begin(
        leaver="w", leaves=LEAVES, successor=successor, follows=follows, on=on, items=items
    )


def settled(handover: Handover) -> Handover:
    for index in range(len(handover.items)):
        handover = handovers.settle(handover, index, done=True)
    return handover


def signed(handover: Handover, *signatories: Signatory) -> Handover:
    for signatory in signatories:
        handover = handovers.sign(handover, signatory)
    return handover


class TestHandover:
    def test_on_the_same_day_is_complete_with_three_signatures(self) -> None:
        ready = settled(begun())

        assert not signed(ready, Signatory.LEAVER, Signatory.SUCCESSOR).complete
        assert signed(ready, *Signatory).complete

    def test_without_a_successor_takes_two(self) -> None:
        ready = settled(begun(successor="", follows=None, on=date(2025, 3, 1)))

        assert signed(ready, Signatory.LEAVER, Signatory.HOST).complete

    def test_lists_what_is_usual(self) -> None:
        assert [item.title.zh for item in begun().items] == [
            *("在诊患者", "带教人员", "在研和在建项目", "钥匙及物品")
        ]

    def test_takes_a_note_where_there_is_nothing_to_hand_over(self) -> None:
        handover = handovers.settle(settled(begun()), 1, done=False, note="无带教人员")

        assert signed(handover, *Signatory).complete

    def test_opened_again_is_signed_anew(self) -> None:
        done = signed(settled(begun()), *Signatory)

        again = handovers.reopen(done, reason="钥匙数量有误")

        assert (again.complete, again.items) == (False, done.items)

    @given(some_days(), some_days(), st.dates(date(2025, 9, 1), date(2025, 12, 31)))
    def test_lies_where_both_are_there_and_never_across_a_gap(
        self, leaves: Days, follows: Days, on: date
    ) -> None:
        def begin() -> Handover:
            return handovers.begin(
                leaver="w", leaves=leaves, successor="v", follows=follows, on=on, items=ITEMS
            )

        together = max(leaves.starts_on, follows.starts_on) <= on <= leaves.ends_before
        if together:
            assert begin().on == on
        else:
            with pytest.raises(handovers.HandoverDayWrong):
                begin()


class TestRefusals:
    @pytest.mark.parametrize(
        ("attempt", "refusal", "words"),
        [
            (
                lambda: begun(follows=Days(date(2025, 3, 9), date(2026, 3, 2))),
                handovers.HandoverDayWrong,
                "交出人2025年3月2日已离岗，接收人2025年3月9日才到岗，中间空岗",
            ),
            (
                lambda: begun(on=date(2025, 3, 3)),
                handovers.HandoverDayWrong,
                "应在2025年3月2日至2025年3月2日之间",
            ),
            (lambda: begun(successor="w"), handovers.NoSuchSignatory, "不能是交出人本人"),
            (lambda: begun(successor=""), handovers.NoSuchSignatory, "须写明接收人"),
            (lambda: begun(items=()), handovers.ChecklistEmpty, "至少要有一项"),
            (
                lambda: handovers.sign(begun(), Signatory.HOST),
                handovers.ItemsOpen,
                "在诊患者、带教人员、在研和在建项目、钥匙及物品尚未交接",
            ),
            (
                lambda: signed(settled(begun()), Signatory.HOST, Signatory.HOST),
                handovers.AlreadySigned,
                "受援单位已签字",
            ),
            (
                lambda: handovers.settle(signed(settled(begun()), Signatory.HOST), 0, done=False),
                handovers.AlreadySigned,
                "重新开启",
            ),
            (
                lambda: signed(settled(begun(successor="", follows=None)), Signatory.SUCCESSOR),
                handovers.NoSuchSignatory,
                "没有接收人",
            ),
            (lambda: handovers.reopen(begun(), reason=" "), ReasonMissing, "请填写原因"),
        ],
    )
    def test_say_what_is_wrong(
        self, attempt: Callable[[], Handover], refusal: type[Refusal], words: str
    ) -> None:
        with pytest.raises(refusal) as refused:
            attempt()

        assert words in refused.value.zh
        assert refused.value.en


class HandoverMachine(RuleBasedStateMachine):
    """Ticks and signatures in any order."""

    @initialize(follows=st.booleans(), items=st.integers(1, 3))
    def begin(self, follows: bool, items: int) -> None:
        days = FOLLOWS if follows else None
        self.handover = begun(successor="v" if follows else "", follows=days, items=ITEMS[:items])
        self.ticked = [False] * items
        self.signed: list[Signatory] = []
        self.needed = 3 if follows else 2

    def attempt(self, refusal: type[Refusal] | None, act: Callable[[], Handover]) -> bool:
        if refusal is None:
            self.handover = act()
            return True
        with pytest.raises(refusal) as refused:
            act()
        assert type(refused.value) is refusal
        return False

    @rule(index=st.integers(0, 2), done=st.booleans(), note=st.sampled_from(["", " ", "无"]))
    def settle(self, index: int, done: bool, note: str) -> None:
        if index >= len(self.ticked):
            return
        refusal = handovers.AlreadySigned if self.signed else None
        taken = self.attempt(
            refusal, lambda: handovers.settle(self.handover, index, done=done, note=note)
        )
        if taken:
            self.ticked[index] = done or note == "无"

    @rule(signatory=st.sampled_from(Signatory))
    def sign(self, signatory: Signatory) -> None:
        refusal: type[Refusal] | None = None
        if signatory is Signatory.SUCCESSOR and self.needed == 2:
            refusal = handovers.NoSuchSignatory
        elif not all(self.ticked):
            refusal = handovers.ItemsOpen
        elif signatory in self.signed:
            refusal = handovers.AlreadySigned
        if self.attempt(refusal, lambda: handovers.sign(self.handover, signatory)):
            self.signed.append(signatory)

    @rule(reason=st.sampled_from(["", "有误"]))
    def reopen(self, reason: str) -> None:
        refusal = None if reason else ReasonMissing
        if self.attempt(refusal, lambda: handovers.reopen(self.handover, reason=reason)):
            self.signed.clear()

    @rule()
    def tick_everything(self) -> None:
        for index in range(len(self.ticked)):
            self.settle(index=index, done=True, note="")

    @invariant()
    def is_complete_when_everyone_has_signed_a_settled_list(self) -> None:
        assert self.handover.complete == (len(self.signed) == self.needed)
        assert [item.settled for item in self.handover.items] == self.ticked
        if self.handover.complete:
            assert not self.handover.open_items


TestHandoverAgainstItsModel = HandoverMachine.TestCase
TestHandoverAgainstItsModel.settings = how(max_examples=100, stateful_step_count=30)

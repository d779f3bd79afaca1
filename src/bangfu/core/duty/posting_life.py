"""The life of a posting, from a name put forward to a certificate: its states, and who may what.

The steps themselves stand in :mod:`.posting_steps`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bangfu.core.programmes.words import Coded

from .days import Days
from .sides import Side


class State(Coded):
    """Where a posting stands."""

    NOMINATED = "nominated", "已推荐", "nominated"
    AGREED = "agreed", "双方已商定", "agreed by both sides"
    APPOINTED = "appointed", "已任命", "appointed"
    ARRIVED = "arrived", "已报到", "arrival reported"
    SERVING = "serving", "在岗", "serving"
    SUSPENDED = "suspended", "中止", "suspended"
    HANDED_OVER = "handed_over", "已交接", "handed over"
    CLOSED = "closed", "已办结", "closed"
    CERTIFIED = "certified", "已出具证明", "certified"
    WITHDRAWN = "withdrawn", "未成行", "withdrawn"


class Step(Coded):
    """What moves a posting on."""

    NOMINATE = "nominate", "推荐", "nominate"
    AGREE = "agree", "同意派驻", "agree"
    WITHDRAW = "withdraw", "撤回或谢绝", "withdraw or decline"
    APPOINT = "appoint", "任命", "appoint"
    REPORT_ARRIVAL = "report_arrival", "报到", "report the arrival"
    CONFIRM_ARRIVAL = "confirm_arrival", "确认到岗", "confirm the arrival"
    EXTEND = "extend", "延长", "extend"
    SUSPEND = "suspend", "中止", "suspend"
    RESUME = "resume", "恢复", "resume"
    RECALL = "recall", "提前召回", "recall"
    REPLACE = "replace", "更换人员", "replace"
    HAND_OVER = "hand_over", "完成交接", "hand over"
    EVALUATE = "evaluate", "评价", "evaluate"
    CLOSE = "close", "办结", "close"
    CERTIFY = "certify", "出具服务证明", "certify"
    REVOKE = "revoke", "撤销服务证明", "revoke the certificate"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a step may be taken, and by whom; from nowhere where it begins a life."""

    follows: frozenset[State]
    may: frozenset[Side]


_BEFORE = frozenset({State.NOMINATED, State.AGREED})
_HELD = frozenset({State.APPOINTED, State.ARRIVED, State.SERVING, State.SUSPENDED})
_CLERK = frozenset({Side.AUTHORITY})
BOTH_SIDES = frozenset({Side.SENDER, Side.HOST})

RULES: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.NOMINATE: Rule(frozenset(), _CLERK | {Side.SENDER}),
        Step.AGREE: Rule(frozenset({State.NOMINATED}), BOTH_SIDES),
        Step.WITHDRAW: Rule(_BEFORE, BOTH_SIDES | _CLERK),
        Step.APPOINT: Rule(frozenset({State.AGREED}), _CLERK),
        Step.REPORT_ARRIVAL: Rule(
            frozenset({State.APPOINTED}), frozenset({Side.WORKER, Side.SENDER})
        ),
        Step.CONFIRM_ARRIVAL: Rule(
            frozenset({State.APPOINTED, State.ARRIVED}), frozenset({Side.HOST})
        ),
        Step.EXTEND: Rule(_HELD, _CLERK),
        Step.SUSPEND: Rule(frozenset({State.SERVING}), _CLERK),
        Step.RESUME: Rule(frozenset({State.SUSPENDED}), _CLERK | {Side.HOST}),
        Step.RECALL: Rule(_HELD, _CLERK | {Side.SENDER}),
        Step.REPLACE: Rule(_HELD, _CLERK),
        Step.HAND_OVER: Rule(frozenset({State.SERVING, State.SUSPENDED}), frozenset({Side.HOST})),
        Step.EVALUATE: Rule(frozenset({State.HANDED_OVER}), BOTH_SIDES | {Side.WORKER}),
        Step.CLOSE: Rule(frozenset({State.HANDED_OVER}), _CLERK),
        Step.CERTIFY: Rule(frozenset({State.CLOSED}), _CLERK),
        Step.REVOKE: Rule(frozenset({State.CERTIFIED}), _CLERK),
    }
)
EVALUATORS = (Side.HOST, Side.SENDER, Side.WORKER)
"""Whose evaluation closing waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Where one posting stands and what led there.

    ``days`` are those appointed, with the true end; ``planned_ends_before`` stays as it was when a
    recall moves the end forward. Service begins on ``arrived_on``.
    """

    worker: str
    state: State
    days: Days
    planned_ends_before: date
    agreed: frozenset[Side] = frozenset()
    document: str = ""
    arrived_on: date | None = None
    suspended_from: date | None = None
    pauses: tuple[Days, ...] = ()
    reason: str = ""
    successor: str = ""
    handed_over_on: date | None = None
    evaluated: frozenset[Side] = frozenset()
    certificate: str = ""
    revoked: tuple[str, ...] = ()

    @property
    def recalled(self) -> bool:
        """Whether it ends before its time."""
        return self.days.ends_before < self.planned_ends_before

    @property
    def paused(self) -> tuple[Days, ...]:
        """Every pause; one that lasts goes on to the end."""
        if self.suspended_from is None:
            return self.pauses
        return (*self.pauses, Days(self.suspended_from, self.days.ends_before))

    @property
    def served(self) -> Days:
        """The days service can lie in: none before the arrival was confirmed."""
        if self.arrived_on is None:
            return Days(self.days.starts_on, self.days.starts_on)
        return Days(self.arrived_on, max(self.arrived_on, self.days.ends_before))


def may(life: Life, by: Side) -> tuple[Step, ...]:
    """The steps a side may take now, for the buttons of a page; a step may still be refused."""
    return tuple(
        step for step, rule in RULES.items() if life.state in rule.follows and by in rule.may
    )

"""The life of a finding: raised, answered, remedied, looked at again, closed; who does what."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bangfu.core.duty.sides import refuse_untimely
from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal


class Side(Coded):
    """For whom somebody acts on a finding."""

    UNIT = "unit", "被查单位", "unit checked"
    CHECKER = "checker", "检查人员", "checker"
    AUTHORITY = "authority", "主管部门", "authority"


class State(Coded):
    """Where a finding stands."""

    OPEN = "open", "待答复", "to be answered"
    ANSWERED = "answered", "整改中", "being remedied"
    REMEDIED = "remedied", "待复查", "to be looked at again"
    CLOSED = "closed", "已办结", "closed"
    WITHDRAWN = "withdrawn", "已撤销", "withdrawn"


class Step(Coded):
    """What moves a finding on, or is put on its record."""

    REPLY = "reply", "答复", "reply"
    RETURN = "return", "退回重新答复", "send the reply back"
    REMEDY = "remedy", "报告整改", "report the remedy"
    LOOK_AGAIN = "look_again", "复查", "look again"
    CONSEQUENCE = "consequence", "登记处理结果", "record a consequence"
    TASK = "task", "列入整改任务", "make it a task"
    WITHDRAW = "withdraw", "撤销问题", "withdraw the finding"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a step may be taken, and by whom."""

    follows: frozenset[State]
    may: frozenset[Side]


_STANDING = frozenset({State.OPEN, State.ANSWERED, State.REMEDIED})
RULES: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.REPLY: Rule(frozenset({State.OPEN}), frozenset({Side.UNIT})),
        Step.RETURN: Rule(frozenset({State.ANSWERED}), frozenset({Side.AUTHORITY})),
        Step.REMEDY: Rule(frozenset({State.ANSWERED}), frozenset({Side.UNIT})),
        Step.LOOK_AGAIN: Rule(
            frozenset({State.REMEDIED}), frozenset({Side.CHECKER, Side.AUTHORITY})
        ),
        Step.CONSEQUENCE: Rule(_STANDING | {State.CLOSED}, frozenset({Side.AUTHORITY})),
        Step.TASK: Rule(_STANDING, frozenset({Side.AUTHORITY})),
        Step.WITHDRAW: Rule(_STANDING, frozenset({Side.AUTHORITY})),
    }
)


class NotYours(Refusal):
    """Somebody else takes this step."""


class LookedAgainAlone(Refusal):
    """Who reported the remedy does not accept it."""


def may(state: State, side: Side) -> list[Step]:
    """The steps a side may take now, in their order."""
    return [step for step, rule in RULES.items() if state in rule.follows and side in rule.may]


def refuse(step: Step, state: State, side: Side) -> None:
    """Raise ``NotYours`` or ``NotNow`` where a side may not take a step from a state."""
    rule = RULES[step]
    if side not in rule.may:
        who = "、".join(one.zh for one in Side if one in rule.may)
        raise NotYours(
            zh=f"“{step.zh}”由{who}办理，{side.zh}不能办理。",
            en=f'"{step.en}" is not for the {side.en}.',
        )
    refuse_untimely(step, state, rule.follows)


def after(step: Step, state: State, *, holds: bool = True) -> State:
    """Where a finding stands after a step; ``holds`` is what a second look found.

    >>> after(Step.LOOK_AGAIN, State.REMEDIED, holds=False).zh
    '整改中'
    """
    match step:
        case Step.REPLY:
            return State.ANSWERED
        case Step.RETURN:
            return State.OPEN
        case Step.REMEDY:
            return State.REMEDIED
        case Step.LOOK_AGAIN:
            return State.CLOSED if holds else State.ANSWERED
        case Step.WITHDRAW:
            return State.WITHDRAWN
    return state

"""The life of a public request: received, worked on, answered, called back, closed; who does what.

Whoever receives a request first stays responsible until somebody else has taken it over, so a
request passed on keeps the day by which it has to be answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bangfu.core.duty.sides import refuse_untimely
from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal


class Side(Coded):
    """For whom somebody acts on a request."""

    HANDLER = "handler", "承办单位", "handling institution"
    ASKER = "asker", "提出人", "asker"
    CLOCK = "clock", "时限提醒", "clock"


class State(Coded):
    """Where a request stands."""

    NEW = "new", "待受理", "received"
    HANDLING = "handling", "办理中", "being handled"
    ANSWERED = "answered", "已答复", "answered"
    CLOSED = "closed", "已办结", "closed"
    REFUSED = "refused", "不予受理", "not taken up"
    NOISE = "noise", "无效信息", "set aside as noise"


class Way(Coded):
    """How an accepted request is dealt with."""

    AT_ONCE = "at_once", "立行立办", "at once"
    DATED_PLAN = "dated_plan", "倒排工期", "by a dated plan"
    EXPLAINED = "explained", "解释说明", "by explaining"


class Step(Coded):
    """What moves a request on."""

    ACCEPT = "accept", "受理", "accept"
    REFUSE = "refuse", "不予受理", "do not take up"
    PASS_ON = "pass_on", "转办", "pass on"
    RETURN = "return", "退回", "return"
    EXTEND = "extend", "延期", "extend"
    ANSWER = "answer", "答复", "answer"
    CALL_BACK = "call_back", "回访", "call back"
    RATE = "rate", "评价", "rate"
    REOPEN = "reopen", "要求重新办理", "ask again"
    SET_ASIDE = "set_aside", "标为无效信息", "set aside as noise"
    RESTORE = "restore", "恢复办理", "restore"
    TIE = "tie", "列入其他工作", "tie to other work"
    REMIND = "remind", "催办", "remind"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a step may be taken, and by whom."""

    follows: frozenset[State]
    may: Side


RUNNING = frozenset({State.NEW, State.HANDLING})
"""The states in which the clock of the answer runs."""


def _handler(*states: State) -> Rule:
    return Rule(frozenset(states), Side.HANDLER)


def _asker(*states: State) -> Rule:
    return Rule(frozenset(states), Side.ASKER)


RULES: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.ACCEPT: _handler(State.NEW),
        Step.REFUSE: _handler(State.NEW),
        Step.PASS_ON: _handler(State.NEW, State.HANDLING),
        Step.RETURN: _handler(State.NEW),
        Step.EXTEND: _handler(State.HANDLING),
        Step.ANSWER: _handler(State.HANDLING),
        Step.CALL_BACK: _handler(State.ANSWERED),
        Step.RATE: _asker(State.ANSWERED),
        Step.REOPEN: _asker(State.ANSWERED, State.CLOSED, State.REFUSED),
        Step.SET_ASIDE: _handler(State.NEW, State.HANDLING),
        Step.RESTORE: _handler(State.NOISE),
        Step.TIE: _handler(State.NEW, State.HANDLING, State.ANSWERED, State.CLOSED),
        Step.REMIND: Rule(RUNNING, Side.CLOCK),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What already happened to a request, as far as a step depends on it."""

    extended: bool = False
    reopened: bool = False
    passed_on: bool = False
    return_open: bool = False


class NotYours(Refusal):
    """Somebody else takes this step."""


class OnlyOnce(Refusal):
    """A request is extended once and asked again once."""


class NotReturnable(Refusal):
    """Only what somebody passed on is returned, and only within the term."""


def refuse(step: Step, state: State, side: Side, history: History) -> None:
    """Raise ``NotYours``, ``NotNow``, ``OnlyOnce`` or ``NotReturnable``."""
    rule = RULES[step]
    if side is not rule.may:
        raise NotYours(
            zh=f"“{step.zh}”由{rule.may.zh}办理，{side.zh}不能办理。",
            en=f'"{step.en}" is not for the {side.en}.',
        )
    refuse_untimely(step, state, rule.follows)
    if step is Step.EXTEND and history.extended:
        raise OnlyOnce(zh="此件已延期一次，不能再延期。", en="This was extended once already.")
    if step is Step.REOPEN and history.reopened:
        raise OnlyOnce(
            zh="此件已重新办理过一次。仍有问题的，请重新扫码提出。",
            en="This was asked again once already; please scan the code and ask anew.",
        )
    if step is Step.RETURN and not history.passed_on:
        raise NotReturnable(
            zh="本单位是首先接到的单位，不能退回；不属于本单位的，请转办。",
            en="You received this first; pass it on instead of returning it.",
        )
    if step is Step.RETURN and not history.return_open:
        raise NotReturnable(
            zh="退回期限已过，请继续办理或与有关单位协商转办。",
            en="The term for returning has passed.",
        )


def may(state: State, side: Side, history: History) -> list[Step]:
    """The steps a side may take now, in their order."""
    found = []
    for step in RULES:
        try:
            refuse(step, state, side, history)
        except Refusal:
            continue
        found.append(step)
    return found


def after(step: Step, state: State, *, solved: bool = True) -> State:
    """Where a request stands after a step; ``solved`` is what a call-back or the asker says.

    >>> after(Step.CALL_BACK, State.ANSWERED, solved=False).zh
    '办理中'
    """
    match step:
        case Step.ACCEPT:
            return State.HANDLING
        case Step.REFUSE:
            return State.REFUSED
        case Step.ANSWER:
            return State.ANSWERED
        case Step.CALL_BACK:
            return State.CLOSED if solved else State.HANDLING
        case Step.RATE:
            return State.CLOSED if solved else State.ANSWERED
        case Step.SET_ASIDE:
            return State.NOISE
        case Step.PASS_ON | Step.RETURN | Step.REOPEN | Step.RESTORE:
            return State.NEW
    return state

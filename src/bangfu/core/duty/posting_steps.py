"""The steps in the life of a posting: each gives the next state or refuses in a sentence.

``on`` is the day it is; ``by`` for whom somebody acts. Nothing here knows a database: the actions
of the application call these functions, and tests hold both against each other.
"""

from dataclasses import replace
from datetime import date, timedelta

from bangfu.core.programmes.wording import listed
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .days import Days, said
from .posting_life import BOTH_SIDES, EVALUATORS, RULES, Life, State, Step
from .sides import Side, refuse_others, refuse_untimely


class AlreadyAgreed(Refusal):
    """This side has agreed already."""


class ArrivalOutsideTerm(Refusal):
    """The arrival lies before the first day appointed, after the end, or in the future."""


class EndNotLater(Refusal):
    """An extension ends later than before; a recalled posting is not extended."""


class EndNotEarlier(Refusal):
    """A recall ends a posting before its end, and once."""


class PauseOutsideStay(Refusal):
    """A pause lies within the stay, after the pause before it."""


class SamePerson(Refusal):
    """Nobody replaces themselves."""


class HandoverOpen(Refusal):
    """The hand-over is not signed by everyone, or on a day outside the stay."""


class AlreadyEvaluated(Refusal):
    """This side has given its evaluation."""


class EvaluationMissing(Refusal):
    """Not everyone has given an evaluation."""


class NotOver(Refusal):
    """The posting has days to come."""


class WeeksWaiting(Refusal):
    """Days still wait for the host's confirmation."""


class NothingConfirmed(Refusal):
    """There is no confirmed service to certify."""


def nominate(*, worker: str, days: Days, by: Side) -> Life:
    """Put a name forward. A sender that nominates has agreed thereby; raises ``NotYours``."""
    refuse_others(Step.NOMINATE, by, RULES[Step.NOMINATE].may)
    return Life(
        worker=worker,
        state=State.NOMINATED,
        days=days,
        planned_ends_before=days.ends_before,
        agreed=frozenset({Side.SENDER} & {by}),
    )


def agree(life: Life, *, by: Side) -> Life:
    """One side agrees; with both it is agreed. Raises ``AlreadyAgreed``."""
    _allow(life, Step.AGREE, by)
    if by in life.agreed:
        raise AlreadyAgreed(
            zh=f"{by.zh}已经同意，等待另一方。", en=f"The {by.en} has agreed already."
        )
    agreed = life.agreed | {by}
    state = State.AGREED if agreed >= BOTH_SIDES else State.NOMINATED
    return replace(life, agreed=agreed, state=state)


def withdraw(life: Life, *, by: Side, reason: str) -> Life:
    """Decline or take back before the appointment, with a reason."""
    _allow(life, Step.WITHDRAW, by)
    return replace(life, state=State.WITHDRAWN, reason=reason_given(reason))


def appoint(life: Life, *, by: Side, document: str = "") -> Life:
    """Appoint; ``document`` is the number of the appointment document, where there is one."""
    _allow(life, Step.APPOINT, by)
    return replace(life, state=State.APPOINTED, document=document.strip())


def report_arrival(life: Life, *, by: Side, arrived_on: date, on: date) -> Life:
    """Say that the person is there; the host confirms. Raises ``ArrivalOutsideTerm``."""
    _allow(life, Step.REPORT_ARRIVAL, by)
    _refuse_arrival(life, arrived_on, on)
    return replace(life, state=State.ARRIVED, arrived_on=arrived_on)


def confirm_arrival(life: Life, *, by: Side, arrived_on: date, on: date) -> Life:
    """The host confirms the day of arrival, reported or not; service begins with that day."""
    _allow(life, Step.CONFIRM_ARRIVAL, by)
    _refuse_arrival(life, arrived_on, on)
    return replace(life, state=State.SERVING, arrived_on=arrived_on)


def extend(life: Life, *, by: Side, ends_before: date) -> Life:
    """Move the end later. Raises ``EndNotLater``."""
    _allow(life, Step.EXTEND, by)
    if life.recalled or ends_before <= life.days.ends_before:
        raise EndNotLater(
            zh=f"派驻至{said(life.days.last_day)}"
            + ("已办理提前召回，不能延长。" if life.recalled else "，延长后的截止日期须更晚。"),
            en=f"It ends with {life.days.last_day}"
            + (" by a recall; it is not extended." if life.recalled else "; extend it beyond."),
        )
    days = Days(life.days.starts_on, ends_before)
    return replace(life, days=days, planned_ends_before=ends_before)


def suspend(life: Life, *, by: Side, starts_on: date, reason: str) -> Life:
    """Pause the posting from a day on. Raises ``PauseOutsideStay``."""
    _allow(life, Step.SUSPEND, by)
    after = life.pauses[-1].ends_before if life.pauses else life.served.starts_on
    if not after <= starts_on < life.days.ends_before:
        raise _pause_outside(after, life)
    return replace(
        life, state=State.SUSPENDED, suspended_from=starts_on, reason=reason_given(reason)
    )


def resume(life: Life, *, by: Side, resumes_on: date) -> Life:
    """Go on from a day; the pause is what lies before it. Raises ``PauseOutsideStay``."""
    _allow(life, Step.RESUME, by)
    began = life.suspended_from or life.served.starts_on
    if not began < resumes_on <= life.days.ends_before:
        raise _pause_outside(began + timedelta(days=1), life)
    return replace(
        life,
        state=State.SERVING,
        suspended_from=None,
        pauses=(*life.pauses, Days(began, resumes_on)),
    )


def recall(life: Life, *, by: Side, ends_before: date, reason: str) -> Life:
    """End before the time; ``ends_before`` is the first day no longer served.

    Recalled before the arrival was confirmed, it comes to nothing. Raises ``EndNotEarlier``.
    """
    _allow(life, Step.RECALL, by)
    return _recalled(life, ends_before, reason)


def replace_by(life: Life, *, by: Side, successor: str, ends_before: date, reason: str) -> Life:
    """Recall, and name who follows. Raises ``SamePerson`` or ``EndNotEarlier``."""
    _allow(life, Step.REPLACE, by)
    if successor == life.worker:
        raise SamePerson(zh="接续人员不能是本人，请另选。", en="Choose another person to follow.")
    return replace(_recalled(life, ends_before, reason), successor=successor)


def hand_over(life: Life, *, by: Side, on: date, complete: bool) -> Life:
    """The host records the hand-over; ``complete`` is whether everyone has signed it.

    It happens from the arrival to the first day no longer served. A pause that lasts ends with the
    stay. Raises ``HandoverOpen``.
    """
    _allow(life, Step.HAND_OVER, by)
    if not complete:
        raise HandoverOpen(
            zh="交接清单尚未全部签字，不能完成交接。",
            en="The hand-over is not signed by everyone.",
        )
    first, last = life.served.starts_on, life.served.ends_before
    if not first <= on <= last:
        raise HandoverOpen(
            zh=f"交接须在{said(first)}至{said(last)}之间进行。",
            en=f"It is handed over between {first} and {last}.",
        )
    return replace(
        life, state=State.HANDED_OVER, handed_over_on=on, pauses=life.paused, suspended_from=None
    )


def evaluate(life: Life, *, by: Side) -> Life:
    """One side gives its evaluation, once. Raises ``AlreadyEvaluated``."""
    _allow(life, Step.EVALUATE, by)
    if by in life.evaluated:
        raise AlreadyEvaluated(
            zh=f"{by.zh}的评价已提交，不能重复提交。", en=f"The {by.en} has given its evaluation."
        )
    return replace(life, evaluated=life.evaluated | {by})


def close(life: Life, *, by: Side, on: date) -> Life:
    """Close when it is over and everyone has evaluated.

    Raises ``NotOver`` or ``EvaluationMissing``.
    """
    _allow(life, Step.CLOSE, by)
    if on < life.days.ends_before:
        raise NotOver(
            zh=f"派驻至{said(life.days.last_day)}，期满后方可办结。",
            en=f"It lasts until {life.days.last_day}; close it after that.",
        )
    if absent := [side for side in EVALUATORS if side not in life.evaluated]:
        who = listed(side.label for side in absent)
        raise EvaluationMissing(
            zh=f"尚缺{who.zh}的评价，不能办结。", en=f"The evaluation of {who.en} is missing."
        )
    return replace(life, state=State.CLOSED)


def certify(life: Life, *, by: Side, certificate: str, served: int, waiting: int) -> Life:
    """Give the certificate; only confirmed service stands on it.

    ``served`` are confirmed half-days, ``waiting`` those the host may still confirm (days of a
    closed month wait no longer). Raises ``WeeksWaiting`` or ``NothingConfirmed``.
    """
    _allow(life, Step.CERTIFY, by)
    if waiting:
        raise WeeksWaiting(
            zh=f"还有{waiting}个半天待受援单位确认，确认后方可出具证明。",
            en=f"{waiting} half-days wait for the host's confirmation.",
        )
    if not served:
        raise NothingConfirmed(
            zh="没有经受援单位确认的服务时间，不能出具证明。",
            en="There is no confirmed service to certify.",
        )
    return replace(life, state=State.CERTIFIED, certificate=certificate)


def revoke(life: Life, *, by: Side, reason: str) -> Life:
    """Revoke the certificate, with a reason; its code stays known as revoked."""
    _allow(life, Step.REVOKE, by)
    return replace(
        life,
        state=State.CLOSED,
        reason=reason_given(reason),
        revoked=(*life.revoked, life.certificate),
        certificate="",
    )


def _allow(life: Life, step: Step, by: Side) -> None:
    rule = RULES[step]
    refuse_others(step, by, rule.may)
    refuse_untimely(step, life.state, rule.follows)


def _refuse_arrival(life: Life, arrived_on: date, on: date) -> None:
    if arrived_on in life.days and arrived_on <= on:
        return
    first, last = said(life.days.starts_on), said(life.days.last_day)
    raise ArrivalOutsideTerm(
        zh=f"到岗日期{said(arrived_on)}应在任命期间（{first}至{last}）内且不晚于今天，请核对。",
        en=f"The arrival {arrived_on} must lie from {life.days.starts_on} to {life.days.last_day} "
        "and not in the future.",
    )


def _recalled(life: Life, ends_before: date, reason: str) -> Life:
    reason = reason_given(reason)
    if life.recalled or ends_before >= life.days.ends_before:
        raise EndNotEarlier(
            zh=f"派驻至{said(life.days.last_day)}"
            + ("已办理过提前召回。" if life.recalled else "结束，无需在此之后办理召回。"),
            en=f"It ends with {life.days.last_day}"
            + (" by an earlier recall." if life.recalled else "; there is nothing to recall."),
        )
    if life.state in (State.APPOINTED, State.ARRIVED):
        return _recalled_before_service(life, ends_before, reason)
    first = life.served.starts_on
    if life.suspended_from is not None:
        first = max(first, life.suspended_from)
    elif life.pauses:
        first = max(first, life.pauses[-1].ends_before)
    days = Days(life.days.starts_on, max(ends_before, first))
    if days.ends_before >= life.days.ends_before:
        raise EndNotEarlier(
            zh="该派驻的中止期一直到期满，无需再办理召回。",
            en="It is paused to its end; there is nothing to recall.",
        )
    return replace(life, days=days, reason=reason)


def _recalled_before_service(life: Life, ends_before: date, reason: str) -> Life:
    if ends_before <= (life.arrived_on or life.days.starts_on):
        nothing = Days(life.days.starts_on, life.days.starts_on)
        return replace(life, state=State.WITHDRAWN, days=nothing, arrived_on=None, reason=reason)
    return replace(life, days=Days(life.days.starts_on, ends_before), reason=reason)


def _pause_outside(first: date, life: Life) -> PauseOutsideStay:
    return PauseOutsideStay(
        zh=f"中止和恢复的日期应在{said(first)}至{said(life.days.last_day)}之间，请核对。",
        en=f"A pause lies between {first} and {life.days.last_day}.",
    )

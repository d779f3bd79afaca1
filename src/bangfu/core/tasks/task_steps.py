"""The steps in the life of a task: each gives the next state or refuses in a sentence.

``on`` is the day it is; ``side`` for whom somebody acts, ``by`` the account ("" for the system).
Nothing here knows a database: the actions of the application call these functions.
"""

from dataclasses import replace
from datetime import date

from bangfu.core.duty.days import months_later, said
from bangfu.core.duty.sides import refuse_untimely
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .sides import Side, refuse_others, refuse_own
from .task_life import RULES, WHOLE, Finding, Life, Outcome, Request, State, Step


class DoneUnsaid(Refusal):
    """A report says what was done."""


class ShareOutside(Refusal):
    """Progress lies between 0 and 100 percent."""


class FellBack(Refusal):
    """Progress that falls is explained."""


class InFuture(Refusal):
    """What is reported has happened by today."""


class BeforeBegun(Refusal):
    """A day does not lie before what it is about began."""


class EvidenceMissing(Refusal):
    """Acceptance is asked with evidence: the number of a document, or a file."""


class LatenessUnexplained(Refusal):
    """What is late is handed in with its reason."""


class AnsweredByPeriod(Refusal):
    """A recurring task is answered each period; it is not reported or closed."""


class StandingStays(Refusal):
    """A standing task never closes by itself."""


class NotLater(Refusal):
    """A new deadline lies after the one before, and after today."""


class AlreadyWished(Refusal):
    """An extension is being decided on."""


class NothingWished(Refusal):
    """No extension waits to be decided on."""


class OpinionMissing(Refusal):
    """What is behind is said with an opinion."""


class LookedBackAlready(Refusal):
    """The result of this task was looked at again already."""


def propose(*, side: Side, by: str, repeat: Repeat, due: date | None) -> Life:
    """The responsible puts a task forward; it counts once it is approved."""
    refuse_others(Step.PROPOSE, side, RULES[Step.PROPOSE].may)
    return Life(state=State.PROPOSED, repeat=repeat, due=due, proposed_by=by)


def begin(*, side: Side, repeat: Repeat, due: date | None) -> Life:
    """The supervising office opens a task."""
    refuse_others(Step.OPEN, side, RULES[Step.OPEN].may)
    return Life(state=State.OPEN, repeat=repeat, due=due)


def approve(life: Life, *, side: Side, by: str) -> Life:
    """A proposed task is opened. Raises ``OwnDecision``."""
    _allow(life, Step.APPROVE, side)
    refuse_own(life.proposed_by, by)
    return replace(life, state=State.OPEN)


def assign(life: Life, *, side: Side) -> Life:
    """Who is responsible is named anew; nothing else changes."""
    _allow(life, Step.ASSIGN, side)
    return life


def report(
    life: Life, *, side: Side, share: int, done: str, hindered: str, on: date, today: date
) -> Life:
    """Say how far it is. Raises ``DoneUnsaid``, ``ShareOutside``, ``FellBack`` or ``InFuture``."""
    _allow(life, Step.REPORT, side)
    _refuse_recurring(life)
    if not done.strip():
        raise DoneUnsaid(zh="请写明做了什么。", en="Say what was done.")
    if not 0 <= share <= WHOLE:
        raise ShareOutside(
            zh=f"完成进度应在0至{WHOLE}之间。", en=f"Progress lies between 0 and {WHOLE}."
        )
    if share < life.share and not hindered.strip():
        raise FellBack(
            zh=f"进度由{life.share}%降为{share}%，请在“存在困难”中说明原因。",
            en=f"Progress falls from {life.share}% to {share}%; say what hinders.",
        )
    _refuse_future(on, today)
    return replace(life, share=share)


def check(life: Life, *, side: Side, finding: Finding, opinion: str) -> Life:
    """Put a finding on record; the task stays as it is. Raises ``OpinionMissing``."""
    _allow(life, Step.CHECK, side)
    if finding is not Finding.ON_SCHEDULE and not opinion.strip():
        raise OpinionMissing(
            zh=f"查账结果为“{finding.zh}”的，请填写督办意见。",
            en=f'Where it is "{finding.en}", say what is to be done.',
        )
    return life


def ask_acceptance(life: Life, *, side: Side, request: Request) -> Life:
    """Ask to close it, with evidence; late only with the reason.

    Raises ``EvidenceMissing``, ``LatenessUnexplained``, ``DoneUnsaid`` or ``AnsweredByPeriod``.
    """
    _allow(life, Step.ASK_ACCEPTANCE, side)
    _refuse_recurring(life)
    if not request.summary.strip():
        raise DoneUnsaid(zh="请填写完成情况。", en="Say what was achieved.")
    if not request.has_evidence:
        raise EvidenceMissing(
            zh="申请销账须有佐证：填写文件文号，或上传佐证材料。",
            en="Acceptance needs evidence: the number of a document, or a file.",
        )
    if is_late(life, request.asked_on) and not request.late_reason.strip():
        raise LatenessUnexplained(
            zh=f"已超过完成时限{said(life.due) if life.due else ''}，请说明逾期原因。",
            en=f"It was due on {life.due}; say why it is late.",
        )
    return replace(life, state=State.SUBMITTED, request=request)


def accept(
    life: Life, *, side: Side, by: str, outcome: Outcome, on: date, look_back_months: int
) -> Life:
    """Accept what was asked: done closes it, a stage or a lasting duty leaves it in hand.

    Raises ``OwnDecision`` where the same account asked, ``StandingStays`` where a standing task
    would close.
    """
    _allow(life, Step.ACCEPT, side)
    request = life.request
    if request is None:  # the state machine leaves no way here; a hand-made row might
        raise EvidenceMissing(zh="没有待验收的申请。", en="Nobody has asked for acceptance.")
    refuse_own(request.asked_by, by)
    if outcome is Outcome.DONE and life.is_standing:
        raise StandingStays(
            zh="长期坚持的任务不作销账，请选择“阶段性完成”或“长期坚持”。",
            en="A standing task does not close; accept its stage, or that it is kept up.",
        )
    past = replace(life, request=None, accepted=(*life.accepted, request), outcome=outcome)
    match outcome:
        case Outcome.DONE:
            return replace(
                past,
                state=State.CLOSED,
                share=WHOLE,
                closed_on=on,
                look_back_due=months_later(on, look_back_months),
            )
        case Outcome.STAGE:
            return replace(past, state=State.OPEN)
    return replace(past, state=State.OPEN, repeat=Repeat.STANDING, due=None)


def return_(life: Life, *, side: Side, by: str, reason: str) -> Life:
    """Send it back with a reason. Raises ``ReasonMissing`` or ``OwnDecision``."""
    _allow(life, Step.RETURN, side)
    refuse_own(life.request.asked_by if life.request else "", by)
    return replace(life, state=State.OPEN, request=None, reason=reason_given(reason))


def ask_extension(life: Life, *, side: Side, by: str, due: date, reason: str, today: date) -> Life:
    """Ask for a later deadline. Raises ``NotLater`` or ``AlreadyWished``."""
    _allow(life, Step.ASK_EXTENSION, side)
    if life.wished is not None:
        raise AlreadyWished(zh="已有延期申请待审批。", en="An extension is being decided on.")
    if life.due is None or life.repeat is not Repeat.ONCE:
        raise NotLater(
            zh="没有完成时限的任务不用延期。", en="A task without a deadline is not extended."
        )
    _refuse_not_later(life, due, today)
    reason_given(reason)
    return replace(life, wished=due, wished_by=by)


def grant_extension(life: Life, *, side: Side, by: str) -> Life:
    """Move the deadline as asked. Raises ``OwnDecision`` or ``NothingWished``."""
    _allow(life, Step.GRANT_EXTENSION, side)
    due = _wish(life, by)
    return replace(life, due=due, wished=None, wished_by="")


def refuse_extension(life: Life, *, side: Side, by: str, reason: str) -> Life:
    """Leave the deadline as it is, with a reason. Raises ``OwnDecision`` or ``NothingWished``."""
    _allow(life, Step.REFUSE_EXTENSION, side)
    _wish(life, by)
    return replace(life, wished=None, wished_by="", reason=reason_given(reason))


def cancel(life: Life, *, side: Side, reason: str) -> Life:
    """Take it out of the ledger, with a reason; it stays to be seen."""
    _allow(life, Step.CANCEL, side)
    return replace(life, state=State.CANCELLED, request=None, reason=reason_given(reason))


def look_back(life: Life, *, side: Side, on: date, words: str) -> Life:
    """Put on record whether the result holds; what relapsed begins anew as another task.

    Raises ``LookedBackAlready`` or ``DoneUnsaid``.
    """
    _allow(life, Step.LOOK_BACK, side)
    if life.looked_back_on is not None:
        raise LookedBackAlready(zh="此任务已回头看。", en="It was looked at again already.")
    if not words.strip():
        raise DoneUnsaid(zh="请写明回头看的情况。", en="Say what was found.")
    return replace(life, looked_back_on=on)


def is_late(life: Life, on: date) -> bool:
    """Whether its last day is past while it waits to be done; a standing task never is."""
    unfinished = life.state in (State.OPEN, State.SUBMITTED)
    by = life.request.asked_on if life.request else on
    return unfinished and life.due is not None and by > life.due


def refuse_before_begun(
    day: date, began: date, *, zh: tuple[str, str], en: tuple[str, str]
) -> None:
    """Raise ``BeforeBegun`` for a day before ``began``; ``zh`` and ``en`` name the two days."""
    if day < began:
        raise BeforeBegun(
            zh=f"{zh[0]}{said(day)}早于{zh[1]}{said(began)}，请改正。",
            en=f"{en[0]} {day} lies before {en[1]} {began}.",
        )


def _allow(life: Life, step: Step, side: Side) -> None:
    rule = RULES[step]
    refuse_others(step, side, rule.may)
    refuse_untimely(step, life.state, rule.follows)


def _refuse_recurring(life: Life) -> None:
    if life.recurs:
        raise AnsweredByPeriod(
            zh="此任务按期报告，请在“定期报告”中填写本期情况。",
            en="This task recurs: answer its period instead.",
        )


def _refuse_future(on: date, today: date) -> None:
    if on > today:
        raise InFuture(
            zh=f"日期{said(on)}晚于今天，请改正。", en=f"The day {on} lies in the future."
        )


def _refuse_not_later(life: Life, due: date, today: date) -> None:
    floor = max(life.due or today, today)
    if due <= floor:
        raise NotLater(
            zh=f"延期后的时限应晚于{said(floor)}。", en=f"The new deadline lies after {floor}."
        )


def _wish(life: Life, by: str) -> date:
    if life.wished is None:
        raise NothingWished(zh="没有待审批的延期申请。", en="No extension waits.")
    refuse_own(life.wished_by, by)
    return life.wished

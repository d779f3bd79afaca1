"""What the handling institution does with a request, from its receipt to the call-back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal
from bangfu.core.voice import settings
from bangfu.core.voice.request_life import Side, Step, Way

from .taking import held, record, take, term_from, terms_for

HANDLER = Side.HANDLER


class Unsaid(Refusal):
    """A reason, an answer or a choice is missing."""


class DayPassed(Refusal):
    """The day planned lies before today."""


@transaction.atomic
def accept(
    *,
    request: PublicRequest,
    way: Way,
    by: User | None,
    on: date,
    at: datetime,
    words: str = "",
    joint: bool = False,
    planned_for: date | None = None,
) -> PublicRequest:
    """Take a request up. Work of several departments has the longer term, from the first day.

    A dated plan needs its day; the clock of the answer runs all the same, so that the asker hears
    of the plan. Raises ``NotNow``, ``Unsaid`` or ``DayPassed``.
    """
    found = held(request, Step.ACCEPT, HANDLER, on=on)
    if way is Way.DATED_PLAN and planned_for is None:
        raise Unsaid(zh="倒排工期的，请填写计划完成日期。", en="A dated plan needs its day.")
    if planned_for is not None and planned_for < on:
        raise DayPassed(zh="计划完成日期应在今天或以后。", en="The planned day has passed.")
    began = found.steps.filter(step=Step.REOPEN.value).last()
    start = began.on if began else found.asked_on
    due = term_from(start, terms_for(found.code).joint_answer) if joint else None
    found.way, found.joint = way.value, joint
    found.planned_for = planned_for if way is Way.DATED_PLAN else None
    found.return_until = None
    take(
        found,
        Step.ACCEPT,
        on=on,
        at=at,
        by=by,
        due=due,
        words=words.strip(),
        way=way.value,
        until=found.planned_for,
    )
    record("request.accepted", found, by=by, way=way.zh, due=found.due)
    return found


@transaction.atomic
def refuse_request(
    *, request: PublicRequest, words: str, by: User | None, on: date, at: datetime
) -> PublicRequest:
    """Do not take a request up; the asker reads the reason. Raises ``NotNow`` or ``Unsaid``."""
    found = held(request, Step.REFUSE, HANDLER, on=on)
    reason = said(words, "请写明不予受理的原因，提出人会看到。", "Say why; the asker reads it.")
    take(found, Step.REFUSE, on=on, at=at, by=by, words=reason)
    record("request.refused", found, by=by, reason=reason)
    return found


@transaction.atomic
def pass_on(
    *,
    request: PublicRequest,
    by: User | None,
    on: date,
    at: datetime,
    institution: Institution | None = None,
    department: Department | None = None,
    words: str = "",
) -> PublicRequest:
    """Give a request to another institution, or to a department of one's own.

    The day of the answer stays; another institution may return it within its term. Raises
    ``NotNow`` or ``Unsaid``.
    """
    found = held(request, Step.PASS_ON, HANDLER, on=on)
    target = institution or found.institution
    if target == found.institution and (department is None or department == found.department):
        raise Unsaid(zh="请选择转办的单位或科室。", en="Choose to whom it is passed on.")
    if department is not None and department.institution_id != target.pk:
        raise Unsaid(zh="所选科室不属于接收单位。", en="The department is of another institution.")
    source = found.institution
    if target != source:
        found.return_until = term_from(on, terms_for(found.code).hand_back)
    found.institution, found.department = target, department
    found.area_code = target.area_code
    take(
        found,
        Step.PASS_ON,
        on=on,
        at=at,
        by=by,
        words=words.strip(),
        source=source,
        target=target,
        until=found.return_until,
    )
    record("request.passed_on", found, by=by, institution=target.name)
    return found


@transaction.atomic
def return_request(
    *, request: PublicRequest, words: str, by: User | None, on: date, at: datetime
) -> PublicRequest:
    """Give back what was passed on, within the term and with a reason.

    Raises ``NotNow``, ``NotReturnable`` or ``Unsaid``.
    """
    found = held(request, Step.RETURN, HANDLER, on=on)
    reason = said(words, "请写明退回原因。", "Say why it is returned.")
    latest = found.steps.filter(step=Step.PASS_ON.value, target=found.institution).last()
    source = found.institution
    found.institution = (latest.source if latest and latest.source else None) or found.first
    found.department, found.return_until = None, None
    found.area_code = found.institution.area_code
    take(
        found,
        Step.RETURN,
        on=on,
        at=at,
        by=by,
        words=reason,
        source=source,
        target=found.institution,
    )
    record("request.returned", found, by=by, reason=reason)
    return found


@transaction.atomic
def extend(
    *, request: PublicRequest, words: str, by: User | None, on: date, at: datetime
) -> PublicRequest:
    """Lengthen the term once, with a reason. Raises ``NotNow``, ``OnlyOnce`` or ``Unsaid``."""
    found = held(request, Step.EXTEND, HANDLER, on=on)
    reason = said(words, "请写明延期原因。", "Say why it takes longer.")
    if found.due is not None and on > found.due:
        raise DayPassed(
            zh="答复期限已过，不能再延期，请尽快答复。", en="The term has passed; please answer."
        )
    due = term_from(found.due or on, terms_for(found.code).extension)
    found.extended = True
    take(found, Step.EXTEND, on=on, at=at, by=by, due=due, words=reason, until=due)
    record("request.extended", found, by=by, reason=reason, due=due)
    return found


@transaction.atomic
def answer(
    *,
    request: PublicRequest,
    words: str,
    cause: str,
    by: User | None,
    on: date,
    at: datetime,
    files: Iterable[Clean] = (),
) -> PublicRequest:
    """Answer the asker, with the cause for the review. Raises ``NotNow`` or ``Unsaid``."""
    found = held(request, Step.ANSWER, HANDLER, on=on)
    text = said(words, "请填写答复。", "Write the answer.")
    if cause not in {one.code for one in settings.shipped().causes}:
        raise Unsaid(zh="请选择原因分类。", en="Choose the cause.")
    found.answer, found.cause, found.answered_on = text, cause, on
    found.solved = found.satisfied = None
    row = take(found, Step.ANSWER, on=on, at=at, by=by, words=text)
    attached = add_to_record(files=files, to=row, by=by, at=at)
    record("request.answered", found, by=by, **facts_of(attached))
    return found


@transaction.atomic
def call_back(
    *,
    request: PublicRequest,
    solved: bool,
    satisfied: bool | None,
    by: User | None,
    on: date,
    at: datetime,
    words: str = "",
) -> PublicRequest:
    """What the asker said by telephone; solved it is closed, else handled on with a new term."""
    found = held(request, Step.CALL_BACK, HANDLER, on=on)
    found.solved, found.satisfied = solved, satisfied
    due = None if solved else term_from(on, terms_for(found.code).answer)
    take(
        found,
        Step.CALL_BACK,
        on=on,
        at=at,
        by=by,
        due=due,
        words=words.strip(),
        solved=solved,
        satisfied=satisfied,
    )
    record("request.called_back", found, by=by, solved=solved, satisfied=satisfied)
    return found


@transaction.atomic
def set_aside(
    *, request: PublicRequest, words: str, by: User | None, on: date, at: datetime
) -> PublicRequest:
    """Mark a request as noise, with a reason; it stays on record and can be restored."""
    found = held(request, Step.SET_ASIDE, HANDLER, on=on)
    reason = said(words, "请写明为什么是无效信息。", "Say why it is noise.")
    take(found, Step.SET_ASIDE, on=on, at=at, by=by, words=reason)
    record("request.set_aside", found, by=by, reason=reason)
    return found


@transaction.atomic
def restore(
    *, request: PublicRequest, words: str, by: User | None, on: date, at: datetime
) -> PublicRequest:
    """Take up again what was marked as noise; the term begins anew."""
    found = held(request, Step.RESTORE, HANDLER, on=on)
    reason = said(words, "请写明恢复办理的原因。", "Say why it is restored.")
    found.suspect = ""
    due = term_from(on, terms_for(found.code).answer)
    take(found, Step.RESTORE, on=on, at=at, by=by, words=reason, due=due)
    record("request.restored", found, by=by, reason=reason)
    return found


def said(words: str, zh: str, en: str) -> str:
    """The words without blanks around them. Raises ``Unsaid`` where there are none."""
    if not words.strip():
        raise Unsaid(zh=zh, en=en)
    return words.strip()

"""A finding from its raising on: replied to, remedied, looked at again, closed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.spotchecks.models import Finding, FindingStep, Penalty
from bangfu.apps.supervision.actions import open_task
from bangfu.apps.supervision.actions.problems import REMEDIES
from bangfu.apps.supervision.models import Task
from bangfu.core.duty import working_days
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.finding_life import (
    LookedAgainAlone,
    Side,
    State,
    Step,
    after,
    refuse,
)
from bangfu.core.tasks.sides import Side as LedgerSide

FURTHEST = timedelta(days=366)
"""A term further off would never be missed."""


class Unsaid(Refusal):
    """What was found, done or decided is said in words."""


class TermPassed(Refusal):
    """The day promised lies after today."""


class HasTask(Refusal):
    """It has been recorded already."""


@transaction.atomic
def reply(
    *,
    finding: Finding,
    words: str,
    measures: str,
    promised: date,
    side: Side,
    by: User | None,
    on: date,
    at: datetime,
    files: Iterable[Clean] = (),
) -> Finding:
    """The unit says how it came about, what it will do and by when.

    Raises ``NotYours``, ``NotNow``, ``Unsaid`` or ``TermPassed``.
    """
    held = _held(finding, Step.REPLY, side)
    if not measures.strip():
        raise Unsaid(zh="请写明整改措施。", en="Say what will be done.")
    _refuse_passed(promised, on)
    _taken(held, Step.REPLY, due=promised, on=on)
    row = _step(held, Step.REPLY, words, on, at, by, measures=measures.strip(), promised=promised)
    attached = add_to_record(files=files, to=row, by=by, at=at)
    record("finding.replied", held, by=by, due=promised, **facts_of(attached))
    return held


@transaction.atomic
def return_reply(
    *, finding: Finding, words: str, side: Side, by: User | None, on: date, at: datetime
) -> Finding:
    """Ask for another reply. Raises ``NotYours``, ``NotNow`` or ``Unsaid``."""
    held = _held(finding, Step.RETURN, side)
    due = settings.shipped().reply.ends_on(on, working_days.shipped())
    _taken(held, Step.RETURN, due=due, on=on, owed=False)
    row = _step(held, Step.RETURN, words, on, at, by)
    record("finding.reply_returned", held, by=by, reason=row.words)
    return held


@transaction.atomic
def report_remedy(
    *,
    finding: Finding,
    words: str,
    side: Side,
    by: User | None,
    on: date,
    at: datetime,
    files: Iterable[Clean] = (),
) -> Finding:
    """The unit says what it did. Raises ``NotYours``, ``NotNow`` or ``Unsaid``."""
    held = _held(finding, Step.REMEDY, side)
    due = settings.shipped().second_look.ends_on(on, working_days.shipped())
    _taken(held, Step.REMEDY, due=due, on=on)
    row = _step(held, Step.REMEDY, words, on, at, by)
    attached = add_to_record(files=files, to=row, by=by, at=at)
    record("finding.remedied", held, by=by, **facts_of(attached))
    return held


@transaction.atomic
def look_again(
    *,
    finding: Finding,
    holds: bool,
    words: str,
    side: Side,
    by: User | None,
    on: date,
    at: datetime,
    promised: date | None = None,
    files: Iterable[Clean] = (),
) -> Finding:
    """Look at the remedy: where it holds the finding is closed, else the unit goes on until a day.

    Raises ``NotYours``, ``NotNow``, ``Unsaid``, ``TermPassed`` or ``LookedAgainAlone``.
    """
    held = _held(finding, Step.LOOK_AGAIN, side)
    latest = held.steps.filter(step=Step.REMEDY.value).last()
    if by is not None and latest is not None and latest.by_id == by.pk:
        raise LookedAgainAlone(
            zh="复查须由报告整改以外的人办理。", en="Somebody else looks at what you remedied."
        )
    if not holds:
        _refuse_passed(promised, on)
    _taken(held, Step.LOOK_AGAIN, due=None if holds else promised, on=on, holds=holds, owed=False)
    row = _step(held, Step.LOOK_AGAIN, words, on, at, by, holds=holds, promised=promised)
    attached = add_to_record(files=files, to=row, by=by, at=at)
    record("finding.looked_again", held, by=by, holds=holds, **facts_of(attached))
    return held


@transaction.atomic
def withdraw_finding(
    *, finding: Finding, words: str, side: Side, by: User | None, on: date, at: datetime
) -> Finding:
    """Take back what turned out not to be so. Raises ``NotYours``, ``NotNow`` or ``Unsaid``."""
    held = _held(finding, Step.WITHDRAW, side)
    _taken(held, Step.WITHDRAW, due=None, on=on, owed=False)
    row = _step(held, Step.WITHDRAW, words, on, at, by)
    record("finding.withdrawn", held, by=by, reason=row.words)
    return held


@transaction.atomic
def record_penalty(
    *,
    finding: Finding,
    code: str,
    decided_on: date,
    side: Side,
    by: User | None,
    at: datetime,
    document: str = "",
    words: str = "",
) -> Penalty:
    """Put on record what an authority decided. Raises ``NotYours``, ``NotNow`` or ``HasTask``."""
    held = _held(finding, Step.CONSEQUENCE, side)
    if code not in {one.code for one in settings.shipped().consequences}:
        raise Unsaid(zh="请选择处理结果。", en="Choose a consequence.")
    if held.penalties.filter(code=code).exists():
        raise HasTask(zh="此项处理结果已登记。", en="This consequence is on record already.")
    row = Penalty.objects.create(
        finding=held,
        code=code,
        on=decided_on,
        document=document.strip(),
        words=words.strip(),
        by=by,
        at=at,
    )
    said = settings.shipped().consequence(code).zh
    record("finding.consequence", held, by=by, measures=said, document=row.document)
    return row


@transaction.atomic
def task_for_finding(
    *,
    finding: Finding,
    measures: str,
    due: date,
    side: Side,
    by: User | None,
    on: date,
    at: datetime,
    person: str = "",
) -> Task:
    """Make a finding a task of the ledger, worked on until it is accepted there.

    The ledger's entry tells of it. Raises ``NotYours``, ``NotNow``, ``HasTask``, ``TermPassed`` or
    ``Unsaid``.
    """
    held = _held(finding, Step.TASK, side)
    if held.task_id:
        raise HasTask(zh="此问题已列入整改任务。", en="A task deals with it already.")
    if not measures.strip():
        raise Unsaid(zh="请写明整改措施。", en="Say what is to be done.")
    _refuse_passed(due, on)
    task = open_task(
        programme=held.programme,
        title=held.title,
        institution=held.institution,
        by=by,
        on=on,
        at=at,
        due=due,
        key=f"finding:{held.pk}",
        listing=Task.Listing.REMEDIES,
        side=LedgerSide.AUTHORITY,
        project=REMEDIES,
        detail=held.detail,
        measures=measures.strip(),
        person=person.strip(),
        basis=origin_of(held),
    )
    held.task = task
    held.save(update_fields=["task"])
    return task


def origin_of(finding: Finding) -> str:
    """What a finding came from, as its task names it."""
    if finding.check_made:
        return f"抽查：{finding.check_made.draw.title}"
    return f"群众需求 {finding.request}"


def _held(finding: Finding, step: Step, side: Side) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",))
    held = rows.select_related("check_made__draw", "programme", "request", "institution").get(
        pk=finding.pk
    )
    refuse(step, State.of(held.state), side)
    return held


def _taken(
    finding: Finding,
    step: Step,
    *,
    due: date | None,
    on: date,
    holds: bool = True,
    owed: bool = True,
) -> None:
    """Write where a finding stands after a step; ``owed`` where the term was the unit's own."""
    state = after(step, State.of(finding.state), holds=holds)
    if owed and finding.due and on > finding.due:
        finding.late = True
    finding.state, finding.due = state.value, due
    finding.closed_on = on if state is State.CLOSED else None
    finding.save(update_fields=["state", "due", "closed_on", "late"])


def _step(
    finding: Finding,
    step: Step,
    words: str,
    on: date,
    at: datetime,
    by: User | None,
    **more: object,
) -> FindingStep:
    if not words.strip():
        raise Unsaid(zh="请写明情况。", en="Say it in words.")
    return FindingStep.objects.create(
        finding=finding, step=step.value, on=on, words=words.strip(), by=by, at=at, **more
    )


def _refuse_passed(promised: date | None, on: date) -> None:
    if promised is None or promised <= on:
        raise TermPassed(zh="整改期限应晚于今天。", en="The day promised lies after today.")
    if promised - on > FURTHEST:
        raise TermPassed(
            zh=f"整改期限应在{FURTHEST.days}天内，请核对年份。",
            en=f"The day promised lies within {FURTHEST.days} days; check the year.",
        )


def record(verb: str, finding: Finding, *, by: User | None, **facts: object) -> None:
    """The one entry of a change."""
    journal.record(
        actor=by,
        verb=verb,
        subject=finding,
        area_code=finding.area_code,
        institution_code=finding.institution.code,
        programme=finding.programme.code,
        facts={
            "institution": finding.institution.name,
            **{name: value for name, value in facts.items() if value not in ("", None)},
        },
    )

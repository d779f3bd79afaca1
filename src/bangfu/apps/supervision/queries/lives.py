"""One task as its page tells it: the way it has come, and all that is on its record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bangfu.apps.evidence.queries import Attached, attachments_of
from bangfu.apps.supervision.models import (
    Acceptance,
    Check,
    Decision,
    Extension,
    LookBack,
    Report,
    Task,
)
from bangfu.core.tasks import settings
from bangfu.core.tasks.periods import CYCLE_OF
from bangfu.core.tasks.task_life import Finding, Life, Outcome, State, Step
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import day, in_own_language, number, percent, span

EVERY = {per: repeat for repeat, per in CYCLE_OF.items()}
"""How a cycle of checks is called: every quarter, not a quarter."""
FINDING_TONES: dict[Finding, Tone] = {
    Finding.ON_SCHEDULE: "ok",
    Finding.BEHIND: "warn",
    Finding.NOT_BEGUN: "danger",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the way, and the day it was reached, where that is known."""

    title: str
    on: date | None
    reached: bool
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing on the record of a task; ``words`` are paragraphs with a label each."""

    at: datetime
    on: date | None
    title: str
    tone: Tone
    by: str
    words: tuple[tuple[str, str], ...] = ()
    acceptance: int | None = None
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """Another row about the same matter."""

    title: str
    url_name: str
    pk: int


@dataclass(frozen=True, slots=True)
class Record:
    """All that was put on a task's record, each kind with its latest first."""

    reports: tuple[Report, ...]
    checks: tuple[Check, ...]
    acceptances: tuple[Acceptance, ...]
    extensions: tuple[Extension, ...]

    @property
    def asked(self) -> Acceptance | None:
        """What waits for acceptance."""
        return next((one for one in self.acceptances if one.decision == Decision.WAITING), None)

    @property
    def wish(self) -> Extension | None:
        """The extension that waits."""
        return next((one for one in self.extensions if one.decision == Decision.WAITING), None)


def read(task: Task) -> Record:
    """The record of a task: four queries, however long it is."""
    decided = ("asked_by", "decided_by")
    return Record(
        reports=tuple(task.reports.select_related("by")),
        checks=tuple(task.checks.select_related("by")),
        acceptances=tuple(task.acceptances.select_related(*decided)),
        extensions=tuple(task.extensions.select_related(*decided)),
    )


def path_of(task: Task, record: Record) -> list[Milestone]:
    """The way of a task through its ledger, with the days reached."""
    closed = task.state == State.CLOSED.value
    asked_last = next((one.asked_on for one in record.acceptances), None)
    asked = task.submitted_on or (asked_last if closed else None)
    checked_on = timezone.localdate(record.checks[0].at) if record.checks else None
    began = task.starts_on if task.state != State.PROPOSED.value else None
    days = [
        (_("建账"), began),
        (_("晒账"), task.shown_on),
        (_("查账"), checked_on),
        (_("申请销账"), asked),
        (_("销账"), task.closed_on),
        (_("回头看"), task.looked_back_on),
    ]
    way = [Milestone(title, on, on is not None) for title, on in days]
    last = max((n for n, one in enumerate(way) if one.reached), default=-1)
    return [replace(one, now=n == last) for n, one in enumerate(way)]


def events_of(task: Task, record: Record) -> list[Event]:
    """All that is on the record, the latest first: one query, for files."""
    events = [
        *map(_report, record.reports),
        *(_check(one, recurs=task.repeats in CYCLE_OF) for one in record.checks),
        *_acceptances(record.acceptances),
        *_extensions(record.extensions),
        *_look_back(task),
        _opening(task),
    ]
    return sorted(events, key=lambda one: one.at, reverse=True)


def waiting_in(record: Record, step: Step) -> Event | None:
    """What is decided on by a step, as it was asked for."""
    if step in (Step.ACCEPT, Step.RETURN) and record.asked:
        return next(_acceptances([record.asked]))
    if step in (Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION) and record.wish:
        return _wish(record.wish)
    return None


def facts(task: Task) -> list[Fact]:
    """What a task's page states of it to everybody who sees the ledger."""
    missing = "—"
    due = day(task.due) if task.due else missing
    if task.first_due and task.due and task.first_due != task.due:
        due = _("%(due)s（原定%(first)s）") % {"due": due, "first": day(task.first_due)}
    return [
        Fact(_("责任单位"), task.bearer),
        Fact(_("责任科室"), task.office or missing),
        Fact(_("责任领导"), task.leader or missing),
        Fact(_("责任人"), task.person or missing),
        Fact(_("完成时限"), due),
        Fact(_("周期"), capfirst(in_own_language(task.repeats.label))),
        Fact(_("查账周期"), capfirst(in_own_language(EVERY[task.check_cycle].label))),
        Fact(_("专项"), task.project or missing),
        Fact(_("清单"), task.get_listing_display()),
        Fact(_("项目"), str(task.programme)),
        Fact(_("任务来源"), task.basis or missing),
        Fact(_("晒账日期"), day(task.shown_on)),
    ]


def links_of(task: Task) -> list[Linked]:
    """The rounds before and after, and the problem it deals with; the task comes with them."""
    found: list[Linked] = []
    if task.follows_id:
        words = _("上一轮任务（回头看发现反弹）")
        found.append(Linked(words, "task", task.follows_id))
    if (after := getattr(task, "reopened_as", None)) is not None:
        words = _("第%(round)s轮整改任务") % {"round": number(after.round)}
        found.append(Linked(words, "task", after.pk))
    if (problem := getattr(task, "problem", None)) is not None:
        found.append(Linked(_("来源问题"), "problem", problem.pk))
    # Spot checks and public requests stand above this stage: the key says what a task is about.
    stage, _colon, number_of_row = task.key.partition(":")
    if stage == "finding" and number_of_row.isdecimal():
        found.append(Linked(_("来源抽查问题"), "finding", int(number_of_row)))
    if stage == "request" and number_of_row.isdecimal():
        found.append(Linked(_("来源群众需求"), "public_request", int(number_of_row)))
    if stage == "improvement" and number_of_row.isdecimal():
        found.append(Linked(_("来源考核结果"), "sheet", int(number_of_row)))
    return found


def consequences_of(step: Step, life: Life) -> list[str]:
    """What follows from a step, said before it is taken."""
    said = {
        Step.ASK_ACCEPTANCE: [_("提交后由督办单位验收，验收前不能再报告进展")],
        Step.ACCEPT: [
            _("“完成”：任务销账，%(months)s个月后回头看")
            % {"months": settings.shipped().look_back.months},
            _("“阶段性完成”：本阶段验收，任务继续办理"),
            _("“长期坚持”：不再设时限，转为长期坚持的任务"),
        ],
        Step.RETURN: [_("责任单位可以看到原因，补正后重新申请")],
        Step.GRANT_EXTENSION: [
            _("完成时限改为%(due)s，原定时限保留在记录中") % {"due": day(life.wished)}
        ],
        Step.REFUSE_EXTENSION: [_("完成时限不变")],
        Step.CANCEL: [_("任务不再计入台账和进度，记录和原因保留")],
        Step.LOOK_BACK: [_("成果没有保持的，按原责任重新建账，作为下一轮任务")],
        Step.APPROVE: [_("自今天起列入台账，按期查账")],
    }
    return said.get(step, [])


def _opening(task: Task) -> Event:
    proposed = task.approved_by_id is not None or task.state == State.PROPOSED.value
    title = _("申请立项") if proposed else _("建账")
    return Event(
        at=task.opened_at, on=None, title=title, tone="neutral", by=str(task.opened_by or _("系统"))
    )


def _report(row: Report) -> Event:
    return Event(
        at=row.at,
        on=row.on,
        title=_("报告进展：%(share)s") % {"share": percent(row.share / 100, 0)},
        tone="brand",
        by=str(row.by or _("系统")),
        words=_words((_("进展情况"), row.done), (_("存在困难"), row.hindered)),
    )


def _check(row: Check, *, recurs: bool) -> Event:
    finding = Finding.of(row.finding)
    return Event(
        at=row.at,
        on=None,
        title=_("查账：%(finding)s") % {"finding": in_own_language(finding.label)},
        tone=FINDING_TONES[finding],
        by=str(row.by or _("系统")),
        words=_words(
            (_("账期"), span(row.starts_on, row.ends_before)),
            (_("查账时进度"), "" if recurs else percent(row.share / 100, 0)),
            (_("督办意见"), row.opinion),
        ),
    )


def _acceptances(rows: Sequence[Acceptance]) -> Iterator[Event]:
    files = attachments_of(rows)
    for row in rows:
        yield Event(
            at=row.asked_at,
            on=row.asked_on,
            title=_("申请销账"),
            tone="info",
            by=str(row.asked_by or _("系统")),
            words=_words(
                (_("完成情况"), row.summary),
                (_("佐证文件"), row.document),
                (_("逾期原因"), row.late_reason),
            ),
            acceptance=row.pk,
            files=tuple(files[row.pk]),
        )
        if row.decided_at is not None:
            yield _decided(row, row.decided_at)


def _decided(row: Acceptance, at: datetime) -> Event:
    granted = row.decision == Decision.GRANTED
    outcome = in_own_language(Outcome.of(row.outcome).label) if row.outcome else ""
    return Event(
        at=at,
        on=row.decided_on,
        title=_("验收：%(outcome)s") % {"outcome": outcome} if granted else _("退回整改"),
        tone="ok" if granted else "warn",
        by=str(row.decided_by or _("系统")),
        words=_words(
            (_("验收意见") if granted else _("退回原因"), row.words),
            (_("上级验收文号"), row.above_document),
        ),
    )


def _extensions(rows: Sequence[Extension]) -> Iterator[Event]:
    for row in rows:
        yield _wish(row)
        if row.decided_at is not None:
            granted = row.decision == Decision.GRANTED
            yield Event(
                at=row.decided_at,
                on=None,
                title=_("同意延期") if granted else _("不同意延期"),
                tone="ok" if granted else "warn",
                by=str(row.decided_by or _("系统")),
                words=_words((_("审批意见"), row.words)),
            )


def _wish(row: Extension) -> Event:
    return Event(
        at=row.asked_at,
        on=None,
        title=_("申请延期至%(due)s") % {"due": day(row.due)},
        tone="info",
        by=str(row.asked_by or _("系统")),
        words=_words((_("延期原因"), row.reason)),
    )


def _look_back(task: Task) -> Iterator[Event]:
    row: LookBack | None = getattr(task, "look_back", None)
    if row is not None:
        yield Event(
            at=row.at,
            on=row.on,
            title=_("回头看：成果保持") if row.holds else _("回头看：问题反弹，重新建账"),
            tone="ok" if row.holds else "danger",
            by=str(row.by or _("系统")),
            words=_words((_("情况"), row.words)),
        )


def _words(*given: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, said) for label, said in given if said)

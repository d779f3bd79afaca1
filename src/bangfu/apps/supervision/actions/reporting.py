"""Progress reported by who bears a task, and the checks of the supervising office (查账)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.course import life_of, life_with, write
from bangfu.apps.supervision.models import Check, Report, Task
from bangfu.core.duty.days import Days, said
from bangfu.core.refusal import Refusal
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import Finding

from .holding import held_task, record, record_about


class CheckedAlready(Refusal):
    """Each task is checked once for a period."""


class PeriodNotBegun(Refusal):
    """A period is checked once it has begun."""


class NothingChecked(Refusal):
    """At least one task is given a finding."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found of one task."""

    finding: Finding
    opinion: str = ""


@transaction.atomic
def report_progress(
    *,
    task: Task,
    side: Side,
    share: int,
    done: str,
    hindered: str = "",
    on: date,
    by: User | None,
    at: datetime,
    today: date,
) -> Report:
    """Say how far a task is on a day, not before the day last reported.

    The very report that stands last is given back as it is: a form may come twice. Raises
    ``DoneUnsaid``, ``ShareOutside``, ``FellBack``, ``InFuture``, ``BeforeBegun``,
    ``AnsweredByPeriod`` or ``NotNow``.
    """
    held = held_task(task)
    last = held.reports.first()
    if last and _says(last) == (on, share, done.strip(), hindered.strip(), by.pk if by else None):
        return last
    life = steps.report(
        life_of(held), side=side, share=share, done=done, hindered=hindered, on=on, today=today
    )
    steps.refuse_before_begun(
        on, held.starts_on, zh=("截至日期", "任务起始日期"), en=("The day", "the task's first day")
    )
    if last:
        steps.refuse_before_begun(
            on, last.on, zh=("截至日期", "上次报告的截至日期"), en=("The day", "the last report's")
        )
    write(held, life)
    row = Report.objects.create(
        task=held,
        on=on,
        share=share,
        done=done.strip(),
        hindered=hindered.strip(),
        by=by,
        at=at,
    )
    record("task.reported", held, by=by, share=share)
    return row


@transaction.atomic
def check_tasks(
    *,
    programme: Programme,
    found: Mapping[int, Found],
    period: Days,
    side: Side,
    by: User | None,
    on: date,
    at: datetime,
) -> list[Check]:
    """Put the findings of one period on record, for many tasks at once.

    ``found`` is by the key of a task. All of them or none: raises ``CheckedAlready``,
    ``OpinionMissing``, ``PeriodNotBegun``, ``NothingChecked`` or ``NotNow`` and names the task.
    """
    if not found:
        raise NothingChecked(zh="请至少填写一项任务的查账结果。", en="Check at least one task.")
    if period.starts_on > on:
        raise PeriodNotBegun(
            zh=f"本期自{said(period.starts_on)}开始，尚不能查账。",
            en=f"This period begins on {period.starts_on}.",
        )
    held = Task.objects.select_for_update(of=("self",)).in_full().order_by("pk")
    tasks = list(held.filter(programme=programme, pk__in=found))
    _refuse_checked(tasks, period)
    rows = [_checked(task, found[task.pk], period, side=side, by=by, at=at) for task in tasks]
    Check.objects.bulk_create(rows)
    record_about(
        "ledger.checked",
        programme,
        by=by,
        programme=programme,
        area=programme.area_code,
        tasks=len(rows),
        behind=sum(row.finding != Finding.ON_SCHEDULE.value for row in rows),
        starts_on=period.starts_on,
        ends_before=period.ends_before,
    )
    return rows


def _says(row: Report) -> tuple[date, int, str, str, int | None]:
    return row.on, row.share, row.done, row.hindered, row.by_id


def _checked(
    task: Task, found: Found, period: Days, *, side: Side, by: User | None, at: datetime
) -> Check:
    life = life_with(task, asked=None, wish=None)
    try:
        steps.check(life, side=side, finding=found.finding, opinion=found.opinion)
    except Refusal as refused:
        raise type(refused)(
            zh=f"{task.title_zh}：{refused.zh}", en=f"{task}: {refused.en}"
        ) from None
    return Check(
        task=task,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        finding=found.finding.value,
        opinion=found.opinion.strip(),
        share=task.share,
        by=by,
        at=at,
    )


def _refuse_checked(tasks: Iterable[Task], period: Days) -> None:
    done = Check.objects.filter(task__in=tasks, starts_on=period.starts_on).select_related("task")
    if first := done.first():
        raise CheckedAlready(
            zh=f"“{first.task.title_zh}”本期已查账，请刷新后再办。",
            en=f'"{first.task}" was checked for this period; reload the page.',
        )

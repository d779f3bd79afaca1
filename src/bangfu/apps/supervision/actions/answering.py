"""Recurring duties answered: whom contacted, what was found, and the problems raised."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.supervision.course import next_due, next_period
from bangfu.apps.supervision.models import Answer, Problem, Task
from bangfu.core.duty.days import said
from bangfu.core.duty.sides import refuse_untimely
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.periods import CYCLE_OF, due_of
from bangfu.core.tasks.sides import Side, refuse_others
from bangfu.core.tasks.task_life import RULES, State, Step
from bangfu.core.tasks.task_steps import (
    DoneUnsaid,
    InFuture,
    LatenessUnexplained,
    refuse_before_begun,
)

from .holding import held_task, record


class NotRecurring(Refusal):
    """Only a recurring task is answered by period."""


class AnsweredAlready(Refusal):
    """Each period is answered once, the earliest first."""


@transaction.atomic
def answer_period(
    *,
    task: Task,
    side: Side,
    starts_on: date,
    on: date,
    found: str,
    contacted: str = "",
    problems: str = "",
    late_reason: str = "",
    by: User | None,
    at: datetime,
    today: date,
) -> Answer:
    """Answer the period of a recurring task that begins on ``starts_on``: the first unanswered.

    ``problems``: each line becomes a problem on the list. Raises ``NotRecurring``,
    ``AnsweredAlready``, ``LatenessUnexplained``, ``InFuture``, ``BeforeBegun``, ``DoneUnsaid`` or
    ``NotNow``.
    """
    held = held_task(task)
    refuse_others(Step.REPORT, side, RULES[Step.REPORT].may)
    refuse_untimely(Step.REPORT, State.of(held.state), RULES[Step.REPORT].follows)
    if held.repeats not in CYCLE_OF:
        raise NotRecurring(zh="此任务不是定期报告任务。", en="This task does not recur.")
    period = next_period(held)
    if period is None or period.starts_on != starts_on:
        raise AnsweredAlready(
            zh="本期已报告，或前面还有未报的期次，请刷新后按顺序填写。",
            en="This period is answered, or an earlier one is not; reload the page.",
        )
    due = due_of(period, held.repeats, held.anchor)
    refuse_before_begun(
        on, period.starts_on, zh=("办理日期", "本期起始日期"), en=("The day", "the period's first")
    )
    _refuse_unclear(found, on=on, due=due, late_reason=late_reason, today=today)
    row = Answer.objects.create(
        task=held,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        due=due,
        on=on,
        contacted=contacted.strip(),
        found=found.strip(),
        late_reason=late_reason.strip(),
        by=by,
        at=at,
    )
    raised = _raise(held, row, problems, by=by, at=at)
    next_due(held)
    held.save(update_fields=["due"])
    record(
        "task.answered",
        held,
        by=by,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        problems=raised,
    )
    return row


def _refuse_unclear(found: str, *, on: date, due: date, late_reason: str, today: date) -> None:
    if on > today:
        raise InFuture(zh=f"日期{said(on)}晚于今天，请改正。", en=f"{on} lies in the future.")
    if not found.strip():
        raise DoneUnsaid(zh="请填写情况。", en="Say what was found.")
    if on > due and not late_reason.strip():
        raise LatenessUnexplained(
            zh=f"本期应于{said(due)}前完成，请说明逾期原因。",
            en=f"It was due on {due}; say why it is late.",
        )


def _raise(task: Task, row: Answer, problems: str, *, by: User | None, at: datetime) -> int:
    """A problem for each line; a repeated line is one problem."""
    lines = list(dict.fromkeys(line.strip() for line in problems.splitlines() if line.strip()))
    Problem.objects.bulk_create(
        Problem(
            programme=task.programme,
            institution=task.institution,
            area_code=task.area_code,
            title=line[:200],
            detail=line[200:],
            found_on=row.on,
            found_by_way_of=task.title_zh[:100],
            found_in=task,
            answer=row,
            by=by,
            at=at,
        )
        for line in lines
    )
    return len(lines)

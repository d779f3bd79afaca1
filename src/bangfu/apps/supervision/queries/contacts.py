"""Recurring duties: what each period of the calendar asks for, answered or not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.utils.text import capfirst

from bangfu.apps.accounts.models import User
from bangfu.apps.supervision.models import Answer, Task, TaskQuerySet
from bangfu.core.duty.days import Days
from bangfu.core.tasks.periods import due_of, occurrences
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import State
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language

from .ledger import soon
from .reach import sides_of, visible_to

ROWS = 30
SHOWN = 6
"""Periods of one duty shown in a row, the latest."""


@dataclass(frozen=True, slots=True)
class PeriodMark:
    """One period of a duty: answered, late, due or to come."""

    period: Days
    due: date
    answered_on: date | None
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """A recurring duty: its latest periods, the one to answer next, and whether the reader may."""

    pk: int
    title: str
    bearer: str
    office: str
    programme: str
    repeat: str
    marks: tuple[PeriodMark, ...]
    open: PeriodMark | None
    missing: int
    may_answer: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What was reported for one period."""

    pk: int
    period: Days
    due: date
    on: date
    contacted: str
    found: str
    late_reason: str
    by: str


def duty_rows(user: User, *, on: date, page: str | int | None = 1) -> Leaf[DutyRow]:
    """Recurring duties in reach, what is due first on top: three queries."""
    found = in_force(visible_to(user)).in_full().order_by("due", "pk")
    leaf = Paginator(found, ROWS).get_page(page)
    tasks = list(leaf.object_list)
    answers = _answers(tasks)
    rows = [_row(task, answers[task.pk], user, on=on) for task in tasks]
    return Leaf(rows, leaf.number, leaf.paginator)  # type: ignore[arg-type]


def in_force(found: TaskQuerySet) -> TaskQuerySet:
    """Recurring tasks that go on."""
    return found.recurring().filter(state=State.OPEN.value)


def to_answer(found: TaskQuerySet, *, on: date) -> TaskQuerySet:
    """Recurring tasks whose next report is due soon, or late."""
    return in_force(found).filter(due__lte=soon(on))


def marks_of(task: Task, answers: Iterable[Answer], *, on: date) -> list[PeriodMark]:
    """Every period of a duty that has begun, answered or not: no query."""
    given = {answer.starts_on: answer for answer in answers}
    begun = occurrences(
        task.repeats,
        starts_on=task.starts_on,
        ends_before=task.programme.ends_before,
        until=on,
    )
    return [_mark(task, period, given.get(period.starts_on), on=on) for period in begun]


def answer_rows(task: Task) -> list[AnswerRow]:
    """What was reported, the latest period first: one query."""
    return [
        AnswerRow(
            one.pk,
            Days(one.starts_on, one.ends_before),
            one.due,
            one.on,
            one.contacted,
            one.found,
            one.late_reason,
            str(one.by or ""),
        )
        for one in task.answers.select_related("by")
    ]


def _answers(tasks: list[Task]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(task__in=tasks):
        found[answer.task_id].append(answer)
    return found


def _row(task: Task, answers: Iterable[Answer], user: User, *, on: date) -> DutyRow:
    marks = marks_of(task, answers, on=on)
    unanswered = [mark for mark in marks if mark.answered_on is None]
    return DutyRow(
        pk=task.pk,
        title=task.title,
        bearer=task.bearer,
        office=task.office,
        programme=str(task.programme),
        repeat=capfirst(in_own_language(task.repeats.label)),
        marks=tuple(marks[-SHOWN:]),
        open=unanswered[0] if unanswered else None,
        missing=sum(mark.due < on for mark in unanswered),
        may_answer=Side.RESPONSIBLE in sides_of(user, task),
    )


def _mark(task: Task, period: Days, answer: Answer | None, *, on: date) -> PeriodMark:
    due = answer.due if answer else due_of(period, task.repeats, task.anchor)
    if answer:
        return PeriodMark(period, due, answer.on, "warn" if answer.on > due else "ok")
    return PeriodMark(period, due, None, "danger" if due < on else "info")

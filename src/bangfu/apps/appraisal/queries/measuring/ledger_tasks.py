"""Tasks, recurring reports and findings of spot checks, as they count in an appraisal."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.db.models import F, Q

from bangfu.apps.branches.models import Branch
from bangfu.apps.registry.models import Department
from bangfu.apps.spotchecks.models import Check, Finding
from bangfu.apps.supervision.models import Answer, Task, TaskQuerySet
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.programmes.words import Text
from bangfu.core.tasks.periods import CYCLE_OF
from bangfu.core.tasks.task_life import State

from .asking import ONE, Asked, Measure, Record, Rows

AT_INSTITUTIONS = frozenset({Kind.PAIRING, Kind.HOST, Kind.SENDER, Kind.UNIT})
IN_OFFICES = frozenset({Kind.DEPARTMENT, Kind.BRANCH})
NOUGHT = Decimal(0)

Bearers = Mapping[tuple[int, str], Sequence[int]]
"""Subjects by institution and office; the office is empty where the whole institution is meant."""


def bearers(asked: Asked) -> Bearers:
    """Whose tasks count for whom. A branch or department bears those that name it as the office."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    if asked.kind not in IN_OFFICES:
        for pk, place in asked.places.items():
            found[place, ""].append(pk)
        return found
    model = Branch if asked.kind is Kind.BRANCH else Department
    refs = [one.ref for one in asked.subjects]
    named = dict(model.objects.filter(pk__in=refs).values_list("pk", "name"))
    for one in asked.subjects:
        if one.ref in named:
            found[one.institution_id, named[one.ref]].append(one.pk)
    return found


def _tasks(asked: Asked) -> tuple[TaskQuerySet, Bearers, bool]:
    """Tasks of the programme with a term, of those who bear any; and whether a ledger is kept."""
    found = bearers(asked)
    rows = Task.objects.counted().filter(programme=asked.programme)
    rows = rows.exclude(repeat__in=[repeat.value for repeat in CYCLE_OF])
    kept = rows.filter(first_due__isnull=False).exists()
    rows = rows.filter(institution__in={place for place, _office in found})
    return rows.select_related("institution"), found, kept


def _by_bearer(
    asked: Asked, rows: TaskQuerySet, found: Bearers, known: bool
) -> dict[int, list[Task]]:
    """Tasks by subject. Nobody who bears a task in another's name is answered for."""
    offices = asked.kind in IN_OFFICES
    by_subject: dict[int, list[Task]] = defaultdict(list)
    if known and not offices:
        by_subject |= {pk: [] for pks in found.values() for pk in pks}
    for task in rows.order_by("due", "pk"):
        for pk in found.get((task.institution_id or 0, task.office if offices else ""), ()):
            by_subject[pk].append(task)
    return by_subject


def _due(asked: Asked) -> tuple[dict[int, list[Task]], bool]:
    rows, found, kept = _tasks(asked)
    due = rows.filter(first_due__gte=asked.days.starts_on, first_due__lt=asked.days.ends_before)
    return _by_bearer(asked, due, found, kept), kept


def tasks_in_time(asked: Asked) -> Rows:
    """Tasks whose first term ended in the days; those closed by it stand above the line."""
    by_subject, _kept = _due(asked)
    return {
        pk: [
            _task(one, ONE if one.state == State.CLOSED.value and not one.closed_late else NOUGHT)
            for one in tasks
        ]
        for pk, tasks in by_subject.items()
    }


def tasks_late(asked: Asked) -> Rows:
    """Tasks whose term ended in the days and was not kept."""
    rows, found, kept = _tasks(asked)
    by_subject: dict[int, list[Task]] = defaultdict(list)
    for pk, tasks in _by_bearer(asked, rows, found, kept).items():
        by_subject[pk] = [one for one in tasks if one.due in asked.days and _is_late(one, asked)]
    return {pk: [_task(one, ONE) for one in tasks] for pk, tasks in by_subject.items()}


def _is_late(task: Task, asked: Asked) -> bool:
    if task.due is None:
        return False
    if task.state == State.CLOSED.value:
        return task.closed_late
    if task.state == State.SUBMITTED.value and task.submitted_on:
        return task.submitted_on > task.due
    return task.due < asked.days.last_day


def _task(task: Task, amount: Decimal) -> Record:
    said = Text(zh=task.title_zh, en=task.title_en or task.title_zh)
    return Record("task", task.pk, task.first_due, said, amount)


def reports_late(asked: Asked) -> Rows:
    """Reports of recurring tasks that came after their day."""
    found = bearers(asked)
    recurring = Task.objects.counted().recurring().filter(programme=asked.programme)
    if not recurring.exists():
        return {}
    late = Answer.objects.filter(
        task__in=recurring.filter(institution__in={place for place, _office in found}),
        due__gte=asked.days.starts_on,
        due__lt=asked.days.ends_before,
        on__gt=F("due"),
    )
    rows: dict[int, list[Record]] = {pk: [] for pks in found.values() for pk in pks}
    for one in late.select_related("task").order_by("due", "pk"):
        said = Text(zh=one.task.title_zh, en=one.task.title_en or one.task.title_zh)
        for pk in found[one.task.institution_id or 0, ""]:
            rows[pk].append(Record("task", one.task_id, one.on, said))
    return rows


def findings_not_closed(asked: Asked) -> Rows:
    """Findings of spot checks whose term passed without what was due."""
    late = Q(late=True) | Q(due__lt=asked.days.last_day)
    return _findings(asked, late)


def findings_of_posting(asked: Asked) -> Rows:
    """Findings that name the posting."""
    return _findings(asked, Q())


def _findings(asked: Asked, which: Q) -> Rows:
    checks = Check.objects.filter(draw__programme=asked.programme, state=Check.State.RECORDED)
    within = {"on__gte": asked.days.starts_on, "on__lt": asked.days.ends_before}
    # Where nothing was checked, nothing could be found.
    if not checks.filter(**within).exists():
        return {}
    key, subjects = _found_at(asked)
    rows: dict[int, list[Record]] = {pk: [] for pks in subjects.values() for pk in pks}
    found = Finding.objects.exclude(state="withdrawn").filter(
        which,
        check_made__draw__programme=asked.programme,
        found_on__gte=asked.days.starts_on,
        found_on__lt=asked.days.ends_before,
        **{f"{key}__in": list(subjects)},
    )
    for one in found.order_by("found_on", "pk"):
        for pk in subjects[getattr(one, f"{key}_id")]:
            rows[pk].append(Record("finding", one.pk, one.found_on, Text(zh=one.title)))
    return rows


def _found_at(asked: Asked) -> tuple[str, Mapping[int, Sequence[int]]]:
    if asked.kind is Kind.POSTING:
        return "posting", {one.ref: [one.pk] for one in asked.subjects}
    return "institution", {place: pks for (place, _office), pks in bearers(asked).items()}


_ASK_OFFICE = Text(
    zh="任务台账中没有本对象承担的任务；任务由主管部门在任务台账中建账，责任科室栏写本对象的名称。",
    en="The task ledger names no task of this one; the authority opens tasks there and names it as "
    "the office responsible.",
)


def _measure(
    code: str, read: Callable[[Asked], Rows], kinds: frozenset[Kind], told: Text, **more: bool
) -> Measure:
    return Measure(code=code, kinds=kinds, read=read, told=told, missing=_ASK_OFFICE, **more)


MEASURES = (
    _measure(
        "tasks_closed_in_time",
        tasks_in_time,
        IN_OFFICES,
        Text(
            zh="考核期内到期的任务，按时销账的占比。",
            en="Of the tasks that fell due in the period, those closed in time.",
        ),
        share=True,
    ),
    _measure(
        "tasks_late",
        tasks_late,
        AT_INSTITUTIONS | IN_OFFICES,
        Text(
            zh="考核期内到期、逾期完成或至今未完成的任务。",
            en="Tasks that fell due in the period and were closed late or are still open.",
        ),
    ),
    _measure(
        "reports_late",
        reports_late,
        AT_INSTITUTIONS,
        Text(
            zh="考核期内应报的定期报告中，晚于时限报送的。",
            en="Recurring reports due in the period that came after their day.",
        ),
    ),
    Measure(
        code="findings_not_closed",
        kinds=AT_INSTITUTIONS,
        read=findings_not_closed,
        told=Text(
            zh="考核期内抽查发现、曾逾期或至今逾期未办结的问题。",
            en="Findings of the period that missed a term, or are past it and not closed.",
        ),
        missing=Text(
            zh="考核期内本项目没有抽查记录；抽查由主管部门组织。",
            en="Nothing was checked in the period; the authority arranges spot checks.",
        ),
    ),
    Measure(
        code="spot_check_findings",
        kinds=frozenset({Kind.POSTING}),
        read=findings_of_posting,
        told=Text(
            zh="考核期内抽查发现、涉及本人派驻的问题。",
            en="Findings of the period that name this posting.",
        ),
        missing=Text(
            zh="考核期内本项目没有抽查记录；抽查由主管部门组织。",
            en="Nothing was checked in the period; the authority arranges spot checks.",
        ),
    ),
)

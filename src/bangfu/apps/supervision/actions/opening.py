"""Opening: a ledger from its definition, single tasks by hand, proposals approved; showing it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.course import acting, first_due, life_of, write
from bangfu.apps.supervision.models import Task
from bangfu.apps.supervision.queries.plans import (
    Planned,
    basis_of,
    check_cycle,
    cycle_of_programme,
    plan_of,
)
from bangfu.core.duty.days import said
from bangfu.core.programmes import Definition
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.refusal import Refusal
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.periods import CYCLE_OF
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import State

from .holding import held_task, record, record_about

BY_HAND = "hand"
SAME = (
    *("programme", "title_zh", "institution", "responsible", "repeat", "anchor", "first_due"),
    *("project", "detail", "measures", "listing", "starts_on", "opened_by"),
)
"""What makes two tasks added by hand the same one."""


class NobodyResponsible(Refusal):
    """A task names who bears it."""


class DeadlineOver(Refusal):
    """A deadline does not lie before the day on which it is set."""


class NoTasksDefined(Refusal):
    """The programme's definition has no tasks to open."""


class NothingToShow(Refusal):
    """Everything is shown already."""


@transaction.atomic
def open_ledger(
    *,
    programme: Programme,
    by: User | None,
    on: date,
    at: datetime,
    due_again: date | None = None,
) -> list[Task]:
    """Open what the definition of a programme lists and nobody has opened yet (建账).

    Opening again opens what is missing, as for institutions that joined since. ``due_again`` is
    the deadline of tasks whose own has passed. Raises ``NoTasksDefined`` or ``DeadlineOver``.
    """
    _refuse_over(due_again, on)
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    plan = plan_of(held, on=on).due_again(due_again)
    if plan.tasks is None or not plan.tasks.items:
        raise NoTasksDefined(
            zh="项目配置没有列出任务，请逐项新增。",
            en="The programme lists no tasks; add them one by one.",
        )
    definition = definition_of(held)
    rows = [_row(one, held, definition, by=by, on=on, at=at) for one in plan.new]
    opened = Task.objects.bulk_create(rows)
    if opened:
        record_about(
            "ledger.opened",
            held,
            by=by,
            programme=held,
            area=held.area_code,
            tasks=len(opened),
            on=on,
        )
    return opened


@transaction.atomic
def open_task(
    *,
    programme: Programme,
    title: str,
    side: Side = Side.AUTHORITY,
    institution: Institution | None = None,
    responsible: str = "",
    by: User | None,
    on: date,
    at: datetime,
    due: date | None = None,
    repeat: Repeat = Repeat.ONCE,
    key: str = "",
    listing: str = Task.Listing.TASKS,
    **also: Any,
) -> Task:
    """Add a task by hand: opened by the supervising office, proposed by whoever will bear it.

    ``also`` are further fields of the row: project, detail, measures, office, leader, person,
    basis. With a ``key`` known in the programme already, that task is given back unchanged, and so
    is the same task opened by the same account on the same day: a form may come twice. Raises
    ``NobodyResponsible`` or ``DeadlineOver``.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if key and (known := Task.objects.filter(programme=held, key=key).first()):
        return known
    if institution is None and not responsible.strip():
        raise NobodyResponsible(
            zh="请选择责任单位，机构库中没有的请填写名称。",
            en="Choose the unit that bears it, or write its name.",
        )
    recurs = repeat in CYCLE_OF
    if not recurs:
        _refuse_over(due, on)
    life = (
        steps.begin(side=side, repeat=repeat, due=due)
        if side is Side.AUTHORITY
        else steps.propose(side=side, by=acting(by), repeat=repeat, due=due)
    )
    task = Task(
        programme=held,
        key=key or _own_key(held),
        listing=listing,
        title_zh=title.strip(),
        institution=institution,
        responsible="" if institution else responsible.strip(),
        area_code=institution.area_code if institution else held.area_code,
        repeat=repeat.value,
        checked=cycle_of_programme(held).value,
        starts_on=on,
        anchor=due if recurs else None,
        due=None if recurs or repeat is Repeat.STANDING else due,
        first_due=None if recurs or repeat is Repeat.STANDING else due,
        state=life.state.value,
        opened_by=by,
        opened_at=at,
        **also,
    )
    if recurs:
        task.due = first_due(task)
    if not key and by is not None and (twin := _twin(task)):
        return twin
    task.save()
    verb = "task.opened" if side is Side.AUTHORITY else "task.proposed"
    record(verb, task, by=by, due=task.due)
    return task


@transaction.atomic
def approve_task(*, task: Task, side: Side, by: User | None, on: date) -> Task:
    """Approve a proposed task (同意立项). Raises ``OwnDecision`` or ``NotNow``."""
    held = held_task(task)
    life = steps.approve(life_of(held), side=side, by=acting(by))
    held.approved_by, held.starts_on = by, on
    write(held, life, "approved_by", "starts_on")
    record("task.approved", held, by=by)
    return held


@transaction.atomic
def assign_task(
    *, task: Task, side: Side, by: User | None, office: str, leader: str, person: str, measures: str
) -> Task:
    """Name who is responsible within the unit, and the measures."""
    held = held_task(task)
    steps.assign(life_of(held), side=side)
    held.office, held.leader, held.person = office.strip(), leader.strip(), person.strip()
    held.measures = measures.strip()
    held.save(update_fields=["office", "leader", "person", "measures"])
    record("task.assigned", held, by=by, office=held.office)
    return held


@transaction.atomic
def cancel_task(*, task: Task, side: Side, by: User | None, reason: str) -> Task:
    """Take a task out of the ledger; it stays to be seen with the reason."""
    held = held_task(task)
    life = steps.cancel(life_of(held), side=side, reason=reason)
    write(held, life)
    _drop_waiting(held)
    record("task.cancelled", held, by=by, reason=held.reason)
    return held


@transaction.atomic
def show_ledger(*, programme: Programme, tasks: Iterable[int], by: User | None, on: date) -> int:
    """Hang out the ledger (晒账): everybody who takes part may read it; how many tasks.

    Raises ``NothingToShow``.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    hidden = Task.objects.counted().filter(programme=held, shown_on=None, pk__in=list(tasks))
    count = hidden.update(shown_on=on)
    if not count:
        raise NothingToShow(zh="台账已全部晒出。", en="Everything is shown already.")
    record_about(
        "ledger.shown", held, by=by, programme=held, area=held.area_code, tasks=count, on=on
    )
    return count


def _row(
    one: Planned,
    programme: Programme,
    definition: Definition,
    *,
    by: User | None,
    on: date,
    at: datetime,
) -> Task:
    item, recurs = one.item, one.item.repeat in CYCLE_OF
    task = Task(
        programme=programme,
        key=one.key,
        code=item.code,
        project=item.project.zh if item.project else "",
        title_zh=item.title.zh,
        title_en=item.title.en,
        detail=item.detail.zh if item.detail else "",
        institution=one.institution,
        party_code=item.party or "",
        responsible=one.responsible,
        office=item.office.zh if item.office and one.responsible != item.office.zh else "",
        area_code=one.institution.area_code if one.institution else programme.area_code,
        basis=basis_of(definition, item.source)[:200],
        repeat=item.repeat.value,
        checked=check_cycle(definition).value,
        starts_on=max(on, programme.starts_on or on),
        anchor=item.due if recurs else None,
        due=one.due,
        first_due=one.due,
        state=State.OPEN.value,
        opened_by=by,
        opened_at=at,
    )
    if recurs:
        task.due = first_due(task)
    return task


def _drop_waiting(task: Task) -> None:
    """What waited for a decision when a task was cancelled waits no longer."""
    now = timezone.now()
    task.extensions.filter(decision="waiting").update(decision="refused", decided_at=now)
    task.acceptances.filter(decision="waiting").update(
        decision="refused", decided_at=now, decided_on=timezone.localdate(now)
    )


def _refuse_over(due: date | None, on: date) -> None:
    if due is not None and due < on:
        raise DeadlineOver(
            zh=f"完成时限{said(due)}早于{said(on)}，请改正。", en=f"The deadline {due} is over."
        )


def _twin(task: Task) -> Task | None:
    """The same task as one about to be opened, where it came in the same form a moment ago."""
    same = {name: getattr(task, name) for name in SAME}
    return Task.objects.filter(**same).exclude(state=State.CANCELLED.value).first()


def _own_key(programme: Programme) -> str:
    """The number of a task added by hand; the programme's row is held."""
    count = Task.objects.filter(programme=programme, key__startswith=f"{BY_HAND}:").count()
    return f"{BY_HAND}:{count + 1}"

"""A later deadline: asked for with a reason, granted or refused by somebody else."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.supervision.course import acting, life_of, write
from bangfu.apps.supervision.models import Decision, Extension, Task
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.sides import Side

from .holding import held_task, record


@transaction.atomic
def ask_extension(
    *, task: Task, side: Side, due: date, reason: str, by: User | None, today: date, at: datetime
) -> Extension:
    """Ask for a later deadline. Raises ``NotLater``, ``AlreadyWished`` or ``ReasonMissing``."""
    held = held_task(task)
    row = wish(held, side=side, due=due, reason=reason, by=by, today=today, at=at)
    record("task.extension_asked", held, by=by, due=due, reason=row.reason)
    return row


@transaction.atomic
def grant_extension(
    *, task: Task, side: Side, words: str = "", by: User | None, at: datetime
) -> Task:
    """Move the deadline as asked. Raises ``OwnDecision`` or ``NothingWished``."""
    held = held_task(task)
    life = steps.grant_extension(life_of(held), side=side, by=acting(by))
    write(held, life)
    _decide(held, Decision.GRANTED, words=words, by=by, at=at)
    record("task.extension_granted", held, by=by, due=held.due)
    return held


@transaction.atomic
def refuse_extension(*, task: Task, side: Side, reason: str, by: User | None, at: datetime) -> Task:
    """Leave the deadline as it is. Raises ``ReasonMissing``, ``OwnDecision``, ``NothingWished``."""
    held = held_task(task)
    life = steps.refuse_extension(life_of(held), side=side, by=acting(by), reason=reason)
    write(held, life)
    _decide(held, Decision.REFUSED, words=reason, by=by, at=at)
    record("task.extension_refused", held, by=by, reason=reason.strip())
    return held


def wish(
    task: Task, *, side: Side, due: date, reason: str, by: User | None, today: date, at: datetime
) -> Extension:
    """The request itself, for a task that is held; whoever calls writes the entry."""
    before = life_of(task)
    steps.ask_extension(before, side=side, by=acting(by), due=due, reason=reason, today=today)
    return Extension.objects.create(
        task=task,
        due_before=before.due or today,
        due=due,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )


def _decide(task: Task, decision: Decision, *, words: str, by: User | None, at: datetime) -> None:
    task.extensions.filter(decision=Decision.WAITING).update(
        decision=decision, words=words.strip(), decided_by=by, decided_at=at
    )

"""A task's row as the life that ``core.tasks`` knows, and a life written back to its row."""

from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.core.duty.days import Days
from bangfu.core.tasks.periods import due_of, next_unanswered, occurrences
from bangfu.core.tasks.task_life import Life, Outcome, Request, State

from .models import Acceptance, Decision, Extension, Task

STORED = ("state", "repeat", "due", "share", "closed_on", "look_back_due", "looked_back_on")
"""What of a life its row repeats."""
LONGEST_REASON = 300


def life_of(task: Task) -> Life:
    """A task as a life: two queries, for what waits to be decided."""
    asked = task.acceptances.filter(decision=Decision.WAITING).first()
    wish = task.extensions.filter(decision=Decision.WAITING).first()
    return life_with(task, asked=asked, wish=wish)


def life_with(task: Task, *, asked: Acceptance | None, wish: Extension | None) -> Life:
    """A task as a life where what waits is known already: no query."""
    return Life(
        state=State.of(task.state),
        repeat=task.repeats,
        due=task.due,
        share=task.share,
        proposed_by=account_of(task.opened_by_id),
        request=request_of(asked) if asked else None,
        wished=wish.due if wish else None,
        wished_by=account_of(wish.asked_by_id) if wish else "",
        outcome=Outcome.of(task.outcome) if task.outcome else None,
        closed_on=task.closed_on,
        look_back_due=task.look_back_due,
        looked_back_on=task.looked_back_on,
        reason=task.reason,
    )


def request_of(row: Acceptance, *, files: int = 0) -> Request:
    """What was asked; its evidence was looked at when it was asked for."""
    return Request(
        asked_by=account_of(row.asked_by_id),
        asked_on=row.asked_on,
        summary=row.summary,
        document=row.document,
        files=files,
        late_reason=row.late_reason,
    )


def write(task: Task, life: Life, *also: str) -> Task:
    """Store where a task stands now, and the other fields named."""
    for name in STORED:
        value = getattr(life, name)
        setattr(task, name, getattr(value, "value", value))
    task.outcome = life.outcome.value if life.outcome else ""
    task.reason = life.reason[:LONGEST_REASON]
    task.submitted_on = life.request.asked_on if life.request else None
    task.save(update_fields=[*STORED, "outcome", "reason", "submitted_on", *also])
    return task


def first_due(task: Task) -> date | None:
    """The day of the first report of a recurring task that nobody can have answered yet."""
    begun = occurrences(
        task.repeats,
        starts_on=task.starts_on,
        ends_before=task.programme.ends_before,
        until=task.starts_on,
    )
    first = next(begun, None)
    return due_of(first, task.repeats, task.anchor) if first else None


def next_period(task: Task) -> Days | None:
    """The first period of a recurring task that nobody has answered: one query."""
    answered = set(task.answers.values_list("starts_on", flat=True))
    return next_unanswered(
        task.repeats,
        starts_on=task.starts_on,
        ends_before=task.programme.ends_before,
        answered=answered,
        on=task.starts_on,
    )


def next_due(task: Task) -> Days | None:
    """Set ``due`` to the day of the next report; the period it is for, none at the end."""
    period = next_period(task)
    task.due = due_of(period, task.repeats, task.anchor) if period else None
    return period


def account_of(pk: int | None) -> str:
    """How ``core.tasks`` calls an account; "" is the system."""
    return "" if pk is None else str(pk)


def acting(by: User | None) -> str:
    """The same of who acts."""
    return account_of(by.pk if by else None)

"""The tasks of a year as they are handed in."""

from datetime import date

from django.db.models import Q

from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Decision, HandIn, Task, TaskQuerySet
from bangfu.core.duty.days import Days
from bangfu.core.tasks.hand_in import Line
from bangfu.core.tasks.task_life import State


def of_year(programme: Programme, institution: Institution | None, year: Days) -> TaskQuerySet:
    """The tasks of an institution, or of none, that were in the ledger in a year."""
    begun = Task.objects.counted().filter(programme=programme, institution=institution)
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=year.starts_on)
    return begun.filter(still, starts_on__lt=year.ends_before)


def line_of(task: Task, *, on: date) -> Line:
    """A task as the frozen list says it, in Chinese; one query for one that was done late."""
    closed = task.state == State.CLOSED.value
    late = task.closed_late if closed else is_late(task, on=on)
    return Line(
        key=task.key,
        title=task.title_zh,
        project=task.project,
        responsible=task.institution.name if task.institution else task.responsible,
        due=task.due.isoformat() if task.due else "",
        state=task.state,
        state_said=State.of(task.state).zh,
        share=task.share,
        closed_on=task.closed_on.isoformat() if task.closed_on else "",
        late=late,
        standing=task.repeat == "standing",
        words=late_words(task) if closed and late else "",
    )


def is_late(task: Task, *, on: date) -> bool:
    """Whether a task in hand is late on a day: the twin of ``TaskQuerySet.late``."""
    if task.due is None or task.state not in (State.OPEN.value, State.SUBMITTED.value):
        return False
    return (task.submitted_on or on) > task.due


def late_words(task: Task) -> str:
    """Why a closed task was late."""
    granted = task.acceptances.filter(decision=Decision.GRANTED).order_by("-decided_at").first()
    return granted.late_reason if granted else ""


def handed_in(programme: Programme, institution: Institution | None, year: Days) -> bool:
    """Whether a ledger was handed in."""
    return HandIn.objects.filter(
        programme=programme, institution=institution, starts_on=year.starts_on
    ).exists()

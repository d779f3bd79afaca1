"""The tasks of a year as they are handed in."""

from datetime import date

from django.db.models import Q

from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Decision, HandIn, Task, TaskQuerySet
from bangfu.core.duty.days import Days
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks.hand_in import Line
from bangfu.core.tasks.periods import CYCLE_OF, due_of, occurrences
from bangfu.core.tasks.task_life import WHOLE, State


def of_year(programme: Programme, institution: Institution | None, year: Days) -> TaskQuerySet:
    """The tasks of an institution, or of none, that were in the ledger in a year."""
    begun = Task.objects.counted().filter(programme=programme, institution=institution)
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=year.starts_on)
    found = begun.filter(still, starts_on__lt=year.ends_before)
    return found.prefetch_related("answers", "acceptances").order_by("project", "due", "pk")


def line_of(task: Task, year: Days, *, on: date) -> Line:
    """A task as the frozen list says it, in Chinese, as it stands on a day.

    The task comes with its answers and acceptances. A recurring one asks for no words while no
    period of the year is missing.
    """
    closed = task.state == State.CLOSED.value
    late, share = (task.closed_late if closed else is_late(task, on=on)), task.share
    said, kept_up = State.of(task.state).zh, task.repeats is Repeat.STANDING
    if kept_up and not closed:
        said = Repeat.STANDING.zh
    if task.repeats in CYCLE_OF and not closed:
        answered, owed = _reports_of(task, year, on=on)
        said = f"应报{owed}期，已报{answered}期"
        share = WHOLE * min(answered, owed) // owed if owed else 0
        kept_up, late = answered >= owed, answered < owed
    return Line(
        key=task.key,
        title=task.title_zh,
        project=task.project,
        responsible=task.institution.name if task.institution else task.responsible,
        due=task.due.isoformat() if task.due else "",
        state=task.state,
        state_said=said,
        share=share,
        closed_on=task.closed_on.isoformat() if task.closed_on else "",
        late=late,
        standing=kept_up,
        words=late_words(task) if closed and late else "",
    )


def in_hand(line: Line) -> bool:
    """Whether a line wants an explanation."""
    return line.state != State.CLOSED.value and not line.standing


def _reports_of(task: Task, year: Days, *, on: date) -> tuple[int, int]:
    """How many periods of the year were answered, and how many were due by a day."""
    begun = occurrences(
        task.repeats,
        starts_on=task.starts_on,
        ends_before=task.programme.ends_before,
        until=min(year.last_day, on),
    )
    owed = {
        one.starts_on
        for one in begun
        if one.ends_before > year.starts_on and due_of(one, task.repeats, task.anchor) <= on
    }
    given = {one.starts_on for one in task.answers.all() if one.starts_on in year}
    return len(given), len(owed | given)


def is_late(task: Task, *, on: date) -> bool:
    """Whether a task in hand is late on a day: the twin of ``TaskQuerySet.late``."""
    if task.due is None or task.state not in (State.OPEN.value, State.SUBMITTED.value):
        return False
    return (task.submitted_on or on) > task.due


def late_words(task: Task) -> str:
    """Why a closed task was late; it comes with its acceptances, the latest first."""
    granted = (one for one in task.acceptances.all() if one.decision == Decision.GRANTED)
    return next((one.late_reason for one in granted), "")


def handed_in(programme: Programme, institution: Institution | None, year: Days) -> bool:
    """Whether a ledger was handed in."""
    return HandIn.objects.filter(
        programme=programme, institution=institution, starts_on=year.starts_on
    ).exists()

"""What falls due for a check: tasks in hand, and the period nobody has checked them for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.models import Check, Report, Task, TaskQuerySet
from bangfu.core.duty.days import Days
from bangfu.core.tasks.periods import CYCLES, period_before, period_of
from bangfu.core.tasks.task_life import Finding

from .ledger import TaskRow, row_of
from .plans import cycle_of_programme
from .reach import MANAGE, visible_to

LARGEST = 200
"""Tasks on one screen of a check."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One task to be checked, with what was reported of it last."""

    task: TaskRow
    said: str
    hindered: str
    said_on: date | None

    @property
    def offered(self) -> Finding:
        """The finding offered first; whoever checks decides."""
        if self.task.late or self.hindered:
            return Finding.BEHIND
        return Finding.ON_SCHEDULE


def to_check(found: TaskQuerySet, *, on: date) -> TaskQuerySet:
    """Those whose last full period nobody has checked; each by its own cycle."""
    wanted = Q(pk__in=[])
    for per in CYCLES:
        period = period_before(on, per)
        done = Check.objects.filter(task=OuterRef("pk"), starts_on=period.starts_on)
        wanted |= Q(~Exists(done), checked=per.value, starts_on__lt=period.ends_before)
    return found.unfinished().filter(wanted)


def periods_offered(programme: Programme, *, on: date) -> tuple[Days, Days]:
    """The period that is over, and the one that runs, of a programme's cycle: one query."""
    cycle = cycle_of_programme(programme)
    return period_before(on, cycle), period_of(on, cycle)


def unchecked(user: User, programme: Programme, period: Days) -> TaskQuerySet:
    """Tasks in hand that a reader checks and that one period has not been checked of."""
    done = Check.objects.filter(task=OuterRef("pk"), starts_on=period.starts_on)
    found = visible_to(user, MANAGE).unfinished().filter(programme=programme)
    return found.filter(~Exists(done), starts_on__lt=period.ends_before)


def check_rows(user: User, programme: Programme, period: Days, *, on: date) -> list[CheckRow]:
    """What is to be checked, late ones first within their project: two queries."""
    found = unchecked(user, programme, period).in_full().order_by("project", "due", "pk")
    tasks = list(found[:LARGEST])
    latest: dict[int, Report] = {}
    for report in Report.objects.filter(task__in=tasks).order_by("on", "pk"):
        latest[report.task_id] = report
    return [_row(task, latest.get(task.pk), on=on) for task in tasks]


def programmes_to_check(user: User, *, on: date) -> list[tuple[str, str, int]]:
    """Code, title and number of tasks to check, by programme: one query."""
    due = to_check(visible_to(user, MANAGE), on=on).order_by().values_list("programme", flat=True)
    counts: dict[int, int] = {}
    for key in due:
        counts[key] = counts.get(key, 0) + 1
    found = Programme.objects.filter(pk__in=counts).order_by("-ends_before", "code")
    return [(one.code, one.title, counts[one.pk]) for one in found]


def _row(task: Task, report: Report | None, *, on: date) -> CheckRow:
    if report is None:
        return CheckRow(row_of(task, on=on), "", "", None)
    return CheckRow(row_of(task, on=on), report.done, report.hindered, report.on)

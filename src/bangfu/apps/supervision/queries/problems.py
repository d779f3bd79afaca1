"""The list of problems: how they are sorted, and what is done about each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.apps.supervision.models import Problem
from bangfu.core.tasks.task_life import State
from bangfu.web.components import Tone

from .ledger import state_of
from .reach import problems_visible_to
from .years import is_late


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFilter:
    """What the list is narrowed by; what is empty narrows nothing."""

    programme: str = ""
    words: str = ""
    cause: str = ""
    spread: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One problem in a list."""

    pk: int
    title: str
    where: str
    found_on: date
    way: str
    cause: str
    spread: str
    state: str
    tone: Tone
    task: int | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many problems are of one cause and one spread."""

    cause: str
    spread: str
    count: int


def problem_rows(
    user: User, *, by: ProblemFilter, on: date, page: str | int | None = 1
) -> Leaf[ProblemRow]:
    """A screenful of problems, the latest first: two queries."""
    found = _narrowed(problems_visible_to(user), by)
    full = found.select_related("programme", "institution", "task")
    return leaf_of(full.order_by("-found_on", "-pk"), lambda each: row_of(each, on=on), page)


def sorted_counts(user: User, *, by: ProblemFilter) -> Sequence[Cell]:
    """Problems by cause and spread, unsorted ones apart: one query."""
    rows = (
        _narrowed(problems_visible_to(user), by)
        .order_by()
        .values_list("cause", "spread")
        .annotate(count=Count("pk"))
    )
    counts = Counter({(cause, spread): count for cause, spread, count in rows})
    return [
        Cell(cause, spread, counts[cause, spread])
        for cause in (*Problem.Cause.values, "")
        for spread in (*Problem.Spread.values, "")
    ]


def row_of(problem: Problem, *, on: date) -> ProblemRow:
    """One problem; it comes with programme, institution and task."""
    words, tone = where_it_stands(problem, on=on)
    return ProblemRow(
        pk=problem.pk,
        title=problem.title,
        where=problem.institution.name if problem.institution else str(problem.programme),
        found_on=problem.found_on,
        way=problem.found_by_way_of,
        cause=problem.get_cause_display(),
        spread=problem.get_spread_display(),
        state=words,
        tone=tone,
        task=problem.task_id,
        due=problem.task.due if problem.task else None,
    )


def where_it_stands(problem: Problem, *, on: date) -> tuple[str, Tone]:
    """Settled at once, by a task that stands somewhere, or not yet dealt with."""
    if problem.settled_on:
        return _("立行立改"), "ok"
    if problem.task is None:
        return _("待整改"), "warn"
    return state_of(problem.task, late=is_late(problem.task, on=on))


def _narrowed(found: QuerySet[Problem], by: ProblemFilter) -> QuerySet[Problem]:
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.cause:
        found = found.filter(cause=by.cause)
    if by.spread:
        found = found.filter(spread=by.spread)
    if by.words:
        found = found.filter(Q(title__icontains=by.words) | named("institution", by.words))
    settled = Q(settled_on__isnull=False) | Q(task__state=State.CLOSED.value)
    match by.state:
        case "waiting":
            return found.filter(settled_on__isnull=True, task__isnull=True)
        case "in_hand":
            return found.filter(task__isnull=False).exclude(settled)
        case "settled":
            return found.filter(settled)
    return found

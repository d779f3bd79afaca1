"""The list of problems: how they are sorted, and what is done about each."""

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
    programme: str
    found_on: date
    way: str
    cause: str
    spread: str
    state: str
    tone: Tone
    task: int | None
    due: date | None


UNSORTED = "none"
"""What a filter calls problems whose cause or spread is not said."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many problems are of one cause and one spread, as a filter calls them."""

    cause: str
    spread: str
    count: int


@dataclass(frozen=True, slots=True)
class Sorts:
    """Problems by cause and spread; a row or column of what is unsorted only where there is any."""

    spreads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def problem_rows(
    user: User, *, by: ProblemFilter, on: date, page: str | int | None = 1
) -> Leaf[ProblemRow]:
    """A screenful of problems, the latest first: two queries."""
    found = _narrowed(problems_visible_to(user), by)
    full = found.select_related("programme", "institution", "task")
    return leaf_of(full.order_by("-found_on", "-pk"), lambda each: row_of(each, on=on), page)


def sorts(user: User, *, by: ProblemFilter) -> Sorts:
    """Problems by cause and spread, nothing where there are none: one query."""
    rows = (
        _narrowed(problems_visible_to(user), by)
        .order_by()
        .values_list("cause", "spread")
        .annotate(count=Count("pk"))
    )
    counts = {(cause, spread): count for cause, spread, count in rows}
    if not counts:
        return Sorts((), ())
    causes = [(one.value, str(one.label)) for one in Problem.Cause]
    spreads = [(one.value, str(one.label)) for one in Problem.Spread]
    if any(not cause for cause, _spread in counts):
        causes.append(("", _("未分主客观")))
    if any(not spread for _cause, spread in counts):
        spreads.append(("", _("未分共性个性")))
    return Sorts(
        [label for _spread, label in spreads],
        [
            (
                label,
                [
                    Cell(cause or UNSORTED, spread or UNSORTED, counts.get((cause, spread), 0))
                    for spread, _label in spreads
                ],
            )
            for cause, label in causes
        ],
    )


def row_of(problem: Problem, *, on: date) -> ProblemRow:
    """One problem; it comes with programme, institution and task."""
    words, tone = where_it_stands(problem, on=on)
    return ProblemRow(
        pk=problem.pk,
        title=problem.title,
        where=problem.institution.name if problem.institution else "",
        programme=str(problem.programme),
        found_on=problem.found_on,
        way=problem.found_by_way_of,
        cause=problem.get_cause_display(),
        spread=problem.get_spread_display(),
        state=words,
        tone=tone,
        task=problem.task_id,
        due=problem.task.due if problem.task else None,
    )


def request_behind(problem: Problem) -> int | None:
    """The public request a problem came from: that stage stands above this one, the key names it.

    >>> request_behind(Problem(key="request:7")), request_behind(Problem(key=""))
    (7, None)
    """
    stage, _colon, number = problem.key.partition(":")
    return int(number) if stage == "request" and number.isdecimal() else None


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
        found = found.filter(cause="" if by.cause == UNSORTED else by.cause)
    if by.spread:
        found = found.filter(spread="" if by.spread == UNSORTED else by.spread)
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

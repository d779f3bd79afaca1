"""Problems (问题清单): raised, sorted, settled at once, or turned into a task (整改清单)."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Problem, Task
from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_steps import DoneUnsaid, InFuture, refuse_before_begun

from .holding import record_about
from .opening import open_task


class DealtWith(Refusal):
    """The problem is settled, or a task deals with it."""


@transaction.atomic
def raise_problem(
    *,
    programme: Programme,
    title: str,
    by: User | None,
    on: date,
    at: datetime,
    institution: Institution | None = None,
    detail: str = "",
    way: str = "",
    cause: str = "",
    spread: str = "",
    measures: str = "",
    found_on: date | None = None,
    key: str = "",
) -> Problem:
    """Put a problem on the list. With a ``key`` known already that problem is given back, and so
    is the same problem raised by the same account for the same day: a form may come twice.

    ``cause`` is ``subjective`` or ``objective``, ``spread`` ``common`` or ``particular``, either
    may be left open; ``way`` says how it was found. Raises ``DoneUnsaid``, ``InFuture`` or
    ``BeforeBegun``.
    """
    if not title.strip():
        raise DoneUnsaid(zh="请写明问题。", en="Say what the problem is.")
    found = found_on or on
    if found > on:
        raise InFuture(zh=f"发现日期{said(found)}晚于今天，请改正。", en=f"{found} is to come.")
    if programme.starts_on:
        began = programme.starts_on
        refuse_before_begun(
            found, began, zh=("发现日期", "项目开始日期"), en=("The day", "the programme's first")
        )
    Programme.objects.select_for_update().get(pk=programme.pk)
    row = Problem(
        programme=programme,
        key=key,
        institution=institution,
        area_code=institution.area_code if institution else programme.area_code,
        title=title.strip(),
        detail=detail.strip(),
        found_on=found,
        found_by_way_of=way.strip(),
        cause=Problem.Cause(cause) if cause else "",
        spread=Problem.Spread(spread) if spread else "",
        measures=measures.strip(),
        by=by,
        at=at,
    )
    if known := _known(row):
        return known
    row.save()
    _record("problem.raised", row, by=by)
    return row


@transaction.atomic
def sort_problem(
    *, problem: Problem, cause: str, spread: str, measures: str, by: User | None
) -> Problem:
    """Say what kind of problem it is, and the measures."""
    held = _held(problem)
    held.cause = Problem.Cause(cause) if cause else ""
    held.spread = Problem.Spread(spread) if spread else ""
    held.measures = measures.strip()
    held.save(update_fields=["cause", "spread", "measures"])
    _record("problem.sorted", held, by=by)
    return held


@transaction.atomic
def settle_problem(*, problem: Problem, words: str, by: User | None, on: date) -> Problem:
    """It was settled at once (立行立改). Raises ``DealtWith`` or ``DoneUnsaid``."""
    held = _held(problem)
    _refuse_dealt_with(held)
    if not words.strip():
        raise DoneUnsaid(zh="请写明整改情况。", en="Say how it was settled.")
    held.settled_on, held.settled_words = on, words.strip()
    held.save(update_fields=["settled_on", "settled_words"])
    _record("problem.settled", held, by=by)
    return held


@transaction.atomic
def task_for_problem(
    *,
    problem: Problem,
    responsible: str = "",
    person: str = "",
    measures: str,
    due: date,
    by: User | None,
    on: date,
    at: datetime,
) -> Task:
    """Put it on the list of remedies: a task with who, how and by when. Raises ``DealtWith``."""
    held = _held(problem)
    _refuse_dealt_with(held)
    if due <= on:
        raise InFuture(zh="整改时限应晚于今天。", en="The deadline lies after today.")
    task = open_task(
        programme=held.programme,
        title=held.title,
        institution=held.institution,
        responsible=responsible,
        by=by,
        on=on,
        at=at,
        due=due,
        key=f"problem:{held.pk}",
        listing=Task.Listing.REMEDIES,
        side=Side.AUTHORITY,
        project=REMEDIES,
        detail=held.detail,
        measures=measures.strip(),
        person=person.strip(),
        basis=held.found_by_way_of,
    )
    held.task, held.measures = task, measures.strip()
    held.save(update_fields=["task", "measures"])
    return task


def _known(row: Problem) -> Problem | None:
    """The problem of the same key; without a key the one that came in the same form before."""
    listed = Problem.objects.filter(programme=row.programme)
    if row.key:
        return listed.filter(key=row.key).first()
    if row.by is None:
        return None
    return listed.filter(answer=None, **{name: getattr(row, name) for name in SAME}).first()


SAME = ("key", "institution", "title", "detail", "found_on", "found_by_way_of", "by")
"""What makes two problems raised by hand the same one."""
REMEDIES = "问题整改"
"""The project under which remedies stand in the ledger."""


def _held(problem: Problem) -> Problem:
    held = Problem.objects.select_for_update(of=("self",))
    return held.select_related("programme", "institution").get(pk=problem.pk)


def _refuse_dealt_with(problem: Problem) -> None:
    if problem.settled_on or problem.task_id:
        raise DealtWith(
            zh="此问题已整改或已列入整改清单。", en="It is settled, or a task deals with it."
        )


def _record(verb: str, row: Problem, *, by: User | None) -> None:
    record_about(
        verb,
        row,
        by=by,
        programme=row.programme,
        area=row.area_code,
        institution=row.institution.code if row.institution else "",
        problem=row.title,
    )

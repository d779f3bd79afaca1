"""How far the tasks of institutions are on a day: two sums each, divided last."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.supervision.models import Report, Task, TaskQuerySet
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks import progress, settings
from bangfu.core.tasks.periods import CYCLE_OF, occurrences
from bangfu.core.tasks.progress import Share
from bangfu.core.tasks.task_life import WHOLE, State


def task_progress(
    programme: Programme,
    institutions: Collection[int],
    on: date,
    *,
    parties: Mapping[str, Collection[int]] | None = None,
) -> Mapping[int, Share]:
    """Progress by the key of an institution, of its own tasks and of those its party bears
    together: two queries, or one where the ``parties`` on the day were read already. One without
    a task has a share of nothing.

    As it was on the day: reports and closings since do not count. Standing tasks are left out.
    """
    found: dict[int, Share] = {key: Share() for key in institutions}
    bearing: Mapping[str, Collection[int]] = {}
    if settings.shipped().progress.shared_count_for_each:
        bearing = _parties(programme, found, on) if parties is None else parties
    own, shared = Q(institution__in=found), Q(institution__isnull=True, party_code__in=bearing)
    tasks = Task.objects.filter(own | shared, programme=programme)
    for institution, code, share in _shares(_as_of(tasks, on), programme, on=on):
        for one in bearing[code] if institution is None else (institution,):
            found[one] += share
    return found


def _parties(
    programme: Programme, institutions: Collection[int], on: date
) -> Mapping[str, list[int]]:
    """Institutions by the party they belong to on a day."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = Party.objects.filter(programme=programme, institution__in=institutions).on(on)
    for code, institution in rows.exclude(party_code="").values_list("party_code", "institution"):
        found[code].append(institution)
    return found


def ledger_progress(tasks: TaskQuerySet, *, on: date) -> Mapping[tuple[int, str], Share]:
    """Progress by programme and project of tasks that are part of the ledger: two queries."""
    rows = tasks.counted().order_by()
    if not settings.shipped().progress.standing_counts:
        rows = rows.exclude(repeat=Repeat.STANDING.value)
    found: dict[tuple[int, str], Share] = defaultdict(Share)
    recurring = [repeat.value for repeat in CYCLE_OF]
    sums = rows.exclude(repeat__in=recurring).values_list("programme", "project")
    for programme, project, done, count in sums.annotate(done=Sum("share"), count=Count("pk")):
        found[programme, project] += Share(done, WHOLE * count)
    read = rows.recurring().annotate(reported=F("share"), answered=_answered(on))
    for row in read.values(*_READ, "programme", "project", "programme__ends_before"):
        share = _share(row, row["programme__ends_before"], on=on)
        found[row["programme"], row["project"]] += share
    return found


_READ = ("state", "closed_on", "reported", "repeat", "starts_on", "answered")


def _as_of(tasks: TaskQuerySet, on: date) -> TaskQuerySet:
    """Tasks that were in the ledger on a day."""
    rows = tasks.counted().filter(starts_on__lte=on)
    if settings.shipped().progress.standing_counts:
        return rows
    return rows.exclude(repeat=Repeat.STANDING.value)


def _shares(
    tasks: TaskQuerySet, programme: Programme, *, on: date
) -> Iterator[tuple[int | None, str, Share]]:
    """Whose each task is, by institution or else by party, and how far it is."""
    latest = Report.objects.filter(task=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    rows = tasks.order_by().annotate(
        reported=Coalesce(Subquery(latest.values("share")[:1]), 0), answered=_answered(on)
    )
    for row in rows.values(*_READ, "institution", "party_code"):
        yield row["institution"], row["party_code"], _share(row, programme.ends_before, on=on)


def _answered(on: date) -> Count:
    return Count("answers", filter=Q(answers__on__lte=on), distinct=True)


def _share(row: Mapping[str, Any], term_ends: date | None, *, on: date) -> Share:
    if row["state"] == State.CLOSED.value and row["closed_on"] <= on:
        return progress.of_task(WHOLE)
    repeat = Repeat.of(row["repeat"])
    if repeat not in CYCLE_OF:
        return progress.of_task(row["reported"])
    # Of a term without an end only the periods that have begun can be counted.
    until = term_ends or on
    periods = occurrences(
        repeat, starts_on=row["starts_on"], ends_before=term_ends, until=max(until, on)
    )
    return progress.of_recurring(answered=row["answered"], periods=sum(1 for _ in periods))

"""Entering many pieces of work at once, as a workbook has them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Figure, Participant
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.activities import Side, months_touched
from bangfu.core.programmes import ActivityKind, Definition
from bangfu.core.refusal import Refusal

from .doubles import note_resemblances_of
from .entries import about
from .recording import (
    EntryRefused,
    all_problems,
    as_activity,
    figures_of,
    kind_kept,
    locked_months,
    participants_of,
    refuse_strangers,
)
from .sums import move, weights_of
from .work import Work

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entered:
    """A piece of work and the side that enters it."""

    work: Work
    side: Side


class Checks:
    """What entries are held against, read once for each programme."""

    def __init__(self, *, today: date) -> None:
        self._today = today
        self._definitions: dict[int, Definition] = {}
        self._locked: dict[int, set[date]] = {}
        self._parties: dict[int, list[Party]] = {}
        self._taking_part: dict[tuple[int, date], set[int]] = {}

    def kind_of(self, work: Work) -> tuple[ActivityKind, Definition]:
        """The kind and the definition; raises what ``record_activity`` raises, but for its key."""
        definition = self._definition(work.programme)
        kind = kind_kept(work, definition)
        locked = self._locked[work.programme.pk]
        if found := all_problems(work, kind, today=self._today, locked=locked):
            raise EntryRefused(found)
        if work.posting is None:
            refuse_strangers(work, self._there_on(work.programme, work.entry.on))
        return kind, definition

    def locked_month(self, work: Work) -> date | None:
        """The first locked month in which the work lies, if any."""
        self._definition(work.programme)
        touched = months_touched(work.entry.on, work.entry.until)
        return min(touched & self._locked[work.programme.pk], default=None)

    def _definition(self, programme: Programme) -> Definition:
        if programme.pk not in self._definitions:
            self._definitions[programme.pk] = definition_of(programme)
            self._locked[programme.pk] = locked_months(programme)
            self._parties[programme.pk] = list(Party.objects.filter(programme=programme))
        return self._definitions[programme.pk]

    def _there_on(self, programme: Programme, on: date) -> set[int]:
        key = programme.pk, on
        if key not in self._taking_part:
            rows = self._parties[programme.pk]
            self._taking_part[key] = {row.institution_id for row in rows if row.includes(on)}
        return self._taking_part[key]


def refusal_of(work: Work, checks: Checks) -> Refusal | None:
    """Why the ledger would not take a piece of work, if so; nothing is written."""
    try:
        checks.kind_of(work)
    except Refusal as refused:
        return refused
    return None


@transaction.atomic
def record_activities(
    *, entries: Sequence[Entered], by: User | None, at: datetime, today: date
) -> list[Activity]:
    """Enter many pieces of work, all or none; raises what ``record_activity`` raises for the first.

    Each has an entry of the journal, as if it were entered by itself.
    """
    programmes = {one.work.programme.pk for one in entries}
    # Held, so that no month of them is locked or opened meanwhile.
    list(Programme.objects.select_for_update(no_key=True).filter(pk__in=programmes).order_by("pk"))
    checks = Checks(today=today)
    made: list[tuple[Activity, ActivityKind, Work]] = []
    for one in entries:
        kind, definition = checks.kind_of(one.work)
        activity = as_activity(one.work, kind, definition, key=uuid4(), side=one.side, by=by, at=at)
        made.append((activity, kind, one.work))
    rows = [activity for activity, _kind, _work in made]
    Activity.objects.bulk_create(rows, batch_size=_AT_ONCE)
    figures = _written_parts(made)
    move(before=[], after=[weights_of(row, figures[row.pk]) for row in rows])
    note_resemblances_of(rows, figures)
    journal.record_many(actor=by, events=[about("activity.recorded", row) for row in rows])
    return rows


def _written_parts(made: Iterable[tuple[Activity, ActivityKind, Work]]) -> dict[int, list[Figure]]:
    """Figures and participants, saved; the figures by entry."""
    figures: dict[int, list[Figure]] = defaultdict(list)
    people: list[Participant] = []
    for activity, kind, work in made:
        figures[activity.pk] = figures_of(activity, kind, work)
        people += participants_of(activity, work)
    every = [figure for those in figures.values() for figure in those]
    Figure.objects.bulk_create(every, batch_size=_AT_ONCE)
    Participant.objects.bulk_create(people, batch_size=_AT_ONCE)
    return figures

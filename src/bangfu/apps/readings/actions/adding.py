"""Entries added by hand: parties, posts, targets and tasks the notice does not state."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.core.readings import Addable, Typed, Verdict, added
from bangfu.core.readings.adding import entry_at, with_entry
from bangfu.core.readings.places import entry_of
from bangfu.core.refusal import Refusal

from .held import held, record

MOST_ADDED = 200
LONGEST_LABEL = 120


class TooManyAdded(Refusal):
    """A draft holds so many entries that it is a file, no notice."""


@transaction.atomic
def add_value(
    *, reading: NoticeReading, what: Addable, typed: Typed, by: User | None, at: datetime
) -> DraftValue:
    """Add an entry to the draft; it counts as decided, for a clerk typed it.

    Raises ``NotOpen``, ``ValueWrong`` or ``TooManyAdded``.
    """
    row = held(reading, NoticeReading.State.READY)
    if added_of(row.values.all()).count() >= MOST_ADDED:
        raise TooManyAdded(
            zh=f"一份草案最多补充{MOST_ADDED}项；更多的请提交定义文件。",
            en=f"A draft takes at most {MOST_ADDED} added entries; hand in a definition file.",
        )
    row.draft, value = added(row.draft, what, typed)
    last = row.values.aggregate(last=Max("number"))["last"] or 0
    made = DraftValue.objects.create(
        reading=row,
        number=last + 1,
        place=value.place,
        part=value.part.value,
        sort=value.sort.value,
        label=value.label[:LONGEST_LABEL],
        unit=value.unit,
        per=value.per,
        kept=value.kept,
        confidence=value.confidence,
        verdict=Verdict.CORRECTED.value,
        revision=1,
        decided_by=by,
        decided_at=at,
    )
    row.touched_at = at
    row.save(update_fields=["draft", "touched_at"])
    record("reading.value_added", row, by=by, name=made.label, value=made.kept[:120])
    return made


def added_again(old_draft: str, new_draft: str, rows: Iterable[DraftValue], number: int) -> str:
    """A draft laid out anew with the entries that were added to the old one.

    The rows are moved to their new places and numbered on from ``number``; saving them is the
    caller's.
    """
    for row in rows:
        place = entry_of(row.place)
        entry = entry_at(old_draft, place)
        if entry is None:
            continue
        new_draft, moved = with_entry(new_draft, place[: place.rfind("[")], entry)
        row.place = moved + row.place[len(place) :]
        row.number, row.pk = number, None
        number += 1
    return new_draft


def added_of(rows: QuerySet[DraftValue]) -> QuerySet[DraftValue]:
    """The values that were added: entries of which nothing was read."""
    return rows.filter(read="", facts="", place__contains="[")

"""What waits for a reader's side: grouped by the other side and by kind, with its proof."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, LockedMonth, Resemblance
from bangfu.apps.evidence.queries import Attached, attachments_of
from bangfu.core.activities import Side, months_touched
from bangfu.web.wording import told

from .ledger import Counted, figures_of
from .reach import answerable_by
from .single import details_of

SHOWN = 100
"""So many are confirmed on one screen; the rest follow when these are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One entry that waits; ``alike`` are entries that may tell of the same activity."""

    pk: int
    on: date
    last_day: date
    kind: str
    icon: str
    figures: tuple[Counted, ...]
    place: str
    people: tuple[str, ...]
    details: tuple[str, ...]
    items: tuple[str, ...]
    note: str
    explained: str
    recorded_by: str
    proof: Sequence[Attached]
    alike: tuple[int, ...]
    is_locked: bool

    @property
    def took_days(self) -> bool:
        """Whether it took more than one day."""
        return self.last_day > self.on


@dataclass(frozen=True, slots=True)
class Group:
    """Entries between the same two institutions within one programme."""

    other: str
    programme: str
    rows: tuple[WaitingRow, ...]


def waiting(user: User) -> tuple[list[Group], int]:
    """The first entries that wait, by whom they concern, and how many wait in all.

    Eight queries, however many there are.
    """
    found = (
        answerable_by(user)
        .in_full()
        .order_by(
            "giver__name_pinyin", "host__name_pinyin", "programme", "kind", "happened_on", "pk"
        )
    )
    rows = list(found.prefetch_related("figures", "participants", "items")[: SHOWN + 1])
    total = answerable_by(user).count() if len(rows) > SHOWN else len(rows)
    shown = rows[:SHOWN]
    proof = attachments_of(shown)
    alike = _alike(shown)
    locked = _locked(shown)
    grouped: dict[tuple[str, str], list[WaitingRow]] = defaultdict(list)
    for row in shown:
        line = _row(row, proof[row.pk], alike[row.pk], is_locked=_is_locked(row, locked))
        grouped[_others(row), str(row.programme)].append(line)
    groups = [Group(*key, tuple(lines)) for key, lines in grouped.items()]
    return groups, total


def _row(
    row: Activity, proof: Sequence[Attached], alike: Sequence[int], *, is_locked: bool
) -> WaitingRow:
    kind = row.described
    return WaitingRow(
        pk=row.pk,
        on=row.happened_on,
        last_day=row.last_day,
        kind=row.kind_title(get_language() or ""),
        icon=(kind.icon if kind else "clipboard_list").replace("_", "-"),
        figures=figures_of(row),
        place=row.place,
        people=tuple(each.name for each in row.participants.all()),
        details=tuple(told(fact.label, fact.value) for fact in details_of(row)),
        items=tuple(f"{each.name} {each.quantity:g}{each.unit}" for each in row.items.all()),
        note=row.note,
        explained=row.explained,
        recorded_by=str(row.recorded_by or ""),
        proof=proof,
        alike=tuple(alike),
        is_locked=is_locked,
    )


def _others(row: Activity) -> str:
    """The side that entered it, seen from the one that confirms; both for an authority."""
    if row.host is None or row.confirming == Side.HOST:
        return row.giver.name
    if row.confirming == Side.GIVER:
        return row.host.name
    return f"{row.giver.name} → {row.host.name}"


def _alike(rows: Iterable[Activity]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    keys = [row.pk for row in rows]
    pairs = Resemblance.objects.filter(
        Q(first__in=keys) | Q(second__in=keys), found=Resemblance.Found.OPEN
    )
    for first, second in pairs.values_list("first", "second"):
        found[first].append(second)
        found[second].append(first)
    return found


def _locked(rows: Iterable[Activity]) -> set[tuple[int, date]]:
    programmes = {row.programme_id for row in rows}
    held = LockedMonth.objects.standing().filter(programme__in=programmes)
    return set(held.values_list("programme", "month"))


def _is_locked(row: Activity, locked: set[tuple[int, date]]) -> bool:
    months = months_touched(row.happened_on, row.last_day)
    return any((row.programme_id, month) in locked for month in months)

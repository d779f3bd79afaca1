"""The list of the ledger: narrowed, a stretch at a time, summed, and opened row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, ActivityQuerySet, Figure, Resemblance
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.vocabulary import Unit
from bangfu.web.components import Tone
from bangfu.web.wording import enumerated, in_own_language

from .amounts import amount_in_words
from .narrowing import LedgerFilter, narrowed
from .reach import Reach, reach_of

ROWS = 50
COUNTED = 1_000
"""A longer list says "more than": counting a million rows would take longer than showing fifty."""
AT_ONCE = 500
"""So many entries of an export are in memory at a time."""

STATES = {state.value: state.label for state in Activity.State}
TONES: dict[str, Tone] = {
    Activity.State.RECORDED: "info",
    Activity.State.CONFIRMED: "ok",
    Activity.State.RETURNED: "warn",
    Activity.State.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a stretch of the list begins: after this row, the newest first."""

    on: date
    pk: int

    def __str__(self) -> str:
        return f"{self.on.isoformat()}.{self.pk}"

    @classmethod
    def read(cls, written: str) -> "Cursor | None":
        """A cursor as an address carries it; nothing where it is none.

        >>> str(Cursor.read("2026-03-17.41")), Cursor.read("41")
        ('2026-03-17.41', None)
        """
        on, dot, pk = written.partition(".")
        if not (dot and pk.isascii() and pk.isdigit() and len(pk) <= 18):
            return None
        try:
            return cls(date.fromisoformat(on), int(pk))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure: what, how much, in which unit."""

    title: str
    amount: Decimal
    unit: Unit

    def __str__(self) -> str:
        """The amount as an official writes it: 32人次, 1.5万元."""
        return amount_in_words(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Row:
    """One activity in the list."""

    pk: int
    on: date
    last_day: date
    kind: str
    figures: tuple[Counted, ...]
    giver: str
    host: str
    place: str
    people: tuple[str, ...]
    programme: str
    state: str
    tone: Tone
    is_second: bool
    alike: bool

    @property
    def amounts(self) -> str:
        """Its figures in one line."""
        return enumerated(str(figure) for figure in self.figures)

    @property
    def took_days(self) -> bool:
        """Whether it took more than one day."""
        return self.last_day > self.on


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows of the list, and where the next begin.

    ``total`` stops after ``COUNTED``, and is told with the first rows only.
    """

    rows: tuple[Row, ...]
    total: int | None
    sums: tuple[Counted, ...]
    following: Cursor | None

    @property
    def shown_total(self) -> int | None:
        """The number of rows to be told: a round one where there are more."""
        return COUNTED if self.is_more_than_total else self.total

    @property
    def is_more_than_total(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.total is not None and self.total > COUNTED


def stretch(user: User, *, by: LedgerFilter, after: Cursor | None = None) -> Stretch:
    """A screenful of the ledger, in as many queries for ten rows as for a million.

    Which rows comes first, without anything joined to them, so that the indexes decide; then what
    the page says of these.
    """
    found = _newest(_after(narrowed(reach_of(user), by), after))
    most = ROWS if after else COUNTED
    keys = list(found.values_list("pk", flat=True)[: most + 1])
    shown = _in_list(Activity.objects.filter(pk__in=keys[:ROWS]))
    rows = sorted(shown, key=lambda each: (each.happened_on, each.pk), reverse=True)
    total = None if after else len(keys)
    return Stretch(
        rows=tuple(row_of(each) for each in rows),
        total=total,
        sums=tuple(summed(keys, by.kind)) if by.kind and total and total <= COUNTED else (),
        following=Cursor(rows[-1].happened_on, rows[-1].pk) if len(keys) > ROWS else None,
    )


def count(user: User, *, by: LedgerFilter) -> int:
    """How many rows the list has; a second's work for a million of them."""
    return narrowed(reach_of(user), by).entries.count()


def every_row(user: User, *, by: LedgerFilter) -> Iterator[Row]:
    """The whole list, read in chunks, for an export of what is shown."""
    found = _in_full(_newest(narrowed(reach_of(user), by)))
    return (row_of(each) for each in found.iterator(chunk_size=AT_ONCE))


def summed(keys: Sequence[int], kind: str) -> Iterator[Counted]:
    """What the figures of one kind come to over the entries that count, measure by measure."""
    figures = Figure.objects.filter(activity__in=Activity.objects.counted().filter(pk__in=keys))
    amounts = dict(figures.values_list("indicator").annotate(amount=Sum("amount")).order_by())
    described = shipped_kinds().get(kind)
    for measured in described.measures if described else ():
        amount = amounts.get(described.indicator(measured)) if described else None
        if amount:
            yield Counted(in_own_language(measured.title), amount, measured.unit)


def row_of(activity: Activity) -> Row:
    """An activity as the list shows it."""
    return Row(
        pk=activity.pk,
        on=activity.happened_on,
        last_day=activity.last_day,
        kind=activity.kind_title(get_language() or ""),
        figures=figures_of(activity),
        giver=activity.giver.name,
        host=activity.host.name if activity.host else "",
        place=activity.place,
        people=tuple(each.name for each in activity.participants.all()),
        programme=str(activity.programme),
        state=str(STATES[activity.state]),
        tone=TONES[activity.state],
        is_second=activity.same_as_id is not None,
        alike=bool(getattr(activity, "alike", False)),
    )


def figures_of(activity: Activity) -> tuple[Counted, ...]:
    """The figures of an activity in the order of its kind's measures."""
    amounts = {figure.indicator: figure.amount for figure in activity.figures.all()}
    described = activity.described
    if described is None:
        return tuple(Counted(code, amount, Unit.UNITS) for code, amount in amounts.items())
    return tuple(
        Counted(in_own_language(measured.title), amount, measured.unit)
        for measured in described.measures
        if (amount := amounts.get(described.indicator(measured))) is not None
    )


def _in_full(found: ActivityQuerySet) -> ActivityQuerySet:
    related = found.select_related("programme", "giver", "host")
    return related.prefetch_related("figures", "participants")


def _in_list(found: ActivityQuerySet) -> ActivityQuerySet:
    alike = Resemblance.objects.filter(
        Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), found=Resemblance.Found.OPEN
    )
    return _in_full(found).annotate(alike=Exists(alike))


def _newest(found: Reach) -> ActivityQuerySet:
    """The newest first.

    Where few places or people narrow the list, its order must not tempt the database to walk an
    index of order past a million others; so it is an expression that no index holds.
    """
    first = Coalesce("happened_on", "last_day").desc() if found.of_few else "-happened_on"
    return found.entries.order_by(first, "-pk")


def _after(found: Reach, cursor: Cursor | None) -> Reach:
    if cursor is None:
        return found
    # The last condition bounds the index, the first settles the day itself.
    left = Q(happened_on__lt=cursor.on) | Q(pk__lt=cursor.pk)
    return replace(found, entries=found.entries.filter(left, happened_on__lte=cursor.on))

"""The list of the ledger: narrowed, a stretch at a time, summed, and opened row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Length
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, ActivityQuerySet, Figure, Resemblance
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.apps.registry.queries.words import by_spelling, spelt
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.vocabulary import Unit
from bangfu.web.components import Tone
from bangfu.web.wording import in_english, in_own_language

from .amounts import amount_in_words
from .reach import Reach, reach_of

ROWS = 50
COUNTED = 1_000
"""A longer list says "more than": counting a million rows would take longer than showing fifty."""
NAMES = 20
"""So many institutions or people of a name are looked up, the shortest names first."""

AT_ONCE = 500
"""So many entries of an export are in memory at a time."""

STANDING = "standing"
STATES = {state.value: state.label for state in Activity.State}
TONES: dict[str, Tone] = {
    Activity.State.RECORDED: "info",
    Activity.State.CONFIRMED: "ok",
    Activity.State.RETURNED: "warn",
    Activity.State.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the ledger is narrowed by; what is empty narrows nothing.

    ``giver``, ``host`` and ``place`` (either of them) are institutions' codes, ``worker`` a row's
    number. ``state`` is a state, or ``standing`` for what counts.
    """

    words: str = ""
    programme: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    giver: str = ""
    host: str = ""
    place: str = ""
    posts: str = ""
    worker: int | None = None


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
        between = ", " if in_english() else "、"
        return between.join(str(figure) for figure in self.figures)

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


def narrowed_by_figure(by: LedgerFilter) -> list[str]:
    """What a filter holds that the form does not show: places and people a figure came from."""
    codes = [code for code in (by.giver, by.host, by.place) if code]
    names = list(Institution.objects.filter(code__in=codes).values_list("name", flat=True))
    if by.worker:
        names += Worker.objects.filter(pk=by.worker).values_list("name", flat=True)
    return names


def count(user: User, *, by: LedgerFilter) -> int:
    """How many rows the list has; a second's work for a million of them."""
    return narrowed(reach_of(user), by).entries.count()


def every_row(user: User, *, by: LedgerFilter) -> Iterator[Row]:
    """The whole list, read in chunks, for an export of what is shown."""
    found = _in_full(_newest(narrowed(reach_of(user), by)))
    return (row_of(each) for each in found.iterator(chunk_size=AT_ONCE))


def narrowed(reach: Reach, by: LedgerFilter) -> Reach:
    """The entries a filter leaves, and whether they are those of a few places or people."""
    found = reach.entries
    places = list(_at_places(by))
    if by.words:
        places.append(_meant(by.words))
    if by.worker:
        places.append(_took_part([by.worker]))
    for condition in places:
        found = found.filter(condition)
    if by.since:
        found = found.filter(happened_on__gte=by.since)
    if by.until:
        found = found.filter(happened_on__lte=by.until)
    of_few = reach.of_few or bool(places)
    return Reach(_of_sort(found, by, unindexed=of_few), of_few)


def _of_sort(found: ActivityQuerySet, by: LedgerFilter, *, unindexed: bool) -> ActivityQuerySet:
    """Of a programme, kind, state and post group.

    ``unindexed`` asks for them as expressions that no index holds: where the entries of a few
    places are gathered, the index of a kind would lead to a hundred times as many.
    """
    asked: dict[str, object] = {}
    if by.programme:
        programmes = Programme.objects.filter(code=by.programme).values_list("pk", flat=True)
        asked["programme_id"] = programmes.first() or 0
    if by.kind:
        asked["kind"] = by.kind
    if by.posts:
        asked["posts"] = by.posts
    if by.state == STANDING:
        found = found.counted()
    elif by.state:
        asked["state"] = by.state
    for name, value in asked.items():
        if unindexed:
            found = found.alias(**{f"said_{name}": Coalesce(name, name)})
        found = found.filter(**{f"said_{name}" if unindexed else name: value})
    return found


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


def _at_places(by: LedgerFilter) -> Iterator[Q]:
    for side, code in (("giver", by.giver), ("host", by.host)):
        if code:
            yield Q(**{f"{side}__in": _ids(Institution.objects.filter(code=code))})
    if by.place:
        yield _either(_ids(Institution.objects.filter(code=by.place)))


def _meant(words: str) -> Q:
    """Entries whose institutions, people or kind the words name.

    Names are looked up first, so that the ledger is asked for numbers it has an index on.
    """
    letters = spelt(words)
    named = Q(name__icontains=words) | (by_spelling(letters) if letters else Q(pk__in=[]))
    found = Q(kind__in=[kind.code for kind in shipped_kinds().values() if words in kind.title.zh])
    if places := _ids(_shortest(Institution.objects.filter(named))):
        found |= _either(places)
    if people := _ids(_shortest(Worker.objects.filter(named))):
        found |= _took_part(people)
    return found


def _shortest(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.order_by(Length("name"), "pk")[:NAMES]


def _either(places: Sequence[int]) -> Q:
    return Q(giver__in=places) | Q(host__in=places)


def _took_part(people: Sequence[int]) -> Q:
    took_part = Activity.objects.filter(participants__worker__in=people).values("pk")
    return Q(pk__in=took_part) | Q(posting__worker__in=people)


def _ids(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("pk", flat=True))

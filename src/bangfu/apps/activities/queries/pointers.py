"""What in the ledger is worth a question: likely doubles, and figures copied month after month."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, MonthSum, Resemblance
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import repeated
from bangfu.core.activities.resemblance import MONTHS_ALIKE, TELLING
from bangfu.core.months import month_start
from bangfu.core.programmes import shipped_kinds
from bangfu.web.wording import in_own_language

from .amounts import amount_in_words
from .ledger import Row, row_of
from .reach import CLOSE, VIEW, correctable_by, visible_to
from .single import entered_by

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Double:
    """Two entries that may tell of one activity, and whether the reader may settle it."""

    resemblance: int
    first: Row
    first_entered_by: str
    second: Row
    second_entered_by: str
    may_settle: bool
    opens: frozenset[int]
    """Which of the two the reader may open."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another entry that may tell of the same activity."""

    resemblance: int
    row: Row
    found: str
    entered_by: str
    may_settle: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """A place whose figures of a kind are the same for months in a row."""

    giver: str
    host: str
    giver_code: str
    host_code: str
    programme: str
    kind: str
    kind_title: str
    months: tuple[date, ...]
    figures: str

    @property
    def until(self) -> date:
        """The last day of the last month, for the list that is opened."""
        return month_start(self.months[-1], later=1) - timedelta(days=1)


class Place(NamedTuple):
    """Where work of a kind was done, and by whom."""

    programme: Programme
    giver: Institution
    host: Institution | None
    kind: str


def open_doubles(user: User) -> list[Double]:
    """Likely doubles of which the reader sees an entry, the latest first; in a few queries."""
    seen = visible_to(user).order_by()
    pairs = Resemblance.objects.filter(
        Q(first__in=seen) | Q(second__in=seen), found=Resemblance.Found.OPEN
    )
    rows = list(pairs.order_by("-pk")[:SHOWN])
    entries = _entries_of(rows)
    mine, opens = _settled_by(user, rows), _opened_by(user, rows)
    return [
        Double(
            row.pk,
            row_of(entries[row.first_id]),
            entered_by(entries[row.first_id]),
            row_of(entries[row.second_id]),
            entered_by(entries[row.second_id]),
            row.pk in mine,
            opens & {row.first_id, row.second_id},
        )
        for row in rows
    ]


def alike_to(user: User, activity: Activity) -> list[Alike]:
    """Entries that may tell of the same activity, also those of the other institution."""
    pairs = Resemblance.objects.filter(Q(first=activity) | Q(second=activity))
    rows = list(pairs.order_by("pk"))
    entries = _entries_of(rows)
    mine, opens = _settled_by(user, rows), _opened_by(user, rows)
    found = []
    for pair in rows:
        other = entries[pair.second_id if pair.first_id == activity.pk else pair.first_id]
        found.append(
            Alike(
                resemblance=pair.pk,
                row=row_of(other),
                found=str(pair.get_found_display()),
                entered_by=entered_by(other),
                may_settle=pair.pk in mine,
                opens=other.pk in opens,
            )
        )
    return found


def _entries_of(pairs: list[Resemblance]) -> dict[int, Activity]:
    """Both entries of each pair with what a list says of them, in three queries."""
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    found = Activity.objects.filter(pk__in=keys).select_related("programme", "giver", "host")
    return {each.pk: each for each in found.prefetch_related("figures", "participants")}


def _settled_by(user: User, pairs: list[Resemblance]) -> frozenset[int]:
    if not pairs:
        return frozenset()
    found = settleable_by(user).filter(pk__in=[pair.pk for pair in pairs])
    return frozenset(found.values_list("pk", flat=True))


def _opened_by(user: User, pairs: list[Resemblance]) -> frozenset[int]:
    if not pairs:
        return frozenset()
    ends = {end for pair in pairs for end in (pair.first_id, pair.second_id)}
    found = visible_to(user).order_by().filter(pk__in=ends)
    return frozenset(found.values_list("pk", flat=True))


def settleable_by(user: User) -> QuerySet[Resemblance]:
    """Pairs the reader may settle: one side's own entry, or as the authority above both."""
    own = correctable_by(user).order_by()
    above = Activity.objects.filter(
        user.scope_of(CLOSE).filter(area=("host__area_code", "giver__area_code"))
    )
    return Resemblance.objects.filter(
        Q(first__in=own) | Q(second__in=own) | Q(first__in=above.order_by()),
        found=Resemblance.Found.OPEN,
    )


def copied(user: User, *, on: date) -> list[Copied]:
    """Places that report the very same figures for months in a row, up to the last full month.

    The database finds whose last months agree; how long a run is, is then told from their sums.
    """
    last = month_start(on, later=-1)
    wanted = Q(pk__in=[])
    for programme, giver, host, kind in _agreeing(user, last):
        wanted |= Q(programme=programme, giver=giver, host=host, indicator__startswith=f"{kind}.")
    year = MonthSum.objects.filter(
        wanted, month__gte=last.replace(year=last.year - 1), month__lte=last
    )
    places: dict[Place, dict[date, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for row in year.select_related("programme", "giver", "host"):
        place = Place(row.programme, row.giver, row.host, row.indicator.partition(".")[0])
        month = places[place][row.month]
        month[row.indicator] = month.get(row.indicator, Decimal(0)) + row.confirmed + row.waiting
    return sorted(_told(places, last), key=lambda each: (-len(each.months), each.giver, each.host))


def _agreeing(user: User, last: date) -> set[tuple[int, int, int | None, str]]:
    """Where the last months agree in a telling figure: programme, giver, host and kind.

    An empty host equals no other in a database, so work without one is looked for by itself.
    """
    scope = user.scope_of(VIEW).filter(
        area=("host__area_code", "giver__area_code"), institution=("host__code", "giver__code")
    )
    amount = F("confirmed") + F("waiting")
    found: set[tuple[int, int, int | None, str]] = set()
    every = MonthSum.objects.annotate(amount=amount)
    for alone in (False, True):
        sums = every.filter(scope, month=last, host__isnull=alone, amount__gte=TELLING)
        month = last
        for _number in range(MONTHS_ALIKE - 1):
            month = month_start(month, later=-1)
            same = {name: OuterRef(name) for name in ("programme", "giver", "posts", "indicator")}
            host = {"host__isnull": True} if alone else {"host": OuterRef("host")}
            earlier = every.filter(**same, **host, month=month, amount=OuterRef("amount"))
            sums = sums.filter(Exists(earlier))
        told = sums.order_by("giver", "host", "indicator")
        rows = told.values_list("programme", "giver", "host", "indicator")[:SHOWN]
        found |= {(one, giver, host, code.partition(".")[0]) for one, giver, host, code in rows}
    return found


def _told(
    places: Mapping[Place, Mapping[date, Mapping[str, Decimal]]], last: date
) -> Iterator[Copied]:
    for place, by_month in places.items():
        described = shipped_kinds().get(place.kind)
        runs = [run for run in repeated(by_month) if run.months[-1] == last]
        if described is None or not runs:
            continue
        run = runs[0]
        figures = [
            amount_in_words(run.figures[code], measured.unit)
            for measured in described.measures
            if (code := described.indicator(measured)) in run.figures
        ]
        yield Copied(
            giver=place.giver.name,
            host=place.host.name if place.host else "",
            giver_code=place.giver.code,
            host_code=place.host.code if place.host else "",
            programme=place.programme.code,
            kind=place.kind,
            kind_title=in_own_language(described.title),
            months=run.months,
            figures="、".join(figures),
        )

"""Places whose figures of a kind are the very same month after month: worth a question."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import MonthSum
from bangfu.apps.intake.queries import named
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import repeated
from bangfu.core.activities.resemblance import MONTHS_ALIKE, TELLING
from bangfu.core.months import month_start
from bangfu.core.programmes import shipped_kinds
from bangfu.web.wording import enumerated, in_own_language

from .amounts import amount_in_words
from .narrowing import NO_FILTER, PointerFilter
from .reach import VIEW

FIGURES = 100
"""So many figures that repeat are looked into at a time."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A place whose figures of a kind are the same for months in a row."""

    giver: str
    host: str
    giver_code: str
    host_code: str
    programme: str
    programme_title: str
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


def copied(user: User, *, on: date, by: PointerFilter = NO_FILTER) -> list[Copied]:
    """Places that report the very same figures for months in a row, up to the last full month.

    The database finds whose last months agree; how long a run is, is then told from their sums.
    """
    last = month_start(on, later=-1)
    wanted = Q(pk__in=[])
    for programme, giver, host, kind in _agreeing(user, last, by):
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


def _agreeing(user: User, last: date, by: PointerFilter) -> set[tuple[int, int, int | None, str]]:
    """Where the last months agree in a telling figure: programme, giver, host and kind.

    An empty host equals no other in a database, so work without one is looked for by itself.
    """
    scope = user.scope_of(VIEW).filter(
        area=("host__area_code", "giver__area_code"), institution=("host__code", "giver__code")
    )
    every = MonthSum.objects.annotate(amount=F("confirmed") + F("waiting"))
    held = every.filter(scope, _narrowed(by), month=last, amount__gte=TELLING).order_by()
    with_host, alone = (
        held.filter(*_months_alike(every, last, alone=alone), host__isnull=alone).values_list(
            "programme", "giver", "host", "indicator"
        )
        for alone in (False, True)
    )
    rows = with_host.union(alone).order_by("giver", "host", "indicator")[:FIGURES]
    return {(one, giver, host, code.partition(".")[0]) for one, giver, host, code in rows}


def _months_alike(every: QuerySet[Any], last: date, *, alone: bool) -> Iterator[Exists]:
    """For each of the months before: there the figure was the very same."""
    same = {name: OuterRef(name) for name in ("programme", "giver", "posts", "indicator")}
    host = {"host__isnull": True} if alone else {"host": OuterRef("host")}
    for earlier in range(1, MONTHS_ALIKE):
        month = month_start(last, later=-earlier)
        yield Exists(every.filter(**same, **host, month=month, amount=OuterRef("amount")))


def _narrowed(by: PointerFilter) -> Q:
    found = Q()
    if by.programme:
        found &= Q(programme__code=by.programme)
    if by.kind:
        found &= Q(indicator__startswith=f"{by.kind}.")
    if by.words:
        found &= named("giver", by.words) | named("host", by.words)
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
            programme_title=str(place.programme),
            kind=place.kind,
            kind_title=in_own_language(described.title),
            months=run.months,
            figures=enumerated(figures),
        )

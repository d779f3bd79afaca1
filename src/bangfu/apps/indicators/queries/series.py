"""Figures out of snapshots: one place by month, the places below it, institutions in order."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from bangfu.apps.indicators.models import Restatement, Snapshot
from bangfu.core.indicators import Better, Combine, Figures, Indicator
from bangfu.core.indicators.facts import months_between, months_on

NAMED = 300
"""Up to so many places are named in a question (``bench indicators``)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Months from one to another (``yyyymm``), both included, on one side."""

    first: int
    last: int
    side: str

    @property
    def months(self) -> list[int]:
        """Every month, in order."""
        return list(months_between(self.first, self.last))

    def earlier(self, months: int) -> "Window":
        """The same stretch so many months before."""
        return Window(months_on(self.first, -months), months_on(self.last, -months), self.side)


@dataclass(frozen=True, slots=True)
class Told:
    """Figures of a stretch with the value they come to."""

    figures: Figures
    value: Decimal | None

    @classmethod
    def of(cls, one: Indicator, figures: Figures) -> "Told":
        return cls(figures, one.value(figures))


def by_month(one: Indicator, *, level: int, place: str, window: Window) -> dict[int, Figures]:
    """The figures of a place by month; months without facts are left out: one query."""
    rows = _rows([one.code], window).filter(level=level, place=place)
    return {
        month: Figures(above, below)
        for month, above, below in rows.values_list("month", "numerator", "denominator")
    }


def over(one: Indicator, by: dict[int, Figures], window: Window) -> Told:
    """A stretch out of the figures of its months."""
    figures = one.over(by.get(month, Figures()) for month in window.months)
    return Told.of(one, figures)


def every_indicator(
    indicators: Iterable[Indicator], *, level: int, place: str, window: Window
) -> dict[str, dict[int, Figures]]:
    """The figures of many indicators at one place, by indicator and month: one query."""
    found: dict[str, dict[int, Figures]] = defaultdict(dict)
    rows = _rows([one.code for one in indicators], window).filter(level=level, place=place)
    for code, month, above, below in rows.values_list(
        "indicator", "month", "numerator", "denominator"
    ):
        found[code][month] = Figures(above, below)
    return found


def by_place(
    one: Indicator, *, level: int, places: Collection[str], window: Window
) -> dict[str, Told]:
    """What a stretch came to at those of some places of a level that have facts: one query.

    Few places are named in the question; of many the whole level is read in the order of its
    index, and the others are left out.
    """
    rows = _rows([one.code], window).filter(level=level)
    if len(places) <= NAMED:
        rows = rows.filter(place__in=places)
    sums = _last(rows) if one.combine is Combine.LAST else _summed(rows)
    wanted = set(places)
    return {place: Told.of(one, figures) for place, figures in sums if place in wanted}


def in_order(one: Indicator, told: dict[str, Told]) -> list[tuple[str, Told]]:
    """Places from the best to the worst; without a value last; equal ones by their code."""
    sign = 1 if one.better is Better.DOWN else -1

    def rank(pair: tuple[str, Told]) -> tuple[bool, Decimal, str]:
        place, each = pair
        return each.value is None, sign * (each.value or Decimal(0)), place

    return sorted(told.items(), key=rank)


def restatements(one: Indicator, *, level: int, place: str, window: Window) -> list[Restatement]:
    """What past months of a place said before, the newest first: one query."""
    rows = Restatement.objects.filter(
        indicator=one.code,
        side=window.side,
        level=level,
        place=place,
        month__gte=window.first,
        month__lte=window.last,
    )
    return list(rows.select_related("by")[:20])


def _rows(codes: list[str], window: Window) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(
        indicator__in=codes,
        side=window.side,
        month__gte=window.first,
        month__lte=window.last,
    ).order_by()


def _summed(rows: QuerySet[Snapshot]) -> Iterable[tuple[str, Figures]]:
    grouped = rows.values_list("place").annotate(Sum("numerator"), Sum("denominator"))
    return ((place, Figures(above, below)) for place, above, below in grouped)


def _last(rows: QuerySet[Snapshot]) -> Iterable[tuple[str, Figures]]:
    """Of each place the last month with figures."""
    found: dict[str, tuple[int, Figures]] = {}
    for place, month, above, below in rows.values_list(
        "place", "month", "numerator", "denominator"
    ):
        known = found.get(place)
        if known is None or month > known[0]:
            found[place] = month, Figures(above, below)
    return ((place, figures) for place, (_month, figures) in found.items())

"""What indicators of the ledger came to, from the month sums."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db.models import QuerySet, Sum

from bangfu.apps.activities.models import MonthSum
from bangfu.apps.programmes.models import Programme

By = Literal["giver", "host"]


@dataclass(frozen=True, slots=True)
class Total:
    """What an indicator came to: ``confirmed`` counts, ``waiting`` awaits the other side."""

    confirmed: Decimal = Decimal(0)
    waiting: Decimal = Decimal(0)
    confirmed_entries: int = 0
    waiting_entries: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.confirmed + other.confirmed,
            self.waiting + other.waiting,
            self.confirmed_entries + other.confirmed_entries,
            self.waiting_entries + other.waiting_entries,
        )


Key = tuple[int, str]
"""Whose total it is, an institution's id, and of which indicator."""


def totals(
    programme: Programme,
    *,
    by: By,
    starts_on: date,
    ends_before: date,
    indicators: Collection[str] | None = None,
    institutions: Collection[int] | None = None,
    posts: str | None = None,
) -> Mapping[Key, Total]:
    """Totals by institution and indicator over whole months, in one query.

    ``by`` says whether an entry belongs to who gave or to who received. Months count by their first
    day: from the month of ``starts_on`` to the last one that begins before ``ends_before``.
    """
    rows = _rows(programme, starts_on, ends_before, indicators, institutions, posts, by)
    return {
        (row[by], row["indicator"]): _total(row)
        for row in rows.values(by, "indicator").annotate(**_SUMS).order_by()
    }


def by_month(
    programme: Programme,
    *,
    by: By,
    starts_on: date,
    ends_before: date,
    indicators: Collection[str] | None = None,
    institutions: Collection[int] | None = None,
    posts: str | None = None,
) -> Mapping[Key, Mapping[date, Total]]:
    """The same by month (first days), in one query."""
    rows = _rows(programme, starts_on, ends_before, indicators, institutions, posts, by)
    found: dict[Key, dict[date, Total]] = defaultdict(dict)
    for row in rows.values(by, "indicator", "month").annotate(**_SUMS).order_by("month"):
        found[(row[by], row["indicator"])][row["month"]] = _total(row)
    return found


_SUMS = {
    "sum_confirmed": Sum("confirmed"),
    "sum_waiting": Sum("waiting"),
    "entries": Sum("confirmed_entries"),
    "entries_waiting": Sum("waiting_entries"),
}


def _rows(
    programme: Programme,
    starts_on: date,
    ends_before: date,
    indicators: Collection[str] | None,
    institutions: Collection[int] | None,
    posts: str | None,
    by: By,
) -> QuerySet[MonthSum]:
    found = MonthSum.objects.filter(
        programme=programme, month__gte=starts_on.replace(day=1), month__lt=ends_before
    ).exclude(**{by: None})
    if indicators is not None:
        found = found.filter(indicator__in=indicators)
    if institutions is not None:
        found = found.filter(**{f"{by}__in": institutions})
    if posts is not None:
        found = found.filter(posts=posts)
    return found


def _total(row: Mapping[str, Any]) -> Total:
    return Total(
        confirmed=row["sum_confirmed"],
        waiting=row["sum_waiting"],
        confirmed_entries=row["entries"],
        waiting_entries=row["entries_waiting"],
    )

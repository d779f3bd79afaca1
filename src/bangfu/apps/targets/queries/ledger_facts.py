"""What targets of the ledger of work came to: month sums, exact to the day.

Whole months come from the snapshots; of the month of the day itself, what happened after the day
is taken out again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models import Sum as Added

from bangfu.apps.activities.models import Activity, Figure, MonthSum
from bangfu.core.duty.days import Days, month_of, months_later
from bangfu.core.targets import Sum, months_of

from .stage import Stage

DOWN, UP = "referral_down.patients", "referral_up.patients"
SHARE_OF_SUMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "down_referral_share": ((DOWN,), (DOWN, UP))
}
"""Rates of the ledger: what is above the line, what below."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one institution in one post group, over a window."""

    institution: int
    posts: str
    indicator: str
    done: Fraction
    waiting: Fraction
    lately: Fraction


Rows = Mapping[str, Sequence[Row]]
"""Rows of one side and window, by indicator."""


@dataclass(slots=True)
class Read:
    """Rows by side and window, each read once however many targets ask for it."""

    stage: Stage
    on: date
    months: int
    rows: dict[tuple[str, Days], Rows] = field(default_factory=dict)

    @property
    def since(self) -> date:
        """The last day before the months that count as of late."""
        return months_later(self.on.replace(day=1), 1 - self.months) - timedelta(days=1)


def counts_in_ledger(indicators: Iterable[str]) -> bool:
    """Whether the ledger of work says all of a target."""
    return all("." in indicator or indicator in SHARE_OF_SUMS for indicator in indicators)


def read(stage: Stage, wanted: Iterable[tuple[str, Days]], *, on: date, months: int) -> Read:
    """The rows for sides and windows: one query each, and one for the rest of the month."""
    found = Read(stage, on, months)
    pairs = sorted(set(wanted), key=lambda pair: (pair[0], pair[1].starts_on, pair[1].ends_before))
    for side in sorted({side for side, _ in pairs}):
        after = _after(found, side)
        for _side, window in (pair for pair in pairs if pair[0] == side):
            found.rows[side, window] = _rows(found, side, window, after)
    return found


def sums(
    rows: Rows, indicators: tuple[str, ...], *, posts: str | None
) -> tuple[dict[int, Sum], dict[int, Fraction]]:
    """By institution: what was done, and how much of it of late."""
    above, below = _parts(indicators)
    done: dict[int, Fraction] = defaultdict(Fraction)
    base: dict[int, Fraction] = defaultdict(Fraction)
    waiting: dict[int, Fraction] = defaultdict(Fraction)
    lately: dict[int, Fraction] = defaultdict(Fraction)
    for row in _chosen(rows, above, posts):
        done[row.institution] += row.done
        waiting[row.institution] += row.waiting
        lately[row.institution] += row.lately
    for row in _chosen(rows, below, posts):
        base[row.institution] += row.done
    keys = done.keys() | base.keys()
    return (
        {pk: Sum(done[pk], base[pk] if below else None, waiting[pk]) for pk in keys},
        dict(lately),
    )


def by_posts(rows: Rows, indicators: tuple[str, ...]) -> dict[str, Sum]:
    """What each post group did."""
    found: dict[str, Sum] = {}
    for row in _chosen(rows, indicators, None):
        one = Sum(row.done, waiting=row.waiting)
        found[row.posts] = found[row.posts] + one if row.posts in found else one
    return found


def _chosen(rows: Rows, indicators: Iterable[str], posts: str | None) -> Iterator[Row]:
    for indicator in indicators:
        for row in rows.get(indicator, ()):
            if not posts or row.posts == posts:
                yield row


def _parts(indicators: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return SHARE_OF_SUMS.get(indicators[0], (indicators, ()))


def _rows(read: Read, side: str, window: Days, after: Mapping[Any, Row]) -> Rows:
    term = read.stage.term
    if term is None:
        return {}
    months = months_of(window, term=term, until=read.on)
    late = Q(month__gt=read.since)
    found = _seen(MonthSum.objects.filter(programme=read.stage.programme), read.stage, side)
    rows = (
        found.filter(month__gte=months.starts_on, month__lt=months.ends_before)
        .order_by()
        .values_list(side, "posts", "indicator")
        .annotate(
            sum_done=Added("confirmed"),
            sum_waiting=Added("waiting"),
            sum_lately=Added("confirmed", filter=late, default=Decimal(0)),
        )
    )
    counted = month_of(read.on).starts_on in months
    by_indicator: dict[str, list[Row]] = defaultdict(list)
    for values in rows:
        later = after.get(tuple(values[:3])) if counted else None
        row = _less(_row(values), later)
        by_indicator[row.indicator].append(row)
    return by_indicator


def _after(read: Read, side: str) -> dict[Any, Row]:
    """What happened after the day in its own month; nothing to ask on a month's last day."""
    month = month_of(read.on)
    if read.on == month.last_day:
        return {}
    figures = Figure.objects.filter(
        activity__in=Activity.objects.counted().filter(
            programme=read.stage.programme,
            happened_on__gt=read.on,
            happened_on__lt=month.ends_before,
        )
    )
    found = _seen(figures, read.stage, f"activity__{side}")
    confirmed = Q(activity__state=Activity.State.CONFIRMED)
    rows = (
        found.order_by()
        .values_list(f"activity__{side}", "activity__posts", "indicator")
        .annotate(
            sum_done=Added("amount", filter=confirmed, default=Decimal(0)),
            sum_waiting=Added("amount", filter=~confirmed, default=Decimal(0)),
        )
    )
    return {tuple(values[:3]): _row((*values, values[3])) for values in rows}


def _seen(found: QuerySet[Any], stage: Stage, side: str) -> QuerySet[Any]:
    """Only of institutions in reach."""
    if stage.whole:
        return found.exclude(**{side: None})
    return found.filter(**{f"{side}__in": [member.pk for member in stage.members]})


def _row(values: tuple[Any, ...]) -> Row:
    institution, posts, indicator, done, waiting, lately = values
    return Row(institution, posts, indicator, *map(Fraction, (done, waiting, lately)))


def _less(row: Row, after: Row | None) -> Row:
    if after is None:
        return row
    return Row(
        row.institution,
        row.posts,
        row.indicator,
        row.done - after.done,
        row.waiting - after.waiting,
        row.lately - after.lately,
    )

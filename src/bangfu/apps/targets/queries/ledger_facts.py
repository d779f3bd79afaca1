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

from django.db.models import F, Q, QuerySet, Value
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


COLUMNS = ("whose", "group", "indicator", "done", "awaiting", "lately")
"""What every query of the ledger is asked for, in the order of :class:`Row`."""

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
    """The rows for sides and windows: one query, however many there are."""
    found = Read(stage, on, months)
    pairs = sorted(set(wanted), key=lambda pair: (pair[0], pair[1].starts_on, pair[1].ends_before))
    if stage.term is None or not pairs:
        return found
    month = month_of(on)
    counted = {pair: months_of(pair[1], term=stage.term, until=on) for pair in pairs}
    # On a month's last day nothing of it is still to come.
    sides = sorted({side for side, _window in pairs}) if on < month.last_day else []
    rest = Days(on + timedelta(days=1), month.ends_before)
    parts = _together(
        [_months(found, pair[0], counted[pair]) for pair in pairs]
        + [_entries(found, side, rest) for side in sides]
    )
    after = {side: parts[len(pairs) + number] for number, side in enumerate(sides)}
    for number, pair in enumerate(pairs):
        later = after.get(pair[0], []) if month.starts_on in counted[pair] else []
        found.rows[pair] = _by_indicator(parts[number], later)
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


def _together(queries: Sequence[QuerySet[Any, Any]]) -> list[list[Row]]:
    """The rows of each query, all asked for in one statement."""
    first, *others = [
        query.annotate(part=Value(number)).values_list("part", *COLUMNS)
        for number, query in enumerate(queries)
    ]
    parts: list[list[Row]] = [[] for _query in queries]
    for part, *values in first.union(*others, all=True):
        parts[part].append(_row(values))
    return parts


def _months(read: Read, side: str, months: Days) -> QuerySet[Any, Any]:
    """Sums of whole months."""
    found = MonthSum.objects.filter(
        programme=read.stage.programme,
        month__gte=months.starts_on,
        month__lt=months.ends_before,
    )
    summed: QuerySet[Any, Any] = _seen(found, read.stage, side, "").annotate(
        done=Added("confirmed"),
        awaiting=Added("waiting"),
        lately=Added("confirmed", filter=Q(month__gt=read.since), default=Decimal(0)),
    )
    return summed


def _entries(read: Read, side: str, days: Days) -> QuerySet[Any, Any]:
    """Sums of the entries of some days within the day's own month, all of it of late."""
    entries = Activity.objects.counted().filter(
        programme=read.stage.programme,
        happened_on__gte=days.starts_on,
        happened_on__lt=days.ends_before,
    )
    confirmed = Q(activity__state=Activity.State.CONFIRMED)
    done = Added("amount", filter=confirmed, default=Decimal(0))
    found = Figure.objects.filter(activity__in=entries)
    summed: QuerySet[Any, Any] = _seen(found, read.stage, side, "activity__").annotate(
        done=done,
        awaiting=Added("amount", filter=~confirmed, default=Decimal(0)),
        lately=done,
    )
    return summed


def _seen(found: QuerySet[Any], stage: Stage, side: str, path: str) -> QuerySet[Any, Any]:
    """What concerns institutions in reach, grouped by institution, post group and indicator.

    ``path`` leads from a row to the columns ``host``, ``giver`` and ``posts``.
    """
    if stage.whole:
        found = found.exclude(**{f"{path}{side}": None})
    else:
        own = [member.pk for member in stage.members]
        found = found.filter(**{f"{path}{side}__in": own})
    placed = found.order_by().annotate(whose=F(f"{path}{side}"), group=F(f"{path}posts"))
    grouped: QuerySet[Any, Any] = placed.values("whose", "group", "indicator")
    return grouped


def _by_indicator(rows: Iterable[Row], after: Iterable[Row]) -> Rows:
    """Rows by indicator, without what came after the day."""
    taken = {(row.institution, row.posts, row.indicator): row for row in after}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        later = taken.get((row.institution, row.posts, row.indicator))
        found[row.indicator].append(_less(row, later))
    return found


def _row(values: Sequence[Any]) -> Row:
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

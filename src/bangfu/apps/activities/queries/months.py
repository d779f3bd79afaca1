"""Which months of which ledgers can be locked, and which are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, LockedMonth
from bangfu.apps.programmes.models import Programme
from bangfu.core.months import month_start

from .reach import CLOSE

SHOWN = 12
"""Months that are over are offered for a year."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of a programme's ledger."""

    month: date
    entries: int
    waiting: int
    locked_by: str
    locked_at: datetime | None

    @property
    def last_day(self) -> date:
        """The month's last day, for the list that is opened."""
        return month_start(self.month, later=1) - timedelta(days=1)

    @property
    def is_locked(self) -> bool:
        """Whether nothing in it may change."""
        return self.locked_at is not None


@dataclass(frozen=True, slots=True)
class Reopened:
    """A month that was locked and opened again."""

    month: date
    reason: str
    by: str
    at: datetime


def lockable_by(user: User) -> QuerySet[Programme]:
    """Programmes whose ledger somebody may lock: those of the areas they administer."""
    return Programme.objects.filter(user.scope_of(CLOSE).filter(area="area_code")).order_by("code")


def month_rows(programme: Programme, *, on: date) -> list[MonthRow]:
    """Months that are over, the last first, with what still waits in them; in two queries."""
    months = list(_over(programme, on))
    if not months:
        return []
    locked = {
        row.month: row
        for row in LockedMonth.objects.standing()
        .filter(programme=programme)
        .select_related("locked_by")
    }
    counted = (
        Activity.objects.counted()
        .filter(programme=programme, happened_on__gte=months[-1])
        .values_list(TruncMonth("happened_on"))
        .annotate(entries=Count("pk"), waiting=Count("pk", filter=Q(state="recorded")))
        .order_by()
    )
    found = {month: (entries, waiting) for month, entries, waiting in counted}
    return [
        MonthRow(
            month,
            *found.get(month, (0, 0)),
            str(held.locked_by or "") if (held := locked.get(month)) else "",
            held.locked_at if held else None,
        )
        for month in months
    ]


def reopened(programme: Programme) -> Sequence[Reopened]:
    """Months that were opened again, the latest first."""
    rows = LockedMonth.objects.filter(programme=programme, reopened_at__isnull=False)
    return [
        Reopened(row.month, row.reason, str(row.reopened_by or ""), row.reopened_at)
        for row in rows.select_related("reopened_by").order_by("-reopened_at")[:SHOWN]
        if row.reopened_at
    ]


def _over(programme: Programme, on: date) -> list[date]:
    first = month_start(programme.starts_on) if programme.starts_on else date.min
    month, found = month_start(on), []
    for _number in range(SHOWN):
        month = month_start(month, later=-1)
        if month < first:
            break
        if programme.ends_before is None or month < programme.ends_before:
            found.append(month)
    return found

"""Which months there is something of."""

from datetime import date

from django.db.models import Max, Min

from bangfu.apps.activities.models import MonthSum
from bangfu.apps.capacity.models import Item
from bangfu.apps.indicators.models import Filling, Snapshot, Statistic
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.core.indicators import month_number


def earliest_month() -> int | None:
    """The first month of which anything is on record: five queries, for the command line."""
    days: list[date | None] = [
        Posting.objects.aggregate(day=Min("starts_on"))["day"],
        Need.objects.aggregate(day=Min("starts_on"))["day"],
        MonthSum.objects.aggregate(day=Min("month"))["day"],
        Item.objects.aggregate(day=Min("begun_on"))["day"],
    ]
    found = [month_number(day) for day in days if day]
    reported = Statistic.objects.aggregate(month=Min("first"))["month"]
    return min([*found, *([reported] if reported else [])], default=None)


def filled_months() -> tuple[int, int] | None:
    """The first and the last month with a snapshot; nothing where none was filled: one query."""
    row = Snapshot.objects.aggregate(first=Min("month"), last=Max("month"))
    return (row["first"], row["last"]) if row["first"] else None


def last_filling() -> Filling | None:
    """The latest filling, for "as of"."""
    return Filling.objects.order_by("-filled_at").first()

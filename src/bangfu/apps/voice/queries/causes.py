"""Why requests came, by quarter: each figure with the filter that shows its rows."""

from datetime import date, timedelta

from django.db.models import Count, Q

from bangfu.apps.accounts.models import User
from bangfu.core.voice import settings
from bangfu.web.wording import in_own_language

from .reach import visible_to

Row = tuple[str, int, int, str]
"""What the cause is called, how many this quarter and the one before, and its code."""


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of a day's quarter, and that of the next."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = (first + timedelta(days=100)).replace(day=1)
    return first, after


def cause_rows(user: User, *, first: date) -> list[Row]:
    """Causes of the answers to what was asked in a quarter, the most frequent first: one query."""
    before, _first = quarter_of(first - timedelta(days=1))
    _same, after = quarter_of(first)
    found = visible_to(user).counted().exclude(cause="").filter(asked_on__gte=before)
    sums = (
        found.filter(asked_on__lt=after)
        .order_by()
        .values("cause")
        .annotate(
            now=Count("pk", filter=Q(asked_on__gte=first)),
            earlier=Count("pk", filter=Q(asked_on__lt=first)),
        )
    )
    held = settings.shipped()
    rows = [
        (in_own_language(held.cause(one["cause"])), one["now"], one["earlier"], one["cause"])
        for one in sums
    ]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[3]))

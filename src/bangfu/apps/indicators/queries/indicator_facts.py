"""Statistics that offices reported, laid out as facts over their months."""

from collections.abc import Iterator
from datetime import date, timedelta

from bangfu.apps.indicators.models import Statistic
from bangfu.core.indicators.facts import (
    HOST,
    HUNDREDTHS,
    Fact,
    month_number,
    months_between,
    months_on,
)
from bangfu.core.indicators.gathering import Gathering, Owner
from bangfu.core.indicators.settings import Span, statistics
from bangfu.core.programmes.vocabulary import Unit

STANDS_MONTHS = 12
"""A stock stands so many months after the last one it was reported for, unless another follows."""


def statistic_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """A flow in the last month of its stretch, a stock in every month it stands: one query."""
    found = Gathering("statistics")
    since, until = month_number(first), month_number(ends_before - timedelta(days=1))
    taken: set[tuple[str, str, str, int]] = set()
    rows = Statistic.objects.standing().select_related("institution").filter(first__lte=until)
    # The newest report of a stock first: it takes its months, older ones what is left of theirs.
    for row in rows.order_by("-last", "-pk"):
        item = statistics().get(row.item)
        if item is None:
            continue
        code = row.institution.code if row.institution else ""
        whole = HUNDREDTHS if item.unit is Unit.YUAN else 1
        for month in _months(row, item.span, until=until):
            key = (row.item, code, row.area_code, month)
            if month < since or key in taken:
                continue
            taken.add(key)
            owner = Owner(HOST, code, row.area_code, "", month)
            found.add(owner, row.item, amount=int(row.amount * whole))
    return found.facts()


def _months(row: Statistic, span: Span, *, until: int) -> Iterator[int]:
    if span is Span.OVER:
        return iter([row.last] if row.last <= until else [])
    return months_between(row.first, min(until, months_on(row.last, STANDS_MONTHS)))

"""What completion hands over to indicators: postings that ended, and those handed over."""

from collections.abc import Iterator
from datetime import date, timedelta

from bangfu.apps.postings.models import Posting
from bangfu.core.indicators.facts import GIVER, HOST, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner


def handover_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Postings that began and ended in whole months until a day, and whether handed over."""
    found = Gathering("promises")
    until = min(ends_before, on + timedelta(days=1))
    # The first day no longer served is one after the last.
    rows = Posting.objects.filter(
        arrived_on__isnull=False,
        ends_before__gt=first,
        ends_before__lte=until,
    )
    for host, host_area, home, home_area, code, ends, handed in rows.order_by().values_list(
        "host__code",
        "host__area_code",
        "home__code",
        "home__area_code",
        "programme__code",
        "ends_before",
        "handed_over_on",
    ):
        month = month_number(ends - timedelta(days=1))
        in_time = handed is not None and handed <= ends
        for owner in (
            Owner(HOST, host, host_area, code, month),
            Owner(GIVER, home, home_area, code, month),
        ):
            found.add(owner, "handover", due=1, kept=int(handed is not None), in_time=int(in_time))
    return found.facts()

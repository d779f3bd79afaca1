"""What public requests hand over to indicators: due, answered, answered in time, by month."""

from collections.abc import Iterator
from datetime import date

from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries.fact_owners import with_owners
from bangfu.core.indicators.facts import Fact
from bangfu.core.indicators.gathering import Gathering

from .facts import request_facts


def voice_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Requests that came by the codes of programmes, programme by programme."""
    found = Gathering("promises")
    rows = [
        (programme, row)
        for programme in Programme.objects.filter(ask_codes__isnull=False).distinct()
        for row in request_facts(
            starts_on=first, ends_before=ends_before, on=on, programme=programme.code
        )
    ]
    for owner, row in with_owners(rows):
        found.add(owner, "request", due=row.due, kept=row.kept, in_time=row.in_time)
    return found.facts()

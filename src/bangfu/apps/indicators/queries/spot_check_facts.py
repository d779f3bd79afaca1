"""Spot checks as facts: what ``spotchecks`` tells by institution and month, on its side."""

from collections.abc import Iterator
from datetime import date

from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries.fact_owners import with_owners
from bangfu.apps.spotchecks.queries.facts import SpotFact, spot_facts
from bangfu.core.indicators.facts import Fact
from bangfu.core.indicators.gathering import Gathering, Owner


def spot_check_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Checks, people looked for, findings and their terms, programme by programme."""
    found = Gathering("promises")
    rows = [
        (programme, row)
        for programme in Programme.objects.filter(draws__isnull=False).distinct()
        for row in spot_facts(
            starts_on=first, ends_before=ends_before, on=on, programme=programme.code
        )
    ]
    for owner, row in with_owners(rows):
        _add(found, owner, row)
    return found.facts()


def _add(found: Gathering, owner: Owner, row: SpotFact) -> None:
    found.add(owner, "check", due=row.checks)
    found.add(owner, "seen", due=row.people, kept=row.people - row.off_post)
    found.add(owner, "found", due=row.findings)
    found.add(owner, "finding", due=row.due, kept=row.in_time, in_time=row.in_time)

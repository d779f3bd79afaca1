"""Spot checks as facts: what ``spotchecks`` tells by institution and month, on its side."""

from collections.abc import Iterator
from datetime import date

from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks.queries.facts import SpotFact, spot_facts
from bangfu.core.indicators.facts import GIVER, HOST, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner
from bangfu.core.programmes.vocabulary import PartyRole


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
    codes = {row.institution for _programme, row in rows}
    areas = dict(Institution.objects.filter(code__in=codes).values_list("code", "area_code"))
    hosts = set(
        Party.objects.filter(role=PartyRole.HOST.value)
        .order_by()
        .values_list("programme", "institution__code")
    )
    for programme, row in rows:
        side = HOST if (programme.pk, row.institution) in hosts else GIVER
        owner = Owner(
            side, row.institution, areas[row.institution], programme.code, month_number(row.month)
        )
        _add(found, owner, row)
    return found.facts()


def _add(found: Gathering, owner: Owner, row: SpotFact) -> None:
    found.add(owner, "check", due=row.checks)
    found.add(owner, "seen", due=row.people, kept=row.people - row.off_post)
    found.add(owner, "found", due=row.findings)
    found.add(owner, "finding", due=row.due, kept=row.in_time, in_time=row.in_time)

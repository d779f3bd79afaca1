"""What public requests hand over to indicators: due, answered, answered in time, by month."""

from collections.abc import Iterator
from datetime import date

from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.indicators.facts import GIVER, HOST, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner
from bangfu.core.programmes.vocabulary import PartyRole

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
    codes = {row.institution for _programme, row in rows}
    areas = dict(Institution.objects.filter(code__in=codes).values_list("code", "area_code"))
    hosts = set(
        Party.objects.filter(role=PartyRole.HOST.value)
        .order_by()
        .values_list("programme", "institution__code")
    )
    for programme, row in rows:
        side = HOST if (programme.pk, row.institution) in hosts else GIVER
        place, month = areas[row.institution], month_number(row.month)
        owner = Owner(side, row.institution, place, programme.code, month)
        found.add(owner, "request", due=row.due, kept=row.kept, in_time=row.in_time)
    return found.facts()

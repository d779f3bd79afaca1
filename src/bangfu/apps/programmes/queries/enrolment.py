"""Which institutions of the registry a definition's party means, and which are not in yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.parties import NamedInstitution, Selection
from bangfu.core.programmes.parties import Party as StatedParty
from bangfu.web.scope import below

from .reading import definition_of

LARGEST = 500
"""Institutions offered at once; a nation's programme enrols by file."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A party of the definition with the institutions that fit it and are not in yet."""

    party: StatedParty
    institutions: tuple[Institution, ...]
    enrolled: int
    unnamed: tuple[str, ...]


def offer_of(programme: Programme, code: str, *, on: date) -> Offer | None:
    """What can be enrolled for a party on a day; nothing where the definition has no such party.

    ``unnamed`` are the names the definition gives that the registry does not know.
    """
    stated = definition_of(programme).parties
    party = stated.by_code(code) if stated else None
    if party is None:
        return None
    taking_part = Party.objects.filter(programme=programme, role=party.role.value).on(on)
    fitting = fitting_institutions(party, on=on)
    found = fitting.exclude(pk__in=taking_part.values("institution"))
    known = set(fitting.values_list("name", flat=True)) if party.institutions else set()
    return Offer(
        party=party,
        institutions=tuple(found.order_by("area_code", "-level", "code")[:LARGEST]),
        enrolled=taking_part.filter(party_code=code).count(),
        unnamed=tuple(
            named.title.zh
            for named in party.institutions
            if not named.registered and named.title.zh not in known
        ),
    )


def fitting_institutions(party: StatedParty, *, on: date) -> QuerySet[Institution]:
    """Institutions that a party names or selects and that exist on a day."""
    wanted = Q(pk__in=[])
    for named in party.institutions:
        wanted |= _named(named)
    if party.selects:
        wanted |= _selected(party.selects)
    return Institution.objects.valid_on(on).filter(wanted)


def _named(named: NamedInstitution) -> Q:
    if named.registered:
        return Q(code=named.registered)
    return Q(name=named.title.zh)


def _selected(chosen: Selection) -> Q:
    found = Q()
    if chosen.levels:
        found &= Q(level__in=[level.number for level in chosen.levels])
    if chosen.categories:
        found &= Q(category__in=[category.value for category in chosen.categories])
    if chosen.area is not None:
        found &= below("area_code", chosen.area)
    if chosen.weak is not None:
        found &= Q(is_weak=chosen.weak)
    return found

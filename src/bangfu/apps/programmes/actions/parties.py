"""Institutions that join a programme and leave it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Pairing, Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.refusal import Refusal
from bangfu.web.wording import day


class PartyUnknown(Refusal):
    """The definition in force has no such party, or gives it another role."""


class PartyRepeated(Refusal):
    """The institution takes part in that role in those days already."""


class InstitutionClosed(Refusal):
    """The institution does not exist in those days."""


class DaysReversed(Refusal):
    """The last day lies before the first."""


class PartyLeft(Refusal):
    """The institution has left the programme already."""


class StillPaired(Refusal):
    """A pairing of the institution runs on after the day it would leave."""


def add_party(
    *,
    programme: Programme,
    institution: Institution,
    role: str,
    starts_on: date,
    by: User | None,
    party_code: str = "",
    ends_before: date | None = None,
) -> Party:
    """Have an institution take part; raises as :func:`add_parties`."""
    party = Party(
        programme=programme,
        institution=institution,
        role=role,
        party_code=party_code,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    return add_parties(parties=[party], by=by)[0]


@transaction.atomic
def add_parties(*, parties: Sequence[Party], by: User | None) -> list[Party]:
    """Have several institutions take part, given as unsaved rows: all of them, or none.

    ``party_code`` names the party of the definition they belong to, where it names one. Raises
    ``PartyUnknown``, ``DaysReversed``, ``InstitutionClosed`` or ``PartyRepeated``.
    """
    for programme in hold(parties):
        _refuse_unknown(programme, [one for one in parties if one.programme_id == programme.pk])
    for party in parties:
        refuse_reversed(party.starts_on, party.ends_before)
        _refuse_closed(party)
    _refuse_repeated(parties)
    added = Party.objects.bulk_create(parties, batch_size=500)
    journal.record_many(
        actor=by,
        events=[
            _event("party.added", party, role=party.role, starts_on=party.starts_on)
            for party in added
        ],
    )
    return added


@transaction.atomic
def end_party(*, party: Party, ends_before: date, by: User | None) -> Party:
    """Have an institution leave; ``ends_before`` is the first day it no longer takes part.

    Raises ``PartyLeft``, ``DaysReversed`` or ``StillPaired``.
    """
    hold([party])
    leaving = Party.objects.select_related("programme", "institution").get(pk=party.pk)
    if leaving.ends_before and leaving.ends_before <= ends_before:
        raise PartyLeft(
            zh=f"“{leaving.institution}”已于{day(leaving.ends_before)}退出，无须重复办理。",
            en=f"{leaving.institution} has left from {leaving.ends_before} already.",
        )
    refuse_reversed(leaving.starts_on, ends_before)
    pairings = Pairing.objects.filter(programme=leaving.programme).of(leaving.institution)
    if running := pairings.overlapping(ends_before, None).first():
        raise StillPaired(
            zh=f"结对关系“{running}”在{day(ends_before)}之后仍有效，请先办理终止或接续。",
            en=f"The pairing {running} runs on after {ends_before}; end or replace it first.",
        )
    leaving.ends_before = ends_before
    leaving.save(update_fields=["ends_before"])
    journal.record_many(actor=by, events=[_event("party.ended", leaving, ends_before=ends_before)])
    return leaving


def hold(rows: Sequence[Party | Pairing]) -> list[Programme]:
    """The programmes of some rows, held in one order until the transaction ends."""
    wanted = {row.programme_id for row in rows}
    return list(Programme.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def refuse_reversed(starts_on: date, ends_before: date | None) -> None:
    """Raise ``DaysReversed`` where a stretch of days has no day."""
    if ends_before is not None and ends_before <= starts_on:
        raise DaysReversed(
            zh=f"最后一天不能早于{day(starts_on)}，请核对日期。",
            en=f"The last day cannot be before {starts_on}; check the days.",
        )


def _refuse_unknown(programme: Programme, joining: Sequence[Party]) -> None:
    stated = definition_of(programme).parties if programme.editions.exists() else None
    known = {party.code: party.role for party in stated.members} if stated else {}
    roles = {role.value for role in PartyRole}
    for party in joining:
        if party.role not in roles:
            raise PartyUnknown(
                zh=f"没有“{party.role}”这一角色；可用的有：{'、'.join(sorted(roles))}。",
                en=f"There is no role {party.role}; known are {', '.join(sorted(roles))}.",
            )
        if party.party_code and known.get(party.party_code) != party.role:
            raise PartyUnknown(
                zh=f"现行方案中没有角色为“{PartyRole.of(party.role).zh}”的参与方“{party.party_code}”；"
                f"可用的有：{'、'.join(known)}。",
                en=f"The definition in force has no party {party.party_code} with the role "
                f"{party.role}; known are {', '.join(known)}.",
            )


def _refuse_closed(party: Party) -> None:
    closes = party.institution.valid_to
    if closes is not None and closes <= party.starts_on:
        raise InstitutionClosed(
            zh=f"“{party.institution}”已于{day(closes)}撤销，不能自{day(party.starts_on)}起参加。",
            en=f"{party.institution} was closed on {closes} and cannot join on {party.starts_on}.",
        )


def _refuse_repeated(joining: Sequence[Party]) -> None:
    standing = list(
        Party.objects.filter(
            programme__in={party.programme_id for party in joining},
            institution__in={party.institution_id for party in joining},
        )
    )
    seen: dict[tuple[int, int, str], list[Party]] = {}
    for party in (*standing, *joining):
        same = seen.setdefault((party.programme_id, party.institution_id, party.role), [])
        if party.pk is None and any(other.overlaps(party) for other in same):
            raise PartyRepeated(
                zh=f"“{party.institution}”在该时段已以“{PartyRole.of(party.role).zh}”身份参加，"
                "无须重复登记。",
                en=f"{party.institution} takes part as {party.role} in those days already.",
            )
        same.append(party)


def _event(verb: str, party: Party, **facts: object) -> Event:
    return Event(
        verb,
        party,
        area_code=party.institution.area_code,
        institution_code=party.institution.code,
        programme=party.programme.code,
        facts=facts,
    )

"""Senders tied to hosts: opened, ended, replaced without a gap; departments within a pairing."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import DepartmentPair, Pairing, Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Department, Institution
from bangfu.core.programmes.quota_rules import Paired
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.refusal import Refusal
from bangfu.web.wording import day

from .parties import hold, refuse_reversed


class NotAParty(Refusal):
    """One of the two does not take part in that role in those days."""


class PairingOverlaps(Refusal):
    """The same two are paired in those days already."""


class PartnerTaken(Refusal):
    """The programme pairs one to one, and one of the two has another partner in those days."""


class PairingEnded(Refusal):
    """The pairing has ended already."""


class GapBetweenPairings(Refusal):
    """The successor begins after the pairing ends: there would be days without a partner."""


class DepartmentElsewhere(Refusal):
    """A department does not belong to the institution it is paired for."""


def open_pairing(
    *,
    programme: Programme,
    sender: Institution,
    host: Institution,
    starts_on: date,
    by: User | None,
    ends_before: date | None = None,
) -> Pairing:
    """Tie a sender to a host; raises as :func:`open_pairings`."""
    pairing = Pairing(
        programme=programme,
        sender=sender,
        host=host,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    return open_pairings(pairings=[pairing], by=by)[0]


@transaction.atomic
def open_pairings(*, pairings: Sequence[Pairing], by: User | None) -> list[Pairing]:
    """Tie several senders to hosts, given as unsaved rows: all of them, or none.

    Raises ``DaysReversed``, ``NotAParty``, ``PairingOverlaps`` or ``PartnerTaken``.
    """
    for programme in hold(pairings):
        _refuse_impossible(programme, [p for p in pairings if p.programme_id == programme.pk])
    opened = Pairing.objects.bulk_create(pairings, batch_size=500)
    journal.record_many(
        actor=by,
        events=[
            _event("pairing.opened", pairing, starts_on=pairing.starts_on) for pairing in opened
        ],
    )
    return opened


@transaction.atomic
def end_pairing(
    *, pairing: Pairing, ends_before: date, by: User | None, successor: Pairing | None = None
) -> Pairing:
    """End a pairing; ``ends_before`` is the first day the two are no longer paired.

    ``successor`` is the pairing that takes its place, where there is one. Raises ``PairingEnded``,
    ``DaysReversed`` or ``GapBetweenPairings``.
    """
    hold([pairing])
    ending = Pairing.objects.select_related("programme", "sender", "host").get(pk=pairing.pk)
    if ending.replaced_by_id or (ending.ends_before and ending.ends_before <= ends_before):
        raise PairingEnded(
            zh=f"结对关系“{ending}”已于{day(ending.ends_before)}终止，无须重复办理。",
            en=f"The pairing {ending} has ended on {ending.ends_before} already.",
        )
    refuse_reversed(ending.starts_on, ends_before)
    if successor and successor.starts_on > ends_before:
        raise GapBetweenPairings(
            zh=f"接续的结对自{day(successor.starts_on)}起，晚于终止日{day(ends_before)}，"
            "中间会出现空档，请调整日期。",
            en=f"The successor begins on {successor.starts_on}, after the end on {ends_before}; "
            "move the days so that there is no gap.",
        )
    ending.ends_before, ending.replaced_by = ends_before, successor
    ending.save(update_fields=["ends_before", "replaced_by"])
    facts: dict[str, object] = {"ends_before": ends_before}
    if successor:
        facts["successor"] = str(successor)
    journal.record_many(actor=by, events=[_event("pairing.ended", ending, **facts)])
    return ending


@transaction.atomic
def replace_pairing(
    *,
    pairing: Pairing,
    on: date,
    by: User | None,
    sender: Institution | None = None,
    host: Institution | None = None,
    ends_before: date | None = None,
) -> Pairing:
    """Change a partner on a day: the old pairing ends and the new one begins on it.

    Who is not named stays. Raises as :func:`open_pairing` and :func:`end_pairing`.
    """
    ended = end_pairing(pairing=pairing, ends_before=on, by=by)
    opened = open_pairing(
        programme=ended.programme,
        sender=sender or ended.sender,
        host=host or ended.host,
        starts_on=on,
        ends_before=ends_before,
        by=by,
    )
    Pairing.objects.filter(pk=ended.pk).update(replaced_by=opened)
    return opened


@transaction.atomic
def pair_departments(
    *,
    pairing: Pairing,
    sender_department: Department,
    host_department: Department,
    by: User | None,
) -> DepartmentPair:
    """Pair a department of the sender with one of the host; once is enough.

    Raises ``DepartmentElsewhere``.
    """
    for department, institution in (
        (sender_department, pairing.sender),
        (host_department, pairing.host),
    ):
        if department.institution_id != institution.pk:
            raise DepartmentElsewhere(
                zh=f"“{department}”不是“{institution}”的科室，请重新选择。",
                en=f"{department} is not a department of {institution}; choose another.",
            )
    pair, is_new = DepartmentPair.objects.get_or_create(
        pairing=pairing, sender_department=sender_department, host_department=host_department
    )
    if is_new:
        names = {"sender": sender_department.name, "host": host_department.name}
        journal.record_many(actor=by, events=[_event("pairing.departments", pairing, **names)])
    return pair


def _refuse_impossible(programme: Programme, opening: Sequence[Pairing]) -> None:
    stated = definition_of(programme).dispatch if programme.editions.exists() else None
    one_to_one = any(
        isinstance(rule, Paired) and rule.one_to_one for rule in (stated.rules if stated else ())
    )
    parties = list(Party.objects.filter(programme=programme))
    standing = list(Pairing.objects.filter(programme=programme).select_related("sender", "host"))
    for pairing in opening:
        refuse_reversed(pairing.starts_on, pairing.ends_before)
        _refuse_strangers(pairing, parties)
        _refuse_taken(pairing, [p for p in standing if p.overlaps(pairing)], one_to_one)
        standing.append(pairing)


def _refuse_strangers(pairing: Pairing, parties: Sequence[Party]) -> None:
    for institution, role in (
        (pairing.sender, PartyRole.SENDER),
        (pairing.host, PartyRole.HOST),
    ):
        taking_part = any(
            party.institution_id == institution.pk
            and party.role == role
            and party.includes(pairing.starts_on)
            for party in parties
        )
        if not taking_part:
            raise NotAParty(
                zh=f"“{institution}”在{day(pairing.starts_on)}不是本项目的{role.zh}，"
                "请先登记为参与单位。",
                en=f"{institution} is no {role.en} of the programme on {pairing.starts_on}; "
                "add it as a party first.",
            )


def _refuse_taken(pairing: Pairing, others: Sequence[Pairing], one_to_one: bool) -> None:
    for other in others:
        same_sender = other.sender_id == pairing.sender_id
        same_host = other.host_id == pairing.host_id
        if same_sender and same_host:
            raise PairingOverlaps(
                zh=f"“{other}”在该时段已经结对，无须重复登记。",
                en=f"{other} are paired in those days already.",
            )
        if one_to_one and (same_sender or same_host):
            taken = pairing.sender if same_sender else pairing.host
            raise PartnerTaken(
                zh=f"本项目要求一对一结对，“{taken}”在该时段已结对（{other}）；"
                "更换结对单位请办理接续。",
                en=f"The programme pairs one to one and {taken} is paired in those days "
                f"({other}); replace that pairing instead.",
            )


def _event(verb: str, pairing: Pairing, **facts: object) -> Event:
    return Event(
        verb,
        pairing,
        area_code=pairing.host.area_code,
        institution_code=pairing.host.code,
        programme=pairing.programme.code,
        facts=facts,
    )

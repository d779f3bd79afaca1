"""Programmes, their parties, pairings and editions as rows of lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import DepartmentPair, Edition, Pairing, Party, Programme
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language

from .reading import visible_to

ROWS = 50


@dataclass(frozen=True, slots=True)
class State:
    """Where a stretch of days stands today, in words with a tone."""

    words: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What the list of programmes is narrowed by; what is empty narrows nothing."""

    words: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme in a list."""

    code: str
    title: str
    area: str
    starts_on: date | None
    ends_before: date | None
    state: State
    senders: int
    hosts: int
    edition: int


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One institution that takes part."""

    pk: int
    institution: str
    area: str
    role: str
    starts_on: date
    ends_before: date | None
    state: State


@dataclass(frozen=True, slots=True)
class PairingRow:
    """One pairing with what followed it and the departments paired within it."""

    pk: int
    sender: str
    host: str
    starts_on: date
    ends_before: date | None
    state: State
    successor: str
    departments: tuple[str, ...]
    running: bool


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition: when and by whom adopted, and whether its text is still what was adopted."""

    number: int
    adopted_on: date
    adopted_by: str
    note: str
    digest: str
    intact: bool
    in_force: bool


def programme_rows(
    user: User, *, on: date, by: Narrowed, page: str | int | None = 1
) -> Leaf[ProgrammeRow]:
    """Programmes within reach, those that run first, then the newest."""
    reached = Programme.objects.filter(pk__in=visible_to(user).order_by().values("pk"))
    found = _narrowed(reached, by, on).annotate(
        senders=_institutions(PartyRole.SENDER, on),
        hosts=_institutions(PartyRole.HOST, on),
        edition=Subquery(
            Edition.objects.filter(programme=OuterRef("pk"))
            .order_by("-number")
            .values("number")[:1]
        ),
    )
    ordered = found.order_by(F("ends_before").desc(nulls_first=True), "code")
    leaf: Leaf[Any] = Paginator(ordered, ROWS).get_page(page)
    names = full_names(programme.area_code for programme in leaf)
    return Leaf([_row(row, names, on) for row in leaf], leaf.number, leaf.paginator)


def party_rows(programme: Programme, *, on: date, page: str | int | None = 1) -> Leaf[PartyRow]:
    """The institutions that take or took part, by role, those still in first."""
    found = Party.objects.filter(programme=programme).select_related("institution")
    ordered = found.order_by("role", F("ends_before").desc(nulls_first=True), "institution__code")
    leaf: Leaf[Any] = Paginator(ordered, ROWS).get_page(page)
    names = full_names(party.institution.area_code for party in leaf)
    rows = [
        PartyRow(
            pk=party.pk,
            institution=party.institution.name,
            area=names[party.institution.area_code],
            role=in_own_language(PartyRole.of(party.role).label),
            starts_on=party.starts_on,
            ends_before=party.ends_before,
            state=state_on(party.starts_on, party.ends_before, on),
        )
        for party in leaf
    ]
    return Leaf(rows, leaf.number, leaf.paginator)


def pairing_rows(programme: Programme, *, on: date, page: str | int | None = 1) -> Leaf[PairingRow]:
    """Pairings, those that hold first, then the newest."""
    departments = DepartmentPair.objects.select_related("sender_department", "host_department")
    found = (
        Pairing.objects.filter(programme=programme)
        .select_related("sender", "host", "replaced_by__sender", "replaced_by__host")
        .prefetch_related(Prefetch("departments", departments))
        .order_by(F("ends_before").desc(nulls_first=True), "-starts_on", "pk")
    )
    leaf: Leaf[Any] = Paginator(found, ROWS).get_page(page)
    rows = [_pairing_row(pairing, on) for pairing in leaf]
    return Leaf(rows, leaf.number, leaf.paginator)


def edition_rows(programme: Programme) -> list[EditionRow]:
    """Every edition, the newest first."""
    editions = list(programme.editions.select_related("adopted_by"))
    newest = max((edition.number for edition in editions), default=0)
    return [
        EditionRow(
            number=edition.number,
            adopted_on=edition.adopted_on,
            adopted_by=str(edition.adopted_by) if edition.adopted_by else _("系统"),
            note=edition.note,
            digest=edition.digest,
            intact=edition.is_intact,
            in_force=edition.number == newest,
        )
        for edition in editions
    ]


def party_counts(programme: Programme, *, on: date) -> dict[str, int]:
    """How many institutions take part in each role on a day."""
    counted = Party.objects.filter(programme=programme).on(on).order_by().values("role")
    return dict(
        counted.annotate(found=Count("institution", distinct=True)).values_list("role", "found")
    )


def state_on(starts_on: date | None, ends_before: date | None, on: date) -> State:
    """Whether a stretch of days is to come, runs, or is over."""
    if starts_on is None:
        return State(_("未定期限"), "neutral")
    if on < starts_on:
        return State(_("未开始"), "info")
    if ends_before is not None and on >= ends_before:
        return State(_("已结束"), "neutral")
    return State(_("进行中"), "ok")


def _narrowed(found: QuerySet[Programme], by: Narrowed, on: date) -> QuerySet[Programme]:
    if by.words:
        named = Q(title_zh__icontains=by.words) | Q(title_en__icontains=by.words)
        found = found.filter(named | Q(code__icontains=by.words))
    over = Q(ends_before__lte=on)
    match by.state:
        case "running":
            return found.filter(~over, Q(starts_on__lte=on) | Q(starts_on__isnull=True))
        case "to_come":
            return found.filter(starts_on__gt=on)
        case "over":
            return found.filter(over)
    return found


def _institutions(role: PartyRole, on: date) -> Subquery:
    taking_part = Party.objects.on(on).filter(programme=OuterRef("pk"), role=role.value)
    counted = (
        taking_part.order_by()
        .values("programme")
        .annotate(found=Count("institution", distinct=True))
    )
    return Subquery(counted.values("found"), output_field=IntegerField())


def _row(programme: Any, names: dict[str, str], on: date) -> ProgrammeRow:
    return ProgrammeRow(
        code=programme.code,
        title=programme.title,
        area=names[programme.area_code] or _("全国"),
        starts_on=programme.starts_on,
        ends_before=programme.ends_before,
        state=state_on(programme.starts_on, programme.ends_before, on),
        senders=programme.senders or 0,
        hosts=programme.hosts or 0,
        edition=programme.edition or 0,
    )


def _pairing_row(pairing: Pairing, on: date) -> PairingRow:
    pairs: Iterable[DepartmentPair] = pairing.departments.all()
    return PairingRow(
        pk=pairing.pk,
        sender=pairing.sender.name,
        host=pairing.host.name,
        starts_on=pairing.starts_on,
        ends_before=pairing.ends_before,
        state=state_on(pairing.starts_on, pairing.ends_before, on),
        successor=str(pairing.replaced_by) if pairing.replaced_by else "",
        departments=tuple(str(pair) for pair in pairs),
        running=pairing.ends_before is None or on < pairing.ends_before,
    )

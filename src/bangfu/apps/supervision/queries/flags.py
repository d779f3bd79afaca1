"""The movable flag: which programmes ask for one, who holds it, how often running."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Subquery

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import decoded, definition_of
from bangfu.apps.supervision.models import FlagHandover
from bangfu.core.duty.days import Days
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.tasks.flag import running
from bangfu.core.tasks.periods import cycle_of, period_before
from bangfu.web.wording import in_own_language

from .reach import programmes_of

UNITS = (PartyRole.MEMBER, PartyRole.SENDER, PartyRole.HOST)
"""Parties whose institutions may hold a flag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """One hand-over: who had it, who got it, by what, and how often running."""

    group: str
    period: Days
    holder: str
    holder_before: str
    on: date
    basis: str
    running: int


@dataclass(frozen=True, slots=True)
class Group:
    """Units that compete for one flag; ``awaited`` where its last period has no holder."""

    code: str
    title: str
    awaited: bool


def with_flag(user: User) -> list[Programme]:
    """Programmes in reach whose definition in force asks for a movable flag: one query."""
    return asking(with_digest(user))


def with_digest(user: User) -> list[Any]:
    """Programmes in reach, each with the ``digest`` of its definition in force: one query."""
    newest = Edition.objects.filter(programme=OuterRef("pk")).order_by("-number")
    return list(programmes_of(user).annotate(digest=Subquery(newest.values("digest")[:1])))


def asking(programmes: Iterable[Any]) -> list[Programme]:
    """Those of some programmes, as given by :func:`with_digest`, that ask for a movable flag.

    A text is read once per digest, so that a page does not carry every definition.
    """
    return [one for one in programmes if one.digest and _asks(one.digest)]


def title_of(programme: Programme) -> str:
    """What the programme calls its flag."""
    appraisal = definition_of(programme).appraisal
    return in_own_language(appraisal.flag.title) if appraisal and appraisal.flag else ""


def period_due(programme: Programme, *, on: date) -> Days:
    """The last period that is over."""
    appraisal = definition_of(programme).appraisal
    if appraisal is None or appraisal.flag is None:
        raise ValueError(f"{programme.code} has no flag")
    return period_before(on, cycle_of(appraisal.flag.per))


def groups_of(programme: Programme, *, on: date) -> list[Group]:
    """The parties of a definition that units belong to, each with one flag: two queries."""
    stated = definition_of(programme).parties
    taking_part = set(programme.parties.on(on).values_list("party_code", flat=True))
    period = period_due(programme, on=on)
    given = set(
        FlagHandover.objects.filter(programme=programme, starts_on=period.starts_on).values_list(
            "group", flat=True
        )
    )
    return [
        Group(party.code, in_own_language(party.title), party.code not in given)
        for party in (stated.members if stated else ())
        if party.code in taking_part and party.role in UNITS
    ]


def flag_rows(programme: Programme) -> list[FlagRow]:
    """Every hand-over, the latest first: one query."""
    rows = list(
        FlagHandover.objects.filter(programme=programme)
        .select_related("holder")
        .order_by("group", "starts_on")
    )
    found: list[FlagRow] = []
    held: list[FlagHandover] = []
    for row in rows:
        if held and held[-1].group != row.group:
            held = []
        # A period in which nobody had the flag breaks the run.
        gap = bool(held) and held[-1].ends_before != row.starts_on
        before = held[-1].holder.name if held else ""
        held = [row] if gap else [*held, row]
        found.append(
            FlagRow(
                group=row.group_title,
                period=Days(row.starts_on, row.ends_before),
                holder=row.holder.name,
                holder_before=before,
                on=row.on,
                basis=row.basis,
                running=running([one.holder.code for one in held]),
            )
        )
    return sorted(found, key=lambda one: (one.period.starts_on, one.group), reverse=True)


@lru_cache(maxsize=512)
def _asks(digest: str) -> bool:
    edition = Edition.objects.filter(digest=digest).first()
    appraisal = decoded(edition).appraisal if edition else None
    return appraisal is not None and appraisal.flag is not None


def holders(rows: list[FlagRow]) -> list[FlagRow]:
    """Of each group the latest hand-over."""
    latest: dict[str, FlagRow] = {}
    for row in rows:
        latest.setdefault(row.group, row)
    return list(latest.values())

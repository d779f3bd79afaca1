"""The capacities in which an account may enter work: a posting, a unit's part, an area."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.recorded import definitions_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import Side
from bangfu.core.programmes import ActivityKind, Definition, shipped_kinds
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.web.scope import Scope

from .reach import RECORD

LATE = timedelta(days=92)
"""So long after a posting or a part in a programme ended its work may still be entered.

Assumption of the product: a quarter, within which reports are closed.
"""
ALONE = (PartyRole.MEMBER, PartyRole.BRANCH)
"""Who takes part by itself, neither helping nor helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One capacity in which an account enters work: a posting, a unit's part, an area's programme.

    ``code`` names it in an address. Of an area's programme ``role`` and ``institution`` are open.
    """

    code: str
    programme: Programme
    kinds: tuple[ActivityKind, ...]
    side: Side
    role: PartyRole | None = None
    institution: Institution | None = None
    posting: Posting | None = None
    areas: tuple[str, ...] = ()
    is_over: bool = False


def grounds_of(user: User, *, on: date) -> list[Ground]:
    """Every capacity in which an account may enter work on a day, those in force first.

    Four queries at most, however many there are; programmes without a ledger are left out.
    """
    scope = user.scope_of(RECORD)
    found = [
        *_own(scope, on=on),
        *_of_institutions(scope, on=on),
        *_of_areas(scope, on=on),
    ]
    definitions = definitions_of({ground.programme.pk for ground in found}) if found else {}
    kept = [_with_kinds(ground, definitions) for ground in found]
    return sorted((ground for ground in kept if ground.kinds), key=lambda ground: ground.is_over)


def chosen(grounds: Sequence[Ground], at: str) -> Ground | None:
    """The ground an address names; of one named by nobody, the only one in force."""
    if at:
        return next((ground for ground in grounds if ground.code == at), None)
    current = [ground for ground in grounds if not ground.is_over] or list(grounds)
    return current[0] if len(current) == 1 else None


def _own(scope: Scope, *, on: date) -> Iterator[Ground]:
    if scope.own is None:
        return
    served = Posting.objects.filter(worker__account=scope.own, starts_on__lte=on)
    rows = served.overlapping(on - LATE, on + timedelta(days=1))
    for row in rows.select_related("programme", "home", "host", "worker").order_by("-starts_on"):
        yield Ground(
            code=f"posting.{row.pk}",
            programme=row.programme,
            kinds=(),
            side=Side.GIVER,
            posting=row,
            is_over=row.ends_before <= on,
        )


def _of_institutions(scope: Scope, *, on: date) -> Iterator[Ground]:
    sides = {PartyRole.HOST: Side.HOST, PartyRole.SENDER: Side.GIVER}
    sides |= dict.fromkeys(ALONE, Side.GIVER)
    if not scope.institutions:
        return
    rows = parties_lately(on=on).filter(
        institution__code__in=scope.institutions, role__in=[role.value for role in sides]
    )
    seen = set()
    for row in rows.select_related("programme", "institution").order_by("programme", "role", "pk"):
        code = f"{row.programme.code}.{row.role}.{row.institution.code}"
        if code not in seen:
            seen.add(code)
            role = PartyRole.of(row.role)
            yield Ground(
                code=code,
                programme=row.programme,
                kinds=(),
                side=sides[role],
                role=role,
                institution=row.institution,
                is_over=not row.includes(on),
            )


def _of_areas(scope: Scope, *, on: date) -> Iterator[Ground]:
    if not scope.areas:
        return
    lookups = ("area_code", "parties__institution__area_code")
    inside = Programme.objects.filter(Scope(areas=scope.areas).filter(area=lookups))
    still = Q(ends_before__isnull=True) | Q(ends_before__gt=on - LATE)
    for row in inside.filter(still).distinct().order_by("code"):
        yield Ground(
            code=row.code,
            programme=row,
            kinds=(),
            side=Side.AUTHORITY,
            areas=scope.areas,
            is_over=row.ends_before is not None and row.ends_before <= on,
        )


def _with_kinds(ground: Ground, definitions: Mapping[int, Definition | None]) -> Ground:
    definition = definitions.get(ground.programme.pk)
    codes = definition.activities.kinds if definition and definition.activities else ()
    every = shipped_kinds()
    return replace(ground, kinds=tuple(every[code] for code in codes if code in every))


def parties_lately(*, on: date) -> QuerySet[Party]:
    still = Q(ends_before__isnull=True) | Q(ends_before__gt=on - LATE)
    return Party.objects.filter(still, starts_on__lte=on)

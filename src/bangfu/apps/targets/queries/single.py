"""What one target's page shows beside its figures: how it was shared out, what was reported."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Sum

from bangfu.apps.registry.models import Department
from bangfu.apps.targets.models import ReportedFigure, Sharing
from bangfu.core.targets import Balance, exact

from .board import Line
from .stage import Stage


def sharings(stage: Stage, key: str) -> list[Sharing]:
    """Every act of sharing a target out within reach, the newest first, with its parts."""
    own = [member.pk for member in stage.members]
    seen = Q(institution__in=own) if not stage.whole else Q()
    found = Sharing.objects.filter(seen, programme=stage.programme, target=key)
    return list(
        found.select_related("by", "institution").prefetch_related("parts__institution")[:50]
    )


def reported(stage: Stage, key: str) -> list[ReportedFigure]:
    """Every figure reported of a target within reach, those taken back too."""
    own = [member.pk for member in stage.members]
    seen = Q(institution__in=own) if not stage.whole else Q()
    found = ReportedFigure.objects.filter(seen, programme=stage.programme, target=key)
    return list(found.select_related("by", "institution", "withdrawn_by")[:50])


def standing_within(stage: Stage, key: str, institution: int) -> dict[tuple[str, str], Decimal]:
    """An institution's own parts by post group and department."""
    row = (
        Sharing.objects.standing()
        .filter(programme=stage.programme, target=key, institution=institution)
        .prefetch_related("parts")
        .first()
    )
    return {(p.posts, p.department): p.amount for p in row.parts.all()} if row else {}


def balance_of(stage: Stage, line: Line) -> Balance | None:
    """The parts of institutions against the whole, for what is shared out among them."""
    bound = line.whole.bound
    if bound is None or not stage.whole or not stage.is_shared_out(line.target):
        return None
    parts = [one.amount.bound.amount for one in line.members if one.amount.bound]
    return Balance(bound.amount, sum(parts, Fraction(0)))


def staff_of(institutions: Iterable[int]) -> Mapping[int, Fraction]:
    """Posts of staff by institution, from its departments: one query."""
    rows = Department.objects.filter(institution__in=list(institutions)).order_by()
    found = rows.values_list("institution").annotate(Sum("staff"))
    return {pk: exact(staff) for pk, staff in found}

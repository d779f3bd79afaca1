"""What may be chosen when a branch is set: departments, units to join, branches to go into."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, Coverage, Seat
from bangfu.apps.registry.models import Department, Institution

from .reach import changeable_by, institutions_for

OFFERED = 200
"""So many institutions stand in a select at most."""


def free_departments(places: Sequence[int], *, branch: Branch | None) -> QuerySet[Department]:
    """Departments no other branch covers, and those the branch itself covers."""
    taken = Coverage.objects.filter(department=OuterRef("pk"), ends_before__isnull=True)
    if branch is not None:
        taken = taken.exclude(branch=branch)
    found = Department.objects.filter(~Exists(taken), institution__in=places)
    return found.order_by("institution", "subject_code", "name")


def present_places(branch: Branch) -> list[Institution]:
    """The institutions a branch belongs to now, the first to join first."""
    seats = branch.seats.filter(ends_before__isnull=True).select_related("institution")
    return [seat.institution for seat in seats.order_by("starts_on", "pk")]


def joinable(user: User, branch: Branch) -> QuerySet[Institution]:
    """Institutions in reach that are in no joint branch, those of the same kind first."""
    joint = Seat.objects.filter(
        institution=OuterRef("pk"), ends_before__isnull=True, branch__is_joint=True
    )
    same = Q(area_code__startswith=branch.institution.area_code[:4])
    found = institutions_for(user).filter(~Exists(joint), same)
    return found.order_by("area_code", "code")[:OFFERED]


def taking(user: User, branch: Branch) -> QuerySet[Branch]:
    """Branches that hold every institution of a branch, so that it can go into them."""
    mine = Seat.objects.filter(branch=branch, ends_before__isnull=True)
    found = changeable_by(user).exclude(pk=branch.pk)
    for place in mine.values_list("institution", flat=True):
        held = Seat.objects.filter(
            branch=OuterRef("pk"), institution=place, ends_before__isnull=True
        )
        found = found.filter(Exists(held))
    return found.order_by("is_joint", "pk")

"""The doors to branches: who sees one, who changes one, for which institutions one is founded."""

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, BranchQuerySet, Seat
from bangfu.apps.registry.models import InstitutionQuerySet
from bangfu.apps.registry.queries import institutions

VIEW = "branches.view_branch"
CHANGE = "branches.change_branch"


def visible_to(user: User, *, permission: str = VIEW) -> BranchQuerySet:
    """Branches one of whose institutions, past ones too, lies in reach."""
    return Branch.objects.filter(pk__in=_seats(user, permission).values("branch"))


def changeable_by(user: User) -> BranchQuerySet:
    """Branches somebody changes: an institution that belongs to it now lies in reach."""
    seats = _seats(user, CHANGE).filter(ends_before__isnull=True)
    return Branch.objects.standing().filter(pk__in=seats.values("branch"))


def institutions_for(user: User, permission: str = CHANGE) -> InstitutionQuerySet:
    """Institutions that exist and lie in reach."""
    return institutions.visible_to(user, permission).filter(valid_to__isnull=True)


def _seats(user: User, permission: str) -> QuerySet[Seat]:
    scope = user.scope_of(permission)
    where: Q = scope.filter(area="institution__area_code", institution="institution__code")
    return Seat.objects.filter(where)

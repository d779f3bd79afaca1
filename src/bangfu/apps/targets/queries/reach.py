"""The doors to targets: which programmes somebody follows, and of which institutions."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution

VIEW = "targets.view_target"
SHARE = "targets.share_target"
EXPLAIN = "targets.explain_lag"


def visible_to(user: User, *, permission: str = VIEW) -> QuerySet[Programme]:
    """Programmes whose targets a person follows, wholly or for their own institution."""
    return programmes.visible_to(user, permission)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose figures somebody sees in one programme: everybody's, or of some institutions only.

    ``condition`` is over institutions. ``whole`` is true for the office that runs the programme.
    """

    whole: bool
    condition: Q


def reach_of(user: User, programme: Programme, *, permission: str = VIEW) -> Reach:
    """How far a permission reaches within a programme; an authority's area decides."""
    scope = user.scope_of(permission)
    whole = scope.covers(area=programme.area_code)
    inside = Q() if whole else scope.filter(area="area_code", institution="code")
    return Reach(whole, inside)


def institutions_in(user: User, programme: Programme, *, permission: str) -> QuerySet[Institution]:
    """Institutions of a programme for which a permission holds."""
    reach = reach_of(user, programme, permission=permission)
    return Institution.objects.filter(reach.condition, parties__programme=programme).distinct()

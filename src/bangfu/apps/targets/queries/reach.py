"""The doors to targets: which programmes somebody follows, and of which institutions."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.web.scope import Scope

VIEW = "targets.view_target"
SHARE = "targets.share_target"
EXPLAIN = "targets.explain_lag"


def visible_to(user: User, *, permission: str = VIEW) -> QuerySet[Programme]:
    """Programmes whose targets a person follows, wholly or for their own institution."""
    return programmes.visible_to(user, permission)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose figures somebody sees in one programme: everybody's, or of some institutions only.

    ``whole`` is true for the office that runs the programme.
    """

    whole: bool
    scope: Scope

    def holds(self, *, area: str, institution: str) -> bool:
        """Whether an institution is among them; the twin of :attr:`condition` in Python."""
        return self.whole or self.scope.covers(area=area, institution=institution)

    @property
    def condition(self) -> Q:
        """The same over rows of institutions."""
        return Q() if self.whole else self.scope.filter(area="area_code", institution="code")


EVERYBODY: Final = Reach(True, Scope(areas=("",)))
"""What an action sees: a change is judged by all figures, whoever makes it."""


def reach_of(user: User, programme: Programme, *, permission: str = VIEW) -> Reach:
    """How far a permission reaches within a programme; an authority's area decides."""
    scope = user.scope_of(permission)
    return Reach(scope.covers(area=programme.area_code), scope)


def institutions_in(user: User, programme: Programme, *, permission: str) -> QuerySet[Institution]:
    """Institutions of a programme for which a permission holds."""
    reach = reach_of(user, programme, permission=permission)
    return Institution.objects.filter(reach.condition, parties__programme=programme).distinct()

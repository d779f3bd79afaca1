"""Whose ledger somebody may look at, and for whom they act in it."""

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import HandIn, Problem, Task, TaskQuerySet
from bangfu.core.tasks.sides import Side

VIEW = "supervision.view_task"
ANSWER = "supervision.answer_task"
MANAGE = "supervision.manage_task"
PERMISSION_OF = {Side.RESPONSIBLE: ANSWER, Side.AUTHORITY: MANAGE}
PLACES = {"area": "area_code", "institution": "institution__code"}


def visible_to(user: User, permission: str = VIEW) -> TaskQuerySet:
    """The only door to tasks in full: those of the places in reach."""
    return Task.objects.filter(user.scope_of(permission).filter(**PLACES))


def shown_to(user: User) -> TaskQuerySet:
    """What a reader sees in the ledger: their own tasks, and those hung out (晒账) for everybody
    who takes part in the programme. Of the latter only what a notice board would say.
    """
    among = programmes.visible_to(user, VIEW).order_by().values("pk")
    hung_out = Q(shown_on__isnull=False, programme__in=among)
    return Task.objects.filter(user.scope_of(VIEW).filter(**PLACES) | hung_out)


def problems_visible_to(user: User, permission: str = VIEW) -> QuerySet[Problem]:
    """Problems of the places in reach."""
    return Problem.objects.filter(user.scope_of(permission).filter(**PLACES))


def handed_in_visible_to(user: User) -> QuerySet[HandIn]:
    """Ledgers handed in of the places in reach."""
    return HandIn.objects.filter(user.scope_of(VIEW).filter(**PLACES))


def sides_of(user: User, task: Task) -> tuple[Side, ...]:
    """For whom a reader acts on a task; asks nothing of the database but the grants."""
    code = task.institution.code if task.institution else ""
    return tuple(
        side
        for side, permission in PERMISSION_OF.items()
        if user.scope_of(permission).covers(area=task.area_code, institution=code)
    )


def acts(user: User, side: Side) -> bool:
    """Whether a reader acts for a side anywhere."""
    return not user.scope_of(PERMISSION_OF[side]).is_empty


def programmes_of(user: User, permission: str = VIEW) -> QuerySet[Programme]:
    """Programmes whose ledger a reader may look at, those that run last first."""
    return programmes.visible_to(user, permission).order_by("-ends_before", "code")


def managed(user: User) -> QuerySet[Programme]:
    """Programmes whose ledger a reader keeps: those of the areas they supervise."""
    scope = user.scope_of(MANAGE)
    return Programme.objects.filter(scope.filter(area="area_code")).order_by("-ends_before", "code")


def supervised_from_above(user: User, institution: Institution) -> bool:
    """Whether a reader supervises an authority as the one above it, not as itself."""
    return any(
        institution.area_code.startswith(prefix) and len(prefix) < len(institution.area_code)
        for prefix in user.scope_of(MANAGE).areas
    )

"""Who sees, writes and releases what is for the public."""

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.publicity.models import PublicList, Story
from bangfu.apps.registry.models import Institution

VIEW = "publicity.view_item"
WRITE = "publicity.write_item"
RELEASE = "publicity.release_item"


def lists_visible_to(user: User, permission: str = VIEW) -> QuerySet[PublicList]:
    """Lists of programmes of a reader's areas."""
    scope = user.scope_of(permission)
    found: QuerySet[PublicList] = PublicList.objects.filter(scope.filter(area="area_code"))
    return found.select_related("programme", "written_by", "approved_by", "withdrawn_by")


def stories_visible_to(user: User, permission: str = VIEW) -> QuerySet[Story]:
    """Stories of a reader's areas and institutions."""
    scope = user.scope_of(permission)
    inside = scope.filter(area="area_code", institution="institution__code")
    found: QuerySet[Story] = Story.objects.filter(inside)
    return found.select_related(
        "institution", "programme", "written_by", "approved_by", "withdrawn_by"
    )


def programmes_listed_by(user: User) -> QuerySet[Programme]:
    """Programmes whose lists a reader writes."""
    inside = user.scope_of(WRITE).filter(area="area_code")
    return Programme.objects.filter(inside).order_by("-starts_on", "code")


def places_told_by(user: User) -> QuerySet[Institution]:
    """Institutions whose stories a reader writes."""
    inside = user.scope_of(WRITE).filter(area="area_code", institution="code")
    standing = Q(valid_to__isnull=True, merged_into__isnull=True)
    return Institution.objects.filter(inside & standing).order_by("name")


def may(user: User, permission: str, row: PublicList | Story) -> bool:
    """Whether a reader does something with a row; a story comes with its institution."""
    code = row.institution.code if isinstance(row, Story) else ""
    return user.scope_of(permission).covers(area=row.area_code, institution=code)

"""Which papers a reader sees, and for which offices they act."""

from django.db.models import Q

from bangfu.apps.accounts.models import User
from bangfu.apps.documents.models import Document, DocumentQuerySet
from bangfu.apps.registry.models import Institution, InstitutionQuerySet

VIEW = "documents.view_document"
MAKE = "documents.make_document"
ISSUE = "documents.issue_document"
CHANGE_TEMPLATE = "documents.change_template"


def visible_to(user: User) -> DocumentQuerySet:
    """Papers of offices in reach: an area's reader sees those of its offices and institutions."""
    scope = user.scope_of(VIEW)
    return Document.objects.filter(scope.filter(area="area_code", institution="office__code"))


def offices_of(user: User, permission: str) -> InstitutionQuerySet:
    """In whose name a reader acts: the own institution, or the health authority of the own area.

    An area's authority does not write in the name of those below it.
    """
    scope = user.scope_of(permission)
    own = Q(code__in=scope.institutions)
    authority = Q(category=Institution.Category.COMMISSION, area_code__in=scope.areas)
    found: InstitutionQuerySet = Institution.objects.filter(
        own | authority, valid_to__isnull=True
    ).order_by("pk")
    return found


def acts_for(user: User, office: Institution, permission: str) -> bool:
    """Whether a reader acts in an office's name."""
    return offices_of(user, permission).filter(pk=office.pk).exists()

"""Who sees which request and keeps which code."""

from datetime import date

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Institution
from bangfu.apps.voice.models import AskCode, AskCodeQuerySet, PublicRequest, PublicRequestQuerySet

VIEW = "voice.view_request"
HANDLE = "voice.handle_request"
RELEASE = "voice.release_answer"
KEEP = "voice.keep_code"


def visible_to(user: User) -> PublicRequestQuerySet:
    """Requests of a reader's area, those their institution handles, and those it received first."""
    scope = user.scope_of(VIEW)
    return PublicRequest.objects.filter(
        scope.filter(area="area_code", institution=("institution__code", "first__code"))
    )


def handled_by(user: User) -> PublicRequestQuerySet:
    """Requests on which a reader acts for the institution that handles them now."""
    scope = user.scope_of(HANDLE)
    return PublicRequest.objects.filter(
        scope.filter(area="area_code", institution="institution__code")
    )


def handles(user: User, request: PublicRequest) -> bool:
    """Whether a reader acts on a request; it comes with its institution."""
    return user.scope_of(HANDLE).covers(
        area=request.area_code, institution=request.institution.code
    )


def releases(user: User, request: PublicRequest) -> bool:
    """Whether a reader may approve what is published of a request."""
    return user.scope_of(RELEASE).covers(
        area=request.area_code, institution=request.institution.code
    )


def codes_kept_by(user: User) -> AskCodeQuerySet:
    """Codes of a reader's area or institution."""
    scope = user.scope_of(KEEP)
    return AskCode.objects.filter(scope.filter(area="area_code", institution="institution__code"))


def places_kept_by(user: User, *, on: date) -> QuerySet[Institution]:
    """Institutions for which a reader makes codes."""
    scope = user.scope_of(KEEP)
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    mine = scope.filter(area="area_code", institution="code")
    return Institution.objects.filter(mine, standing, merged_into__isnull=True).order_by("name")


def receivers_of(request: PublicRequest, *, on: date) -> QuerySet[Institution]:
    """Institutions of the same city, to which a request may be passed on."""
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    near = Institution.objects.filter(standing, area_code__startswith=request.area_code[:4])
    return near.filter(merged_into__isnull=True).exclude(pk=request.institution_id).order_by("name")

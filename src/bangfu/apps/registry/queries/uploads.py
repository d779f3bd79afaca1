"""Uploaded workbooks: each account sees its own."""

from django.db.models import QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Upload

PERMISSIONS = {
    Upload.Kind.INSTITUTIONS: "registry.change_institution",
    Upload.Kind.DEPARTMENTS: "registry.change_institution",
    Upload.Kind.WORKERS: "registry.change_worker",
}


def visible_to(user: User) -> QuerySet[Upload]:
    """What somebody uploaded themselves, of the kinds they may still import."""
    kinds = [kind for kind, permission in PERMISSIONS.items() if user.has_perm(permission)]
    return Upload.objects.filter(uploaded_by=user, kind__in=kinds)


def waiting(user: User) -> QuerySet[Upload]:
    """Those neither taken nor thrown away."""
    return visible_to(user).filter(taken_at__isnull=True)


def taken(user: User, *, kind: str, limit: int = 10) -> list[Upload]:
    """The last ones of a kind that were taken."""
    found = visible_to(user).filter(kind=kind, taken_at__isnull=False)
    return list(found.order_by("-taken_at")[:limit])

"""Uploaded workbooks: each account sees its own."""

from django.db.models import QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Upload


def visible_to(user: User) -> QuerySet[Upload]:
    """What somebody uploaded themselves; whether they may still import it, its page asks."""
    return Upload.objects.filter(uploaded_by=user)


def waiting(user: User) -> QuerySet[Upload]:
    """Those neither taken nor thrown away."""
    return visible_to(user).filter(taken_at__isnull=True)


def taken(user: User, *, kind: str, limit: int = 10) -> list[Upload]:
    """The last ones of a kind that were taken."""
    found = visible_to(user).filter(kind=kind, taken_at__isnull=False)
    return list(found.order_by("-taken_at")[:limit])

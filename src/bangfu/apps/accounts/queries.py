"""Reading accounts and the scope of a permission."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bangfu.web.scope import Scope

from . import roles
from .models import Grant, User


@dataclass(frozen=True, slots=True)
class Row:
    """An account in a list."""

    pk: int
    username: str
    name: str
    is_active: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant as its owner and the security administrator read it."""

    pk: int
    words: str
    starts_on: date
    ends_before: date | None
    given_by: str


def scope_of(user: User, permission: str) -> Scope:
    """Where a permission reaches for a user, from all grants in force today."""
    return user.scope_of(permission)


def visible_to(user: User) -> QuerySet[User]:
    """Accounts are administered as a whole: whoever may see them sees all of them."""
    if user.scope_of("accounts.view_user").is_empty:
        return User.objects.none()
    return User.objects.all()


def rows(user: User, *, on: date, words: str = "") -> list[Row]:
    found = visible_to(user)
    if words:
        found = found.filter(username__icontains=words) | found.filter(name__icontains=words)
    granted: dict[int, list[str]] = {}
    for holder, role in Grant.objects.on(on).filter(user__in=found).values_list("user_id", "role"):
        granted.setdefault(holder, []).append(role)
    return [
        Row(
            pk=account.pk,
            username=account.username,
            name=account.name,
            is_active=account.is_active,
            roles=tuple(roles.title_of(role) for role in sorted(set(granted.get(account.pk, ())))),
        )
        for account in found.order_by("username")
    ]


def grant_rows(account: User) -> list[GrantRow]:
    """All grants of an account, ended ones too, the newest first."""
    return [
        GrantRow(
            pk=grant.pk,
            words=grant.in_words,
            starts_on=grant.starts_on,
            ends_before=grant.ends_before,
            given_by=str(grant.given_by or ""),
        )
        for grant in account.grants.select_related("given_by").order_by("-starts_on", "-pk")
    ]

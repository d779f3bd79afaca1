"""Which token a secret belongs to, and the tokens that somebody keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from bangfu.apps.accounts.models import User

from .models import Token
from .secret import digest_of
from .sections import SECTIONS

_NOTED_EVERY = timedelta(minutes=5)
"""How exactly the last use is known: a write for each reading request would be a lock for each."""


@dataclass(frozen=True, slots=True)
class Row:
    """A token as its keeper reads it."""

    pk: int
    title: str
    start: str
    holder: str
    may_act: bool
    sections: tuple[str | Promise, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    is_expired: bool

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None and not self.is_expired


def token_of(secret: str, *, at: datetime) -> Token | None:
    """The token in force with that secret, its holder with it; closed accounts have none."""
    found = Token.objects.in_force(at).select_related("holder").filter(digest=digest_of(secret))
    return found.filter(holder__is_active=True).first()


def note_use(token: Token, *, at: datetime) -> None:
    """Keep when a token was last used, to the nearest five minutes."""
    stale = Q(used_at=None) | Q(used_at__lt=at - _NOTED_EVERY)
    if token.used_at is None or token.used_at < at - _NOTED_EVERY:
        Token.objects.filter(stale, pk=token.pk).update(used_at=at)


def kept_by(user: User) -> QuerySet[Token]:
    """One's own, and for security administrators those of programs."""
    own = Q(holder=user)
    if user.has_perm("accounts.change_grant"):
        own |= Q(holder__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Token.objects.filter(own)


def rows(user: User, *, at: datetime) -> list[Row]:
    """Tokens in force first, then the newest."""
    found = [_row(token, at) for token in kept_by(user).select_related("holder")]
    return sorted(found, key=lambda row: not row.is_in_force)


def program_accounts(user: User) -> QuerySet[User]:
    """Accounts that only programs use, for those who may make tokens for them."""
    if not user.has_perm("accounts.change_grant"):
        return User.objects.none()
    return User.objects.filter(
        password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True
    ).order_by("username")


def _row(token: Token, at: datetime) -> Row:
    return Row(
        pk=token.pk,
        title=token.title,
        start=token.start,
        holder=token.holder.name,
        may_act=token.may_act,
        sections=tuple(SECTIONS.get(code, code) for code in token.sections),
        made_at=token.made_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
        is_expired=token.expires_at <= at,
    )

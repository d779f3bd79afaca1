"""Making and revoking tokens, and opening accounts for programs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bangfu.apps.accounts.actions import UsernameTaken
from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.core.refusal import Refusal

from .models import Token
from .secret import PREFIX, digest_of, new_secret
from .sections import SECTIONS


class TooLong(Refusal):
    """The token would be valid for longer than tokens may be."""


class UnknownSection(Refusal):
    """No part of the interface has that name."""


class NotOfAProgram(Refusal):
    """Somebody signs in with that account: only its owner makes tokens for it."""


@transaction.atomic
def open_program_account(*, username: str, name: str, by: User) -> User:
    """An account that no person can sign in with: it has no password and works by tokens alone.

    Raises ``UsernameTaken``.
    """
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(
            zh=f"登录名“{username}”已被使用，请换一个。",
            en=f"The sign-in name “{username}” is taken; choose another.",
        )
    account = User(username=username, name=name)
    account.set_unusable_password()
    account.save()
    facts = {"username": username, "program": True}
    journal.record(actor=by, verb="account.opened", subject=account, facts=facts)
    return account


@transaction.atomic
def make_token(
    *,
    holder: User,
    title: str,
    days: int,
    may_act: bool,
    sections: Sequence[str] = (),
    by: User,
    at: datetime,
) -> tuple[Token, str]:
    """A token and its secret, which is told this once and kept nowhere.

    Raises ``TooLong``, ``UnknownSection``, or ``NotOfAProgram`` where it would be for another
    person's account.
    """
    if by.pk != holder.pk and holder.has_usable_password():
        raise NotOfAProgram(
            zh="此账号由本人登录使用，令牌只能由本人生成；对接系统请另建专用账号。",
            en="A person signs in with this account, so only they make tokens for it; "
            "open an account of its own for a program.",
        )
    longest: int = settings.API_TOKEN_DAYS
    if not 1 <= days <= longest:
        raise TooLong(
            zh=f"令牌有效期为1至{longest}天，请改短。",
            en=f"A token is valid for 1 to {longest} days; choose fewer.",
        )
    if unknown := sorted(set(sections) - set(SECTIONS)):
        raise UnknownSection(
            zh=f"接口没有“{'、'.join(unknown)}”这一部分。",
            en=f"The interface has no part called {', '.join(unknown)}.",
        )
    secret = new_secret()
    token = Token.objects.create(
        holder=holder,
        title=title,
        start=secret[: len(PREFIX) + 6],
        digest=digest_of(secret),
        may_act=may_act,
        sections=sorted(set(sections)),
        made_at=at,
        made_by=by,
        expires_at=at + timedelta(days=days),
    )
    facts = {"user": holder.username, "acts": may_act, "until": token.expires_at.date()}
    journal.record(actor=by, verb="token.made", subject=token, facts=facts)
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: datetime) -> Token:
    """End a token with its next request; revoking a revoked one changes nothing."""
    held = Token.objects.select_for_update(of=("self",)).select_related("holder").get(pk=token.pk)
    if held.revoked_at is not None:
        return held
    held.revoked_at, held.revoked_by = at, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    facts = {"user": held.holder.username}
    journal.record(actor=by, verb="token.revoked", subject=held, facts=facts)
    return held

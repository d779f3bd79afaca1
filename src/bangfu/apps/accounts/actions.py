"""Opening and closing accounts, giving and ending grants."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bangfu.apps.journal import actions as journal
from bangfu.core.refusal import Refusal

from . import roles
from .models import Grant, User


class UsernameTaken(Refusal):
    """The sign-in name already belongs to an account."""


class WeakPassword(Refusal):
    """The password does not meet the policy."""


class UnknownRole(Refusal):
    """No role has that code."""


class PlaceMissing(Refusal):
    """The role reaches an area or an institution, and none, or the wrong kind, was named."""


class GrantToSelf(Refusal):
    """Nobody gives a grant to themselves."""


class OwnAccount(Refusal):
    """Nobody closes the account they work with."""


@transaction.atomic
def open_account(*, username: str, name: str, password: str, by: User | None) -> User:
    """Create an account without any grant.

    Raises ``UsernameTaken`` or ``WeakPassword``.
    """
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(
            zh=f"登录名“{username}”已被使用，请换一个。",
            en=f"The sign-in name “{username}” is taken; choose another.",
        )
    account = User(username=username, name=name)
    try:
        validate_password(password, account)
    except ValidationError as refused:
        words = "".join(refused.messages)
        raise WeakPassword(zh=f"密码不符合要求：{words}", en=f"Password refused: {words}") from None
    account.set_password(password)
    account.save()
    journal.record(
        actor=by, verb="account.opened", subject=account, facts={"username": account.username}
    )
    return account


@transaction.atomic
def change_password(*, account: User, password: str) -> None:
    """Give an account the new password its owner chose; the form has checked it."""
    account.set_password(password)
    account.save(update_fields=["password"])
    journal.record(actor=account, verb="account.password_changed", subject=account)


@transaction.atomic
def close_account(*, account: User, by: User) -> None:
    """Bar an account from signing in; its past stays. Closing a closed one changes nothing.

    Raises ``OwnAccount``: the last administrator must not lock the door from outside.
    """
    if by.pk == account.pk:
        raise OwnAccount(
            zh="不能停用自己的账号，请由另一名系统管理员办理。",
            en="You cannot close your own account; ask another system administrator.",
        )
    held = User.objects.select_for_update().get(pk=account.pk)
    if not held.is_active:
        return
    held.is_active = False
    held.save(update_fields=["is_active"])
    journal.record(actor=by, verb="account.closed", subject=held)


@transaction.atomic
def give_grant(
    *,
    user: User,
    role: str,
    by: User | None,
    on: date,
    area_prefix: str = "",
    institution_code: str = "",
    whole_country: bool = False,
    place_name: str = "",
) -> Grant:
    """Give an account a role somewhere from a day on; giving it again returns the standing grant.

    Raises ``UnknownRole``, ``PlaceMissing`` or ``GrantToSelf``.
    """
    if by is not None and by.pk == user.pk:
        raise GrantToSelf(
            zh="不能给自己授权，请由另一名安全管理员办理。",
            en="You cannot give yourself a grant; ask another security administrator.",
        )
    reach = _reach_of(role, area_prefix or whole_country, institution_code)
    grant, created = Grant.objects.on(on).get_or_create(
        user=user,
        role=role,
        reach=reach,
        area_prefix=area_prefix if reach == "area" else "",
        institution_code=institution_code if reach == "institution" else "",
        defaults={"starts_on": on, "given_by": by, "place_name": place_name},
    )
    if created:
        journal.record(
            actor=by,
            verb="grant.given",
            subject=grant,
            area_code=grant.area_prefix,
            institution_code=grant.institution_code,
            facts={"user": user.username, "role": role},
        )
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, by: User, on: date) -> None:
    """Take a grant back from that day on; ending an ended one changes nothing."""
    held = Grant.objects.select_for_update().select_related("user").get(pk=grant.pk)
    if held.ends_before is not None and held.ends_before <= on:
        return
    held.ends_before = max(on, held.starts_on)
    held.save(update_fields=["ends_before"])
    journal.record(
        actor=by,
        verb="grant.ended",
        subject=held,
        area_code=held.area_prefix,
        institution_code=held.institution_code,
        facts={"user": held.user.username, "role": held.role},
    )


def _reach_of(role: str, area_given: object, institution_code: str) -> roles.Reach:
    stated = roles.catalogue().roles.get(role)
    if stated is None:
        raise UnknownRole(zh=f"没有“{role}”这一角色。", en=f"There is no role “{role}”.")
    missing = {"area": not area_given, "institution": not institution_code}
    if missing.get(stated.reach):
        raise PlaceMissing(
            zh=f"“{stated.title.zh}”须指定{'行政区划' if stated.reach == 'area' else '机构'}。",
            en=f"“{stated.title.en}” needs an {stated.reach}.",
        )
    return stated.reach

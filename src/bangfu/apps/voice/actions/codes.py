"""Codes are made, ended and replaced."""

import secrets
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.voice.models import AskCode
from bangfu.apps.voice.tokens import token_from, token_of
from bangfu.core.refusal import Refusal
from bangfu.core.voice.codes import digest


class KeyChanged(Refusal):
    """The installation's secret key is another one, so the poster cannot be printed again."""


class CodeOver(Refusal):
    """The code has ended already, or a reason is missing."""


@transaction.atomic
def make_code(
    *,
    institution: Institution,
    by: User | None,
    at: datetime,
    department: Department | None = None,
    programme: Programme | None = None,
    place: str = "",
    expires_before: date | None = None,
    replaces: AskCode | None = None,
) -> AskCode:
    """Make a code for an institution, or for one of its departments."""
    seed = secrets.token_hex(16)
    made = AskCode.objects.create(
        institution=institution,
        department=department,
        programme=programme,
        area_code=institution.area_code,
        place=place.strip(),
        seed=seed,
        digest=digest(token_from(seed)),
        expires_before=expires_before,
        made_by=by,
        made_at=at,
        replaces=replaces,
    )
    _record("ask_code.made", made, by=by)
    return made


@transaction.atomic
def revoke_code(*, code: AskCode, reason: str, by: User | None, at: datetime) -> AskCode:
    """End a code; requests that came by it go on. Raises ``CodeOver``."""
    held = _ended(code, reason, by=by, at=at)
    _record("ask_code.revoked", held, by=by, reason=held.revoked_reason)
    return held


@transaction.atomic
def replace_code(*, code: AskCode, reason: str, by: User | None, at: datetime) -> AskCode:
    """End a code and make the next for the same place, in one entry. Raises ``CodeOver``."""
    held = _ended(code, reason, by=by, at=at)
    return make_code(
        institution=held.institution,
        department=held.department,
        programme=held.programme,
        place=held.place,
        expires_before=held.expires_before,
        replaces=held,
        by=by,
        at=at,
    )


def printable_token(code: AskCode) -> str:
    """The token for a poster. Raises ``KeyChanged`` where it would lead nowhere."""
    token = token_of(code)
    if digest(token) != code.digest:
        raise KeyChanged(
            zh="系统密钥已更换，此码不能再打印；已张贴的仍可使用。需要新海报的，请更换需求码。",
            en="The secret key has changed: replace this code to print a poster.",
        )
    return token


def _ended(code: AskCode, reason: str, *, by: User | None, at: datetime) -> AskCode:
    rows = AskCode.objects.select_for_update(of=("self",))
    held = rows.select_related("institution", "department", "programme").get(pk=code.pk)
    if held.revoked_at is not None:
        raise CodeOver(zh="此码已停用。", en="This code has ended already.")
    if not reason.strip():
        raise CodeOver(zh="请写明停用原因。", en="Say why the code ends.")
    held.revoked_at, held.revoked_by, held.revoked_reason = at, by, reason.strip()[:200]
    held.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    return held


def _record(verb: str, code: AskCode, *, by: User | None, **facts: object) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=code,
        area_code=code.area_code,
        institution_code=code.institution.code,
        programme=code.programme.code if code.programme else "",
        facts=facts,
    )

"""Where somebody wants to be told: entered, confirmed by who reads there, ended."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.notifications import gateways
from bangfu.apps.notifications.models import Way
from bangfu.apps.notifications.sealing import sealed
from bangfu.core.notifications.digest import Digest
from bangfu.core.notifications.ways import kind_of, masked, target_of
from bangfu.core.refusal import Refusal

MOST = 5
"""Ways of one account."""
MOST_CODES = 5
"""Codes sent for one account within an hour: nobody's telephone rings all day by us."""
CODE_LASTS = timedelta(minutes=15)
MOST_TRIES = 5


class NotOffered(Refusal):
    """The office has not set up that kind of way."""

    def __init__(self) -> None:
        super().__init__(
            zh="本单位没有开通这种提醒方式，请选择其他方式。",
            en="This way is not set up here; choose another one.",
        )


class TooManyWays(Refusal):
    """As many as an account may have, or as many codes as an hour allows."""

    def __init__(self) -> None:
        super().__init__(
            zh=f"一个账号最多登记{MOST}种提醒方式、每小时最多发送{MOST_CODES}次验证码，"
            "请停用不再使用的，或过一小时再试。",
            en=f"An account has at most {MOST} ways and {MOST_CODES} codes an hour; end those no "
            "longer used, or try again in an hour.",
        )


class CodeWrong(Refusal):
    """Not the code that was sent, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            zh="验证码不对或已过期。请核对收到的6位数字；仍不对时请停用此方式，重新登记。",
            en="The code is wrong or has expired. Check the six digits; if they are right, end "
            "this way and enter it again.",
        )


def add_way(*, user: User, kind: str, entered: str, language: str, at: datetime) -> Way:
    """Enter a way and send its first message: a code, or to a group that it will be told.

    Raises ``NotAnAddress``, ``NotOffered``, ``TooManyWays``, or ``NotSent`` where the gateway does
    not take the message; then nothing is kept.
    """
    if kind not in {offered.code for offered in gateways.offered()}:
        raise NotOffered
    target = target_of(kind, entered)
    way, code = _entered(user, kind, target, language, at)
    try:
        gateways.send(kind, target, _first_message(kind_of(kind).by_code, code, language))
    except gateways.NotSent:
        way.delete()
        raise
    return way


@transaction.atomic
def _entered(user: User, kind: str, target: str, language: str, at: datetime) -> tuple[Way, str]:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    ways = Way.objects.filter(user=user)
    codes = ways.filter(made_at__gt=at - timedelta(hours=1)).count()
    if ways.standing().count() >= MOST or codes >= MOST_CODES:
        raise TooManyWays
    way = Way(user=user, kind=kind, sealed=sealed(target), language=language, made_at=at)
    code = ""
    if kind_of(kind).by_code:
        code = f"{secrets.randbelow(10**6):06}"
        way.code_until = at + CODE_LASTS
    else:
        way.confirmed_at = way.told_until = at
    way.save()
    if code:
        way.code_mac = _mac(way, code)
        way.save(update_fields=["code_mac"])
    _record("notification.way_added", way, target, by=user)
    return way, code


def confirm_way(*, way: Way, code: str, at: datetime) -> Way:
    """Confirm a way by the code that arrived there. Raises ``CodeWrong``; each try counts."""
    with transaction.atomic():
        held = Way.objects.select_for_update().select_related("user").get(pk=way.pk)
        if held.confirmed_at is not None:
            return held
        fits = _fits(held, code, at)
        if fits:
            held.confirmed_at = held.told_until = at
            _record("notification.way_confirmed", held, "", by=held.user)
        else:
            held.code_tries += 1
        held.save(update_fields=["confirmed_at", "told_until", "code_tries"])
    if not fits:
        raise CodeWrong
    return held


@transaction.atomic
def end_way(*, way: Way, by: User, at: datetime) -> None:
    """Tell nothing there any more; the address itself is forgotten at once."""
    held = Way.objects.select_for_update().get(pk=way.pk)
    if held.ended_at is None:
        held.ended_at, held.sealed = at, FORGOTTEN
        held.save(update_fields=["ended_at", "sealed"])
        _record("notification.way_ended", held, "", by=by)


FORGOTTEN = "-"


def _fits(way: Way, code: str, at: datetime) -> bool:
    if way.ended_at or way.code_until is None or at > way.code_until:
        return False
    if way.code_tries >= MOST_TRIES:
        return False
    return constant_time_compare(_mac(way, code.strip()), way.code_mac)


def _mac(way: Way, code: str) -> str:
    return salted_hmac("notifications.code", f"{way.pk}/{code}", algorithm="sha256").hexdigest()


def _first_message(by_code: bool, code: str, language: str) -> Digest:
    is_english = language == "en"
    if by_code:
        title = "Bangfu: your code" if is_english else "帮扶系统验证码"
        text = (
            f"Your code is {code}; it holds for 15 minutes. If you did not ask for it, ignore this."
            if is_english
            else f"验证码{code}，15分钟内有效，用于登记接收待办提醒。非本人操作请忽略。"
        )
        return Digest(title, text)
    if is_english:
        return Digest("Bangfu", "This group will be told once a day what waits.")
    return Digest("帮扶系统", "本群将在工作日早上收到待办提醒，每天最多一条。")


def _record(verb: str, way: Way, target: str, *, by: User) -> None:
    facts = {"kind": kind_of(way.kind).zh}
    if target:
        facts["address"] = masked(way.kind, target)
    journal.record(actor=by, verb=verb, subject=way, facts=facts)

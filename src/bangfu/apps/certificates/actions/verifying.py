"""Looking a certificate up by its code, with a limit to guessing.

A code has 54 random bits, so that guessing is hopeless; the limit keeps a program that tries from
keeping the service busy. Only well-formed codes that do not exist count: one mistyped is found out
by its check character, without a look into the database.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from bangfu.apps.certificates.models import Certificate, Misses
from bangfu.core.duty import certificate_code
from bangfu.core.refusal import Refusal

MISSES_AN_HOUR = 30
"""So many may be wrong: an office that checks a pile by hand gets there with hundreds right."""

IPV6_HOUSEHOLD = 64
"""Bits: a household or an office has that many addresses to itself and counts as one visitor."""


class TooManyMisses(Refusal):
    """Somebody has asked for too many codes that do not exist."""


def look_up(*, typed: str, visitor: str, at: datetime) -> Certificate | None:
    """The certificate of a code, standing or revoked; ``None`` where there is none.

    ``visitor`` is the address asked from. Raises ``CodeMistyped`` or ``TooManyMisses``.
    """
    code = certificate_code.read(typed)
    hour = at.replace(minute=0, second=0, microsecond=0)
    who = _digest(visitor, hour)
    misses = Misses.objects.filter(visitor=who, hour=hour)
    if misses.filter(count__gte=MISSES_AN_HOUR).exists():
        raise TooManyMisses(
            zh=f"本小时内未查到的验证码已达{MISSES_AN_HOUR}个，请在下一小时重新查询。",
            en=f"{MISSES_AN_HOUR} codes were not found within this hour; try again in the next.",
        )
    found = Certificate.objects.filter(code=code).first()
    if found is None:
        with transaction.atomic():
            # What is counted for an hour is of no use, and of nobody's business, after it.
            Misses.objects.filter(hour__lt=hour - timedelta(hours=1)).delete()
            Misses.objects.get_or_create(visitor=who, hour=hour)
            misses.update(count=F("count") + 1)
    return found


def _digest(visitor: str, hour: datetime) -> str:
    """A visitor for an hour, told apart from others and not to be traced back."""
    return salted_hmac(
        "certificates.misses", f"{hour.isoformat()} {_household(visitor)}", algorithm="sha256"
    ).hexdigest()


def _household(visitor: str) -> str:
    try:
        address = ip_address(visitor)
    except ValueError:
        return visitor
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network(f"{address}/{IPV6_HOUSEHOLD}", strict=False))

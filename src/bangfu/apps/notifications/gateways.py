"""The gateways that messages leave by. Each is off until the office sets it.

apprise speaks to all of them by one address each: the office's own for e-mail and text messages,
with ``{to}`` where the recipient stands; robots of groups are at WeCom's and DingTalk's alone.
"""

import logging
from urllib.parse import quote

from django.conf import settings

from bangfu.core.notifications.digest import Digest
from bangfu.core.notifications.ways import KINDS, Kind
from bangfu.core.refusal import Refusal

# What a gateway answers may repeat the address it was called with.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


class NotSent(Refusal):
    """The gateway did not take it."""

    def __init__(self) -> None:
        super().__init__(
            zh="没有送出：网关没有接收。请核对地址；若地址无误，请告知系统管理员。",
            en="Not sent: the gateway did not take it. Check the address; if it is right, tell the "
            "system administrator.",
        )


def offered() -> list[Kind]:
    """The kinds of ways that the office has set up."""
    return [kind for kind in KINDS if _address(kind.code)]


def send(kind: str, target: str, message: Digest) -> None:
    """Hand one message over. Raises ``NotSent``."""
    # Loaded on first use: it knows more than a hundred services.
    from apprise import Apprise, NotifyFormat

    address = _address(kind)
    if not (address and target):
        raise NotSent
    gateway = Apprise()
    is_known = gateway.add(address.replace("{to}", quote(target, safe="@")))
    if not is_known or not gateway.notify(
        title=message.title, body=message.text, body_format=NotifyFormat.TEXT
    ):
        raise NotSent


def _address(kind: str) -> str:
    return str(settings.NOTIFICATION_GATEWAYS.get(kind, ""))

"""One message to a program elsewhere: what it says, its headers, its signature.

Source: Standard Webhooks 1.0.0: ``webhook-id`` stays the same when a message is sent again,
``webhook-timestamp`` is the second of sending, ``webhook-signature`` is HMAC-SHA256 over all three.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PREFIX = "whsec_"
RETRIES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""How long is waited after each failure; after the last there is a pause until somebody looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A message ready to be sent."""

    body: bytes
    headers: Mapping[str, str]


def envelope(
    *, number: str, kind: str, at: datetime, facts: Mapping[str, object], secret: str, now: datetime
) -> Envelope:
    """A message about what happened at a moment, signed with a ``whsec_`` secret.

    >>> from datetime import UTC
    >>> then = datetime(2026, 7, 3, tzinfo=UTC)
    >>> made = envelope(
    ...     number="1", kind="ping", at=then, facts={}, secret="whsec_AAAA", now=then
    ... )
    >>> made.body
    b'{"type":"ping","timestamp":"2026-07-03T00:00:00+00:00","data":{}}'
    >>> sorted(made.headers)
    ['Content-Type', 'User-Agent', 'webhook-id', 'webhook-signature', 'webhook-timestamp']
    """
    said = {"type": kind, "timestamp": at.isoformat(), "data": facts}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    second = str(int(now.timestamp()))
    return Envelope(
        body=body,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Bangfu-Webhooks",
            "webhook-id": number,
            "webhook-timestamp": second,
            "webhook-signature": signature(secret, number, second, body),
        },
    )


def signature(secret: str, number: str, second: str, body: bytes) -> str:
    """``v1,`` and the signature in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{number}.{second}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def next_try(failures: int) -> timedelta | None:
    """How long to wait after so many failures in a row; nothing where it is not tried again.

    >>> next_try(1).seconds, next_try(len(RETRIES) + 1)
    (5, None)
    """
    return RETRIES[failures - 1] if failures <= len(RETRIES) else None

"""The secret of a token: how it begins, and what is kept of it."""

import hashlib
import secrets

PREFIX = "bf_"
"""How a token begins, so that scanners of published code recognise one that leaked."""


def new_secret() -> str:
    """Unguessable text of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a token: SHA-256. A slow hash would add nothing to 256 random bits.

    >>> len(digest_of("bf_x"))
    64
    """
    return hashlib.sha256(secret.encode()).hexdigest()

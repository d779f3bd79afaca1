"""The receipt code by which an asker follows a request: 80 random bits in sixteen characters."""

import re
import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are misread or spell words."""
LENGTH = 16
_MISREAD = str.maketrans("OIL", "011")


def new_receipt() -> str:
    """A receipt code nobody can guess, in four groups of four."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(code: str) -> str:
    """A code as it is shown.

    >>> grouped("0123456789ABCDEF")
    '0123-4567-89AB-CDEF'
    """
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_receipt(typed: str) -> str | None:
    """A typed receipt code without marks between, misread letters mended; nothing if it is none.

    >>> read_receipt(" o123 4567-89ab—cdef "), read_receipt("0123")
    ('0123456789ABCDEF', None)
    """
    plain = re.sub(r"[^0-9A-Z]", "", typed[:60].upper()).translate(_MISREAD)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None


def digest(secret: str) -> str:
    """What is kept of a code: its SHA-256 in hexadecimal."""
    return sha256(secret.encode()).hexdigest()

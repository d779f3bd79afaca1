"""Addresses and robots' keys as they lie in the database: encrypted, and nothing without the key.

As with other secrets here, nobody who reads the database or a backup of it can use them. Where the
installation's key is another one, after a backup was read back without it, a way is entered anew.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def sealed(target: str) -> str:
    """The address as it is kept."""
    return _fernet().encrypt(target.encode()).decode()


def opened(kept: str) -> str:
    """The address itself; empty where this installation's key cannot open it."""
    try:
        return _fernet().decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    made = salted_hmac("notifications.sealing", "way", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(made))

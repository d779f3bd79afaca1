"""Backups as files: sealed with age, tables and contents in parts, proven by digests."""

from .container import Parts, opened, written
from .keys import Key, Lock, Passphrase, key_from, lock_from, new_key

__all__ = [
    "Key",
    "Lock",
    "Parts",
    "Passphrase",
    "key_from",
    "lock_from",
    "new_key",
    "opened",
    "written",
]

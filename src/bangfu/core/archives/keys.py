"""Who can open a backup: whoever knows its passphrase, or holds the secret half of a key.

Sealing is age (age-encryption.org, version 1) through its Rust implementation, so that the public
tool opens a backup as well, without this product. age knows passphrases for small contents only:
with a passphrase each backup has a fresh key, which alone is sealed by the passphrase.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from .refusals import FileInTheWay, KeyNotReadable, PassphraseTooShort, WrongKey

LEAST_CHARACTERS = 12
_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - how every secret key of age begins


@dataclass(frozen=True, slots=True)
class Passphrase:
    """What somebody remembers."""

    words: str

    def __repr__(self) -> str:
        return "Passphrase(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """What seals a backup: public keys, and with a passphrase the sealed secret half.

    ``own`` opens this one backup, for reading it back; it is forgotten with this value.
    """

    recipients: Sequence[Any]
    own: Any
    sealed_key: bytes | None = None

    def check_key(self) -> "Key":
        """What opens the backup just written."""
        return Key([self.own])


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What opens a backup: secret keys, or a passphrase that opens the one kept with it."""

    identities: Sequence[Any] = ()
    passphrase: Passphrase | None = None

    def identities_for(self, sealed_key: bytes | None, name: str) -> Sequence[Any]:
        """The secret keys to try; raises ``WrongKey``."""
        if self.identities:
            return self.identities
        if sealed_key is None or self.passphrase is None:
            raise WrongKey(name)
        try:
            secret = pyrage.passphrase.decrypt(sealed_key, self.passphrase.words)
            return [pyrage.x25519.Identity.from_str(secret.decode())]
        except (pyrage.DecryptError, pyrage.IdentityError, OSError, UnicodeDecodeError):
            raise WrongKey(name) from None


def lock_from(*, recipients: Sequence[str] = (), passphrase: Passphrase | None = None) -> Lock:
    """Seal for public keys, else by a passphrase.

    Raises ``KeyNotReadable``, ``PassphraseTooShort``.
    """
    fresh = pyrage.x25519.Identity.generate()
    if recipients:
        return Lock([*(_recipient(text) for text in recipients), fresh.to_public()], fresh)
    words = passphrase.words if passphrase else ""
    if len(words) < LEAST_CHARACTERS:
        raise PassphraseTooShort(LEAST_CHARACTERS)
    sealed = pyrage.passphrase.encrypt(str(fresh).encode(), words)
    return Lock([fresh.to_public()], fresh, sealed)


def key_from(*, key_file: Path | None = None, passphrase: Passphrase | None = None) -> Key:
    """Open by a file of secret keys, as age-keygen writes it, else by a passphrase.

    Raises ``KeyNotReadable``.
    """
    if key_file is None:
        return Key(passphrase=passphrase)
    try:
        lines = key_file.read_text(encoding="ascii").splitlines()
        held = [line.strip() for line in lines if line.startswith(_SECRET)]
        found = [pyrage.x25519.Identity.from_str(line) for line in held]
    except (OSError, ValueError, pyrage.IdentityError):
        found = []
    if not found:
        raise KeyNotReadable(str(key_file))
    return Key(found)


def new_key(path: Path) -> str:
    """Make a key: the secret half into a file for its owner alone, the public half returned.

    Raises ``FileInTheWay``.
    """
    fresh = pyrage.x25519.Identity.generate()
    public = str(fresh.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileInTheWay(str(path)) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{fresh}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise KeyNotReadable(text) from None

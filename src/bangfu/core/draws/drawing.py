"""Committing to a list and a secret, and drawing once a public value is known.

The office fixes the list and a secret seed and publishes one digest of both (the commitment). Later
a value that nobody could know at that time is mixed in. The office cannot choose the outcome, for
it did not know the value; nobody else can foretell it, for they do not know the seed.

Every number comes from HMAC-SHA256 in counter mode, cut into 64-bit words; a word that would favour
small remainders is thrown away, so that each place in a shuffle is equally likely.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bangfu.core.refusal import Refusal

from .listing import FORMAT, DrawList, canonical

SEED_BYTES = 32
_WORD = 8
_SPAN = 2**64


class SeedRefused(Refusal):
    """The seed is not what was committed to."""


class PublicValueMissing(Refusal):
    """Without the public value there is no draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What is fixed and published: the digest of the list, and that of list and seed."""

    list_digest: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Who was drawn, by key in order, each with who checks them."""

    result: Mapping[str, tuple[str, ...]]


def fresh_seed() -> bytes:
    """A secret of 32 bytes from the operating system."""
    return secrets.token_bytes(SEED_BYTES)


def commit(listed: DrawList, seed: bytes) -> Committed:
    """The commitment to a list and a seed; raises ``ListRefused`` or ``SeedRefused``."""
    listed.refuse_unsound()
    if len(seed) != SEED_BYTES:
        raise SeedRefused(
            zh=f"种子应为{SEED_BYTES}字节。", en=f"A seed has {SEED_BYTES} bytes, not {len(seed)}."
        )
    digest = listed.digest()
    sealed = f"{FORMAT} commitment\n".encode() + bytes.fromhex(digest) + seed
    return Committed(list_digest=digest, commitment=hashlib.sha256(sealed).hexdigest())


def public_value(written: str) -> str:
    """A public value as it counts: no blanks, one form of digits; raises ``PublicValueMissing``.

    >>> public_value(" ０３ 17-9 ")
    '0317-9'
    """
    value = "".join(unicodedata.normalize("NFKC", written).split())
    if not value:
        raise PublicValueMissing(zh="请填写公共数。", en="Enter the public value.")
    return value


def draw(listed: DrawList, seed: bytes, value: str) -> Drawn:
    """Who is drawn and who checks them; the same list, seed and value give the same answer.

    Raises what ``commit`` raises, and ``PublicValueMissing``.
    """
    digest = commit(listed, seed).list_digest
    message = f"{FORMAT} key\n".encode() + bytes.fromhex(digest) + public_value(value).encode()
    lots = _Lots(hmac.digest(seed, message, "sha256"))
    drawn: list[str] = []
    for stratum in listed.strata:
        within = (row.key for row in listed.subjects if row.stratum == stratum.key)
        drawn += lots.shuffled(within, f"subjects {stratum.key}")[: stratum.take]
    everybody = [row.key for row in listed.checkers]
    allowed = listed.allowed()
    wanted = {}
    for key in lots.shuffled(drawn, "order"):
        may = set(allowed[key])
        wanted[key] = [one for one in lots.shuffled(everybody, f"checkers {key}") if one in may]
    held = spread(wanted, listed.seats)
    return Drawn(result={key: tuple(sorted(held[key])) for key in sorted(held)})


def spread(wanted: Mapping[str, list[str]], seats: int) -> dict[str, list[str]]:
    """Give every subject ``seats`` of those it may have, as evenly as can be.

    Subjects and each one's checkers come in the order of their lots. The most that anybody carries
    rises by one only when no exchange lets another check be given out below it; so no other
    assignment is more even. Every subject must have ``seats`` it may have.
    """
    given = _Given(wanted)
    while any(len(own) < seats for own in given.held.values()):
        given.most += 1
        # Whom a search in vain asked can be asked in vain until the most rises: no exchange that
        # succeeds passes through them.
        exhausted: set[str] = set()
        for key, own in given.held.items():
            while len(own) < seats:
                asked = set(exhausted)
                if not given.gains(key, asked):
                    exhausted = asked
                    break
    return given.held


class _Given:
    """Who holds whom while checks are given out."""

    def __init__(self, wanted: Mapping[str, list[str]]) -> None:
        self.wanted = wanted
        self.held: dict[str, list[str]] = {key: [] for key in wanted}
        self.most = 0
        self._place = {key: place for place, key in enumerate(wanted)}
        self._carried: dict[str, set[str]] = {one: set() for own in wanted.values() for one in own}

    def gains(self, key: str, asked: set[str]) -> bool:
        """Whether a checker was found for a subject, others changing theirs where that helps."""
        for one in self.wanted[key]:
            if one in asked or one in self.held[key]:
                continue
            asked.add(one)
            carried = self._carried[one]
            if len(carried) < self.most:
                self._take(key, one)
                return True
            for other in sorted(carried, key=self._place.__getitem__):
                if self.gains(other, asked):
                    self.held[other].remove(one)
                    carried.remove(other)
                    self._take(key, one)
                    return True
        return False

    def _take(self, key: str, one: str) -> None:
        self.held[key].append(one)
        self._carried[one].add(key)


def record_of(listed: DrawList, seed: bytes, value: str) -> dict[str, Any]:
    """The whole draw as one JSON value, with which anybody replays it.

    Raises what ``draw`` raises.
    """
    fixed, drawn = commit(listed, seed), draw(listed, seed, value)
    body: dict[str, Any] = {
        "format": FORMAT,
        "list": listed.plain(),
        "list_digest": fixed.list_digest,
        "commitment": fixed.commitment,
        "seed": seed.hex(),
        "public_value": public_value(value),
        "result": [
            {"subject": key, "checkers": list(people)} for key, people in drawn.result.items()
        ],
    }
    text = f"{FORMAT} record\n".encode() + canonical(body)
    return {**body, "digest": hashlib.sha256(text).hexdigest()}


class _Lots:
    """Random numbers of one draw; every purpose has a stream of its own."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def shuffled(self, keys: Iterable[str], purpose: str) -> list[str]:
        """The keys in an order of which each is equally likely, whatever order they came in."""
        found, words = sorted(keys), self._words(purpose)
        for place in range(len(found)):
            other = place + _below(len(found) - place, words)
            found[place], found[other] = found[other], found[place]
        return found

    def _words(self, purpose: str) -> Iterator[int]:
        counter = 0
        while True:
            message = f"{purpose}\n{counter}".encode()
            block = hmac.digest(self._key, message, "sha256")
            for at in range(0, len(block), _WORD):
                yield int.from_bytes(block[at : at + _WORD], "big")
            counter += 1


def _below(bound: int, words: Iterator[int]) -> int:
    """The first word from which each remainder is equally likely, as a remainder."""
    fair = _SPAN - _SPAN % bound
    return next(word for word in words if word < fair) % bound

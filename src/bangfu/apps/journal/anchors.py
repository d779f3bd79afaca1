"""The chain's head, written down outside the database, so that nobody can rewrite the past there.

Whoever can write to the database can change an entry and compute all later digests anew; the chain
then holds. It does not agree with the anchors: lines of a file that is only ever added to, on
another disk or machine where the office chooses so (``BANGFU_JOURNAL_ANCHORS``, several files
separated as in ``PATH``). A line is a moment, a kind, the number of entries, the digest of the
last, and a seal over the line and the one before it.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from .chain import GENESIS
from .models import ChainHead

HOURLY = timedelta(minutes=55)
"""A line is due after this, whatever happened; a little under the hour that is promised."""
SOON = timedelta(minutes=10)
"""And after this where there are new entries."""
ANCHORED, RESTORED = "anchored", "restored"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: so many entries there were, the last with this digest.

    ``RESTORED`` says that a backup of so many entries was brought back, and that what the lines
    before it know of later entries was given up.
    """

    at: datetime
    kind: str
    number: int
    digest: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is not as it was written, or does not follow the one before."""

    line: int


@dataclass(frozen=True, slots=True)
class Log:
    """A file of anchors as it was read, up to its first broken line."""

    path: Path
    anchors: tuple[Anchor, ...]
    broken: Broken | None = None

    @property
    def given_up(self) -> tuple[Anchor, ...]:
        """The restores that gave up entries some earlier line knows of."""
        found, highest = [], 0
        for anchor in self.anchors:
            if anchor.kind == RESTORED and anchor.number < highest:
                found.append(anchor)
                highest = anchor.number
            highest = max(highest, anchor.number)
        return tuple(found)

    @property
    def standing(self) -> tuple[Anchor, ...]:
        """The lines that must hold still, by number."""
        kept: list[Anchor] = []
        for anchor in self.anchors:
            if anchor.kind == RESTORED:
                kept = [each for each in kept if each.number <= anchor.number]
            kept.append(anchor)
        return tuple(sorted(kept, key=lambda each: each.number))


def paths() -> list[Path]:
    """Where anchors are written, each a whole record of its own."""
    return [Path(each) for each in settings.JOURNAL_ANCHORS]


def read(path: Path) -> Log:
    """A file of anchors; an empty one where none was begun."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return Log(path, ())
    found: list[Anchor] = []
    seal = GENESIS
    for number, line in enumerate(lines, start=1):
        body, _, stated = line.rpartition(" ")
        anchor = _parsed(body, number)
        if anchor is None or stated != _seal(seal, body):
            return Log(path, tuple(found), Broken(number))
        found.append(anchor)
        seal = stated
    return Log(path, tuple(found))


def anchor_if_due(*, at: datetime) -> bool:
    """Write the chain's head down where the last line is old enough; whether any file got one.

    To be called again and again; several processes may. Raises ``OSError`` where a file cannot be
    written, after the others were.
    """
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest=GENESIS)
    failures: list[OSError] = []
    wrote = False
    for path in paths():
        try:
            wrote |= _append(path, at, ANCHORED, head.number, head.digest, if_due=True)
        except OSError as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return wrote


def anchor_now(*, at: datetime) -> int:
    """Write the head down at once; the number of entries it stands for."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest=GENESIS)
    for path in paths():
        _append(path, at, ANCHORED, head.number, head.digest)
    return head.number


def anchor_restore(*, number: int, digest: str, at: datetime) -> None:
    """Write down that a backup of so many entries was brought back."""
    for path in paths():
        _append(path, at, RESTORED, number, digest)


def _append(
    path: Path, at: datetime, kind: str, number: int, digest: str, *, if_due: bool = False
) -> bool:
    """Add one line, on the disk before it counts; a line that did not fit is taken back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        last, seal = _last(handle, size)
        if if_due and last is not None and not _is_due(last, number, at):
            return False
        body = f"{at.astimezone(UTC).isoformat(timespec='seconds')} {kind} {number} {digest}"
        line = f"{body} {_seal(seal, body)}\n".encode()
        try:
            if os.write(handle, line) != len(line):
                raise OSError(28, os.strerror(28), str(path))
            os.fsync(handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    return True


def _is_due(last: Anchor, number: int, at: datetime) -> bool:
    age = at - last.at
    return age >= HOURLY or (number != last.number and age >= SOON)


def _last(handle: int, size: int) -> tuple[Anchor | None, str]:
    """The last line and its seal, read from the end of the file."""
    tail = os.pread(handle, 1024, max(0, size - 1024)).decode(errors="replace").splitlines()
    if not tail:
        return None, GENESIS
    body, _, seal = tail[-1].rpartition(" ")
    return _parsed(body, 0), seal


def _parsed(body: str, line: int) -> Anchor | None:
    words = body.split(" ")
    if len(words) != 4 or words[1] not in (ANCHORED, RESTORED) or len(words[3]) != 64:
        return None
    try:
        return Anchor(datetime.fromisoformat(words[0]), words[1], int(words[2]), words[3], line)
    except ValueError:
        return None


def _seal(before: str, body: str) -> str:
    return hashlib.sha256(f"{before} {body}".encode()).hexdigest()


def every_log() -> Iterator[Log]:
    """All files of anchors."""
    return (read(path) for path in paths())

"""From one database into another, for example from the embedded one to a server's.

Tables are read at one moment by this process and written by a second one that was started on the
other database, through a pipe. The second reads everything back and compares it; only then does it
commit. Files stay where they are.
"""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import IO

import msgspec
from django.db import connection, transaction

from bangfu.core.archives import Parts

from . import tables
from .contents import MANIFEST, Head, Manifest, walked
from .making import ChainLook, journal_head, write_tables
from .refusals import MoveFailed, SameDatabase
from .restoring import Loader, require_alone, require_known

PIPE = "-"
EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Moved:
    """What stands in the other database, equal to what was read."""

    tables: int
    rows: int
    journal_entries: int
    journal_digest: str


def move(
    to: str, *, at: datetime, said: Callable[[str, int], None] = lambda _table, _rows: None
) -> Moved:
    """Copy every table into an empty database.

    ``to`` is the other database's address, or ``embedded``. Raises ``SameDatabase``,
    ``MoveFailed``, which repeats what the other side said.
    """
    address = "" if to == EMBEDDED else to
    if address == os.environ.get("BANGFU_DATABASE_URL", ""):
        raise SameDatabase
    receiver = subprocess.Popen(
        [sys.executable, "-m", "bangfu.config.backups.receiving"],
        env={**os.environ, "BANGFU_DATABASE_URL": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert receiver.stdin is not None  # noqa: S101 - it was asked for above
    assert receiver.stderr is not None  # noqa: S101
    manifest: Manifest | None = None
    with receiver, receiver.stdin as pipe:
        try:
            manifest = _send(pipe, at=at, said=said)
        except BrokenPipeError:
            # The other side has refused, and says why below.
            manifest = None
        words = receiver.stderr.read().decode(errors="replace").strip()
        code = receiver.wait()
    if code or manifest is None:
        raise MoveFailed(words.splitlines()[-1] if words else str(code))
    return Moved(
        tables=len(manifest.tables),
        rows=sum(table.rows for table in manifest.tables.values()),
        journal_entries=manifest.journal_entries,
        journal_digest=manifest.journal_digest,
    )


def _send(pipe: IO[bytes], *, at: datetime, said: Callable[[str, int], None]) -> Manifest:
    with tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        parts = Parts(archive)
        with tables.one_moment():
            found = write_tables(parts, at=at, said=said)
            manifest = Manifest(found, {}, *journal_head())
        parts.add(MANIFEST, msgspec.json.encode(manifest))
    pipe.close()
    return manifest


class _Receiver(Loader):
    """Loads tables and follows the journal's chain while they pass by."""

    def __init__(self) -> None:
        super().__init__(None)
        self.chain = ChainLook(PIPE)

    def begin(self, head: Head) -> None:
        """Both begin."""
        self.chain.begin(head)
        super().begin(head)

    def rows(self, label: str, lines: bytes) -> None:
        """Both take the rows."""
        self.chain.rows(label, lines)
        super().rows(label, lines)


def receive(source: IO[bytes]) -> None:
    """Fill this process's empty database from a pipe: all of it, or nothing."""
    require_alone()
    receiver = _Receiver()
    with tarfile.open(fileobj=source, mode="r|") as archive:
        parts = ((part.name, archive.extractfile(part) or io.BytesIO()) for part in archive)
        name, content = next(parts)
        raw = content.read()
        head = msgspec.json.decode(raw, type=Head)
        require_known(head)
        receiver.prepare(head)
        # Tables are made outside the transaction that fills them; then the head counts as read.
        again: Iterator[tuple[str, IO[bytes]]] = iter([(name, io.BytesIO(raw))])
        with transaction.atomic():
            _, manifest = walked(chain(again, parts), PIPE, receiver)
            receiver.finish(manifest)
            receiver.chain.require_end(manifest)
    connection.close()

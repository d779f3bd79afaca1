"""Making a backup while the product runs, and reading it through before it is called one."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection, transaction

from bangfu import __version__
from bangfu.apps.journal.chain import GENESIS
from bangfu.core.archives import Key, Lock, Parts, written
from bangfu.core.archives.refusals import BackupDamaged

from . import tables
from .contents import (
    FILES,
    FORMAT,
    HEAD,
    MANIFEST,
    TABLES,
    Head,
    Manifest,
    Table,
    Taker,
    read_through,
)
from .folder import files_to_keep

JOURNAL = "journal.entry"
STORED = "evidence.storedfile"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and read back: what is in it, and which files of records lack."""

    path: Path
    size: int
    digest: str
    tables: int
    rows: int
    files: int
    journal_entries: int
    lacking: tuple[str, ...]


def make(
    path: Path,
    lock: Lock,
    *,
    at: datetime,
    said: Callable[[str, int], None] = lambda _table, _rows: None,
) -> Made:
    """Write a backup, and read all of it back as a restore would.

    Tables are of one moment. Files follow: a file is written before its row, so none that a row
    names is missed. Raises ``FileInTheWay``, ``DiskFull``, ``BackupDamaged``.
    """
    with written(path, lock) as parts:
        manifest, lacking = _write(parts, at=at, leave_out=path, said=said)
    _read_back(path, lock.check_key(), manifest)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(
        path=path,
        size=path.stat().st_size,
        digest=digest,
        tables=len(manifest.tables),
        rows=sum(table.rows for table in manifest.tables.values()),
        files=len(manifest.files),
        journal_entries=manifest.journal_entries,
        lacking=lacking,
    )


def _write(
    parts: Parts, *, at: datetime, leave_out: Path, said: Callable[[str, int], None]
) -> tuple[Manifest, tuple[str, ...]]:
    with tables.one_moment():
        found = write_tables(parts, at=at, said=said)
        number, digest = journal_head()
        wanted = set(_stored_digests())
    files: dict[str, str] = {}
    data = Path(settings.DATA)
    for name in files_to_keep(data, leave_out=leave_out):
        if (content := _add_file(parts, data / name, name)) is not None:
            files[name] = content
    manifest = Manifest(found, files, number, digest)
    parts.add(MANIFEST, msgspec.json.encode(manifest))
    whole = {Path(name).name for name, content in files.items() if Path(name).name == content}
    return manifest, tuple(sorted(wanted - whole))


def write_tables(
    parts: Parts, *, at: datetime, said: Callable[[str, int], None]
) -> dict[str, Table]:
    """The head and every table, within :func:`tables.one_moment`."""
    migrations = tables.applied()
    head = Head(FORMAT, __version__, at, connection.vendor, migrations)
    parts.add(HEAD, msgspec.json.encode(head))
    found: dict[str, Table] = {}
    for label, model in tables.models_at(migrations).items():
        tally = tables.Tally()
        for number, lines in enumerate(tables.lines_of(model, tally), start=1):
            parts.add(f"{TABLES}{label}/{number:05}.jsonl.gz", tables.packed(lines))
        found[label] = Table(tally.rows, tally.digest, tally.sequence)
        said(label, tally.rows)
    return found


def journal_head() -> tuple[int, str]:
    """Where the journal's chain ends now."""
    from bangfu.apps.journal.models import ChainHead

    head = ChainHead.objects.filter(pk=1).first()
    return (head.number, head.digest) if head else (0, GENESIS)


def _stored_digests() -> Iterator[str]:
    from bangfu.apps.evidence.models import StoredFile

    return StoredFile.objects.values_list("digest", flat=True).iterator(chunk_size=5000)


def _add_file(parts: Parts, path: Path, name: str) -> str | None:
    """Write one file; its digest, or nothing where it was removed meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        parts.add_open(FILES + name, file, size)
    return digest


class ChainLook(Taker):
    """Follows the journal's chain through the rows of a backup."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._names: list[str] = []
        self.number, self.digest = 0, GENESIS

    def begin(self, head: Head) -> None:
        """Learn the journal's columns at that time."""
        model = tables.models_at(head.migrations).get(JOURNAL)
        self._names = [each.attname for each in tables.columns(model)] if model else []

    def rows(self, label: str, lines: bytes) -> None:
        """Compute every digest anew; raises ``BackupDamaged`` at the first that is wrong."""
        if label != JOURNAL:
            return
        for row in tables.rows_in(lines):
            entry = _entry(dict(zip(self._names, row, strict=True)))
            if (entry.number, entry.previous) != (self.number + 1, self.digest) or (
                _digest_of(entry) != entry.digest
            ):
                raise BackupDamaged(
                    self._name,
                    f"日志第{entry.number}条与前文不相连",
                    f"entry {entry.number} of the journal does not follow",
                )
            self.number, self.digest = entry.number, entry.digest

    def require_end(self, manifest: Manifest) -> None:
        """Raise ``BackupDamaged`` where the chain ends elsewhere than the manifest states."""
        if (self.number, self.digest) != (manifest.journal_entries, manifest.journal_digest):
            raise BackupDamaged(self._name, "日志末尾不符", "the journal's end differs")


def _entry(values: dict[str, Any]) -> Any:
    from bangfu.apps.journal.models import Entry

    values["at"] = datetime.fromisoformat(values["at"])
    return Entry(**values)


def _digest_of(entry: Any) -> str:
    from bangfu.apps.journal.chain import digest_of

    return digest_of(entry)


def check(path: Path, key: Key) -> tuple[Head, Manifest]:
    """Read a whole backup: seal, digests, rows, and the journal's chain.

    Raises ``NotABackup``, ``WrongKey``, ``BackupDamaged``.
    """
    look = ChainLook(path.name)
    head, manifest = read_through(path, key, look)
    look.require_end(manifest)
    return head, manifest


def _read_back(path: Path, key: Key, manifest: Manifest) -> None:
    """A backup that cannot be read is none: it is removed, and said."""
    try:
        _head, found = check(path, key)
        if found != manifest:
            raise BackupDamaged(path.name, "清单与所写不符", "its manifest is not what was written")
    except BackupDamaged:
        path.unlink()
        raise


def record(made: Made) -> None:
    """Tell the journal of a backup, where ``last_backup`` finds it."""
    from bangfu.apps.journal import actions as journal
    from bangfu.apps.journal.models import ChainHead

    with transaction.atomic():
        head, _ = ChainHead.objects.get_or_create(pk=1)
        journal.record(
            actor=None,
            verb="backup.made",
            subject=head,
            facts={
                "file": made.path.name,
                "digest": made.digest,
                "entries": made.journal_entries,
                "rows": made.rows,
            },
        )

"""Bringing a backup back on an empty machine: all of it, or nothing.

Everything is read through once before anything is touched. Files go to a folder of their own
first; the database is the last to appear: the embedded one by renaming its file, a server's by
committing its one transaction. A restore that was killed leaves an empty database, and is simply
done again.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bangfu.core.archives import Key

from . import tables
from .contents import Head, Manifest, Taker, read_through
from .folder import DATABASE, STAGING, files_to_keep
from .making import check
from .refusals import MadeByNewer, NotEmpty, NotTheSame

MADE_ANEW = {"secret_key"}
"""What starting the command makes in an empty folder by itself."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and how many migrations were applied to an older backup."""

    head: Head
    manifest: Manifest


def restore(path: Path, key: Key) -> Restored:
    """Restore a backup into this empty installation.

    Raises ``NotEmpty``, ``MadeByNewer``, ``NotTheSame`` and what reading a backup raises.
    """
    data = Path(settings.DATA)
    require_empty(data)
    head, _ = check(path, key)
    require_known(head)
    staging = data / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    (staging / "files").mkdir(parents=True)
    with _fresh_database(staging):
        loader = Loader(staging / "files")
        loader.prepare(head)
        with transaction.atomic():
            head, manifest = read_through(path, key, loader)
            loader.finish(manifest)
            _place(staging / "files", data)
    shutil.rmtree(staging)
    return Restored(head, manifest)


def require_empty(data: Path) -> None:
    """Refuse where anybody has worked; a restore that was cut off counts as empty."""
    require_alone()
    if (data / STAGING).is_dir():
        return
    for name in files_to_keep(data):
        if name not in MADE_ANEW:
            raise NotEmpty(f"数据目录里已有“{name}”", f"its data folder holds “{name}”")


def require_alone() -> None:
    """Refuse a database in which anybody has an account."""
    if people := _accounts():
        raise NotEmpty(f"数据库里已有{people}个账号", f"its database holds {people} accounts")


def _accounts() -> int:
    with connection.cursor() as cursor:
        if "accounts_user" not in connection.introspection.table_names(cursor):
            return 0
        cursor.execute("SELECT COUNT(*) FROM accounts_user")
        return int(cursor.fetchone()[0])


def require_known(head: Head) -> None:
    """Refuse a backup whose tables this version does not know."""
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    for each in head.migrations:
        if tuple(each) not in known:
            raise MadeByNewer(head.product, ".".join(each))


class Loader(Taker):
    """Fills empty tables and a folder with the parts of a backup, in the caller's transaction."""

    def __init__(self, files: Path | None) -> None:
        self._files = files
        self._models: dict[str, Any] = {}

    def prepare(self, head: Head) -> None:
        """Make the tables as they were when the backup was made; before the transaction."""
        targets = [(app, name) for app, name in head.migrations]
        loader = MigrationExecutor(connection).loader
        wanted = {key for target in targets for key in loader.graph.forwards_plan(target)}
        # Some of them may stand already, where an earlier restore was cut off; no other may.
        if not set(loader.applied_migrations) & set(loader.graph.nodes) <= wanted:
            raise NotEmpty(
                "数据库的表属于另一个版本", "its database has the tables of another version"
            )
        MigrationExecutor(connection).migrate(targets)
        self._models = tables.models_at(targets)

    def begin(self, head: Head) -> None:
        """Take away what migrations have put into tables."""
        tables.clear(self._models)

    def rows(self, label: str, lines: bytes) -> None:
        """Write a part of a table."""
        tables.load(self._models[label], tables.rows_in(lines))

    def file(self, path: str, pieces: Iterator[bytes]) -> None:
        """Write a file beside its place."""
        if self._files is None:
            return super().file(path, pieces)
        target = self._files / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return None

    def finish(self, manifest: Manifest) -> None:
        """Let numbers go on, and read every table back; raises ``NotTheSame``."""
        for label, stated in manifest.tables.items():
            model = self._models[label]
            tables.go_on_from(model, stated.sequence)
            tally = tables.Tally()
            for _ in tables.lines_of(model, tally):
                pass
            if (tally.rows, tally.digest) != (stated.rows, stated.digest):
                raise NotTheSame(label)


@contextmanager
def _fresh_database(staging: Path) -> Iterator[None]:
    """The embedded database is filled beside its place and put there when whole."""
    if connection.vendor != "sqlite":
        yield
        return
    place = Path(connection.settings_dict["NAME"])
    beside = staging / DATABASE
    connection.close()
    connection.settings_dict["NAME"] = str(beside)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
    # Left by starting this command: an empty file, whose log would be taken for the new one's.
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    _to_disk(beside)
    beside.replace(place)
    _to_disk(place.parent)


def _place(files: Path, data: Path) -> None:
    """Move what was restored into the data folder, entry by entry; each move is one step."""
    for entry in sorted(files.iterdir()):
        target = data / entry.name
        if target.is_dir():
            shutil.rmtree(target)
        entry.replace(target)
    _to_disk(data)


def _to_disk(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def record(restored: Restored, name: str) -> None:
    """Tell the journal, which has come back with the rest, of the restore."""
    from bangfu.apps.journal import actions as journal
    from bangfu.apps.journal import anchors
    from bangfu.apps.journal.models import ChainHead

    # Before the entry: what anchors knew of later ones was given up with the old machine.
    anchors.anchor_restore(
        number=restored.manifest.journal_entries,
        digest=restored.manifest.journal_digest,
        at=timezone.now(),
    )
    with transaction.atomic():
        head, _ = ChainHead.objects.get_or_create(pk=1)
        journal.record(
            actor=None,
            verb="backup.restored",
            subject=head,
            facts={
                "file": name,
                "made_at": restored.head.made_at.isoformat(timespec="seconds"),
                "entries": restored.manifest.journal_entries,
            },
        )

"""What lies in a backup, in which order: a head, tables, files, a manifest; and reading it back."""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, TypeVar

import msgspec

from bangfu.core.archives import Key, opened
from bangfu.core.archives.refusals import BackupDamaged, NotABackup

FORMAT = 1
HEAD, TABLES, FILES, MANIFEST = "head.json", "tables/", "files/", "manifest.json"
CHUNK = 1 << 20

Decoded = TypeVar("Decoded")


class Head(msgspec.Struct, frozen=True):
    """The first part: what the tables are."""

    format: int
    product: str
    made_at: datetime
    database: str
    migrations: list[tuple[str, str]]


class Table(msgspec.Struct, frozen=True):
    """A table as it was written: rows, digest of their lines, the last number given out."""

    rows: Annotated[int, msgspec.Meta(ge=0)]
    digest: str
    sequence: int | None = None


class Manifest(msgspec.Struct, frozen=True):
    """The last part: what all others must be. ``files`` are digests by path."""

    tables: dict[str, Table]
    files: dict[str, str]
    journal_entries: int
    journal_digest: str


class Taker:
    """What is done with the parts of a backup as they come; here nothing but looking."""

    def begin(self, head: Head) -> None:
        """The head was read."""

    def rows(self, label: str, lines: bytes) -> None:
        """A part of a table."""

    def file(self, path: str, pieces: Iterator[bytes]) -> None:
        """A file; all of it must be taken."""
        for _ in pieces:
            pass


def read_through(path: Path, key: Key, taker: Taker) -> tuple[Head, Manifest]:
    """Hand every part to the taker, and hold it against the manifest.

    Raises ``NotABackup``, ``WrongKey``, ``BackupDamaged``.
    """
    with opened(path, key) as parts:
        return walked(parts, path.name, taker)


def walked(
    parts: Iterator[tuple[str, IO[bytes]]], name: str, taker: Taker
) -> tuple[Head, Manifest]:
    """The same for parts from anywhere."""
    head: Head | None = None
    manifest: Manifest | None = None
    tables: dict[str, tuple[int, hashlib._Hash]] = {}
    files: dict[str, str] = {}
    for part, content in parts:
        if head is None:
            head = _head(part, content, name)
            taker.begin(head)
        elif part.startswith(TABLES):
            label = part.removeprefix(TABLES).partition("/")[0]
            lines = _unpacked(content.read(), name, part)
            rows, digest = tables.get(label, (0, hashlib.sha256()))
            digest.update(lines)
            tables[label] = (rows + lines.count(b"\n"), digest)
            taker.rows(label, lines)
        elif part.startswith(FILES):
            inner = safe(part.removeprefix(FILES), name)
            seen = hashlib.sha256()
            taker.file(inner, _pieces(content, seen.update))
            files[inner] = seen.hexdigest()
        elif part == MANIFEST:
            manifest = _decoded(content.read(), Manifest, name)
    if head is None or manifest is None:
        raise NotABackup(name)
    _compare({k: (r, d.hexdigest()) for k, (r, d) in tables.items()}, files, manifest, name)
    return head, manifest


def safe(path: str, name: str) -> str:
    """A path that stays within the folder it is written to; raises ``BackupDamaged``."""
    steps = path.split("/")
    if not path or "\\" in path or "\0" in path or any(step in ("", ".", "..") for step in steps):
        raise BackupDamaged(name, f"路径“{path}”不在目录内", f"the path “{path}” leads outside")
    return path


def _head(part: str, content: IO[bytes], name: str) -> Head:
    if part != HEAD:
        raise NotABackup(name)
    return _decoded(content.read(), Head, name)


def _decoded(raw: bytes, kind: type[Decoded], name: str) -> Decoded:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError:
        raise NotABackup(name) from None


def _unpacked(raw: bytes, name: str, part: str) -> bytes:
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, ValueError):
        raise BackupDamaged(name, f"“{part}”解不开", f"“{part}” does not unpack") from None


def _pieces(content: IO[bytes], seen: Callable[[bytes], object]) -> Iterator[bytes]:
    while piece := content.read(CHUNK):
        seen(piece)
        yield piece


def _compare(
    tables: dict[str, tuple[int, str]], files: dict[str, str], manifest: Manifest, name: str
) -> None:
    for label, stated in manifest.tables.items():
        found = tables.get(label, (0, hashlib.sha256().hexdigest()))
        if found != (stated.rows, stated.digest):
            raise BackupDamaged(
                name,
                f"表 {label} 应有{stated.rows}行，读到{found[0]}行或内容不同",
                f"table {label} should have {stated.rows} rows, {found[0]} were read or differ",
            )
    if files != manifest.files or not tables.keys() <= manifest.tables.keys():
        wrong = sorted(set(files.items()) ^ set(manifest.files.items()))
        which = wrong[0][0] if wrong else "?"
        raise BackupDamaged(name, f"文件“{which}”不符", f"the file “{which}” differs")

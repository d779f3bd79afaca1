"""The folder of contents: ``ab/cd/abcd….…``, each written whole or not at all.

A content is written before its row, so a row is never without its file; a transaction that fails
leaves a file without a row, which ``actions.sweep`` removes when it is a day old.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PREVIEW = ".preview"
_SWEPT = ".swept"


def root() -> Path:
    """Where contents lie; beside the database, so that one backup holds both."""
    return Path(settings.DATA) / "evidence"


def path_of(digest: str, *, preview: bool = False) -> Path:
    """Where a content lies, or the small picture made of it."""
    return root() / digest[:2] / digest[2:4] / f"{digest}{PREVIEW if preview else ''}"


def put(digest: str, content: bytes, *, preview: bool = False) -> None:
    """Keep a content; one that is there is only marked as in use, so that no sweep takes it."""
    target = path_of(digest, preview=preview)
    try:
        os.utime(target)
    except FileNotFoundError:
        _write(target, content)


def _write(target: Path, content: bytes) -> None:
    """Beside its place first, on the disk, then into its place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Let the folder itself reach the disk, or a power cut could forget the new name in it."""
    with suppress(OSError):
        # Not every system opens folders; those that do not keep names safe in their own way.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of(path: Path) -> str | None:
    """The digest of what lies there now; nothing where nothing lies."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def older_than(moment: float) -> Iterator[tuple[str, Path]]:
    """Digest and path of every file untouched since a moment; half-written ones have no digest."""
    if not root().is_dir():
        return
    for path in sorted(root().glob("??/??/*")):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < moment:
                name = path.name.removesuffix(_SWEPT).removesuffix(PREVIEW)
                yield ("" if name.startswith(".") else name), path


def remove(path: Path, *, untouched_since: float) -> bool:
    """Remove a file unless somebody marked it as in use meanwhile.

    It is set aside first: whoever stores the same content from then on writes it anew, and whoever
    did so just before has marked it, and it goes back.
    """
    aside = path if path.name.endswith(_SWEPT) else path.with_name(path.name + _SWEPT)
    try:
        path.replace(aside)
        if aside.stat().st_mtime >= untouched_since:
            aside.replace(path)
            return False
        aside.unlink()
    except FileNotFoundError:
        return False
    return True

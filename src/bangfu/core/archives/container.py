"""The file of a backup: an uncompressed zip around one sealed stream of parts.

``README.txt`` says how the file is opened without this product; ``key.age`` is there where a
passphrase seals it; ``content.tar.age`` is the tar of the parts. Parts are written and read in
their order, none larger than memory allows but those that are handed over as open files.
"""

import io
import os
import tarfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage

from .keys import Key, Lock
from .refusals import BackupDamaged, DiskFull, FileInTheWay, NotABackup, WrongKey

README, SEALED_KEY, CONTENT = "README.txt", "key.age", "content.tar.age"
UNFINISHED = ".unfinished"
_NO_ZIP = (zipfile.BadZipFile, EOFError, zlib.error)
HOW_TO_OPEN = """\
帮扶系统备份。恢复：bangfu restore 本文件
A backup of Bangfu. To restore it: bangfu restore FILE

Without Bangfu, with the public tools unzip and age (age-encryption.org):
  unzip FILE
  age --decrypt key.age > key.txt          (only where key.age is there; asks for the passphrase)
  age --decrypt -i key.txt content.tar.age | tar -x
Tables are lines of JSON, packed with gzip; manifest.json holds counts and SHA-256 digests.
"""


class Parts:
    """Where the parts of one backup are written."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, content: bytes) -> None:
        """Write a part that is in memory."""
        self.add_open(name, io.BytesIO(content), len(content))

    def add_open(self, name: str, file: IO[bytes], size: int) -> None:
        """Write a part of exactly so many bytes from an open file."""
        part = tarfile.TarInfo(name)
        part.size = size
        part.mode = 0o600
        self._archive.addfile(part, file)


@contextmanager
def written(path: Path, lock: Lock) -> Iterator[Parts]:
    """Write a backup under its name once it is whole, on the disk; else leave nothing.

    Raises ``FileInTheWay``, ``DiskFull``.
    """
    if path.exists():
        raise FileInTheWay(str(path))
    beside = path.with_name(path.name + UNFINISHED)
    try:
        # A process that was killed may have left its own behind; nobody else may read this one.
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as outer:
                outer.writestr(README, HOW_TO_OPEN)
                if lock.sealed_key is not None:
                    outer.writestr(SEALED_KEY, lock.sealed_key)
                with outer.open(CONTENT, "w", force_zip64=True) as sealed:
                    yield from _sealed(sealed, lock)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync(path.parent)
    except OSError as failure:
        beside.unlink(missing_ok=True)
        raise DiskFull(str(path.parent), failure.strerror or str(failure)) from failure
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _sealed(target: IO[bytes], lock: Lock) -> Iterator[Parts]:
    """Parts go into a pipe at whose other end a thread seals them; nothing lies open on a disk."""
    with (
        _piped(lambda source: pyrage.encrypt_io(source, target, lock.recipients)) as sink,
        tarfile.open(
            fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT, bufsize=1 << 18
        ) as archive,
    ):
        yield Parts(archive)


@contextmanager
def _piped(work: Callable[[IO[bytes]], object]) -> Iterator[io.FileIO]:
    """A pipe to write into, read by ``work`` in a thread; its failure is raised here."""
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb", buffering=1 << 16) as source:
            try:
                work(source)
            except BaseException as failure:
                failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    sink = io.FileIO(writing, "wb")
    try:
        yield sink
    except BrokenPipeError:
        if not failures:
            thread.join()
        if not failures:
            raise
    finally:
        with suppress(OSError):
            sink.close()
        thread.join()
    if failures:
        raise OSError(0, str(failures[0])) from failures[0]


@contextmanager
def opened(path: Path, key: Key) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The parts of a backup, each by name with its content, which is read before the next.

    Raises ``NotABackup``, ``WrongKey``, ``BackupDamaged``; the last two may come while reading.
    """
    name = path.name
    with ExitStack() as held:
        try:
            file = held.enter_context(path.open("rb"))
            outer = held.enter_context(zipfile.ZipFile(file))
            sealed_key = outer.read(SEALED_KEY) if SEALED_KEY in outer.namelist() else None
            sealed = held.enter_context(outer.open(CONTENT))
        except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, *_NO_ZIP):
            raise NotABackup(name) from None
        try:
            yield _parts(sealed, key.identities_for(sealed_key, name), name)
        except tarfile.TarError:
            # A part broke off while it was read.
            raise _told([], name) from None


def _parts(sealed: IO[bytes], identities: Any, name: str) -> Iterator[tuple[str, IO[bytes]]]:
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        with io.FileIO(writing, "wb") as sink, io.BufferedWriter(sink, 1 << 16) as buffered:
            try:
                pyrage.decrypt_io(sealed, buffered, identities)
            except BaseException as failure:
                failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    source = os.fdopen(reading, "rb", buffering=1 << 20)
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for part in archive:
                content = archive.extractfile(part) if part.isfile() else None
                if content is None:
                    raise BackupDamaged(name, f"多出“{part.name}”", f"“{part.name}” is no file")
                yield part.name, content
    except tarfile.TarError:
        source.close()
        thread.join()
        raise _told(failures, name) from None
    finally:
        # Whoever stops reading early ends the thread by closing its pipe.
        source.close()
        thread.join()
    if failures and not isinstance(failures[0], BrokenPipeError):
        raise _told(failures, name)


def _told(failures: list[BaseException], name: str) -> WrongKey | BackupDamaged:
    if failures and "matching keys" in str(failures[0]):
        return WrongKey(name)
    return BackupDamaged(name, "内容与加密时不符", "its content is not what was sealed")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A backup's file: whole or not there, opened by its key alone, and damage is said."""

import io
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.core.archives import Lock, Passphrase, key_from, lock_from, new_key, opened, written
from bangfu.core.archives.container import CONTENT, UNFINISHED
from bangfu.core.archives.refusals import (
    BackupDamaged,
    DiskFull,
    FileInTheWay,
    KeyNotReadable,
    NotABackup,
    PassphraseTooShort,
    WrongKey,
)
from bangfu.core.refusal import Refusal

WORDS = Passphrase("云山苍苍江水泱泱先生之风")
PARTS = {"head.json": b"{}", "files/名单.txt": "甲乙".encode() * 50_000, "empty": b""}


def write(path: Path, lock: Lock, parts: dict[str, bytes] = PARTS) -> Path:
    with written(path, lock) as archive:
        for name, content in parts.items():
            archive.add(name, content)
    return path


def read(path: Path, key: object) -> dict[str, bytes]:
    with opened(path, key) as parts:  # type: ignore[arg-type]
        return {name: content.read() for name, content in parts}


@pytest.fixture(scope="module")
def lock() -> Lock:
    """Sealed for a key that nobody keeps, which is quicker than a passphrase."""
    return lock_from(recipients=[str(pyrage.x25519.Identity.generate().to_public())])


class TestKeys:
    def test_a_passphrase_opens_what_it_sealed_and_no_other_does(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.bak", lock_from(passphrase=WORDS))

        assert read(path, key_from(passphrase=WORDS)) == PARTS
        with pytest.raises(WrongKey):
            read(path, key_from(passphrase=Passphrase(WORDS.words + "。")))

    def test_a_public_key_seals_for_the_holder_of_the_secret_one(self, tmp_path: Path) -> None:
        public = new_key(tmp_path / "key")
        new_key(tmp_path / "other")
        path = write(tmp_path / "a.bak", lock_from(recipients=[public]))

        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
        assert read(path, key_from(key_file=tmp_path / "key")) == PARTS
        with pytest.raises(WrongKey):
            read(path, key_from(key_file=tmp_path / "other"))
        with pytest.raises(WrongKey):
            read(path, key_from(passphrase=WORDS))

    def test_a_key_is_never_written_over(self, tmp_path: Path) -> None:
        new_key(tmp_path / "key")

        with pytest.raises(FileInTheWay):
            new_key(tmp_path / "key")

    def test_what_is_no_key_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("AGE-SECRET-KEY-1XYZ\n")

        with pytest.raises(KeyNotReadable):
            key_from(key_file=tmp_path / "key")
        with pytest.raises(KeyNotReadable):
            lock_from(recipients=["ssh-rsa AAAA"])
        with pytest.raises(PassphraseTooShort):
            lock_from(passphrase=Passphrase("short"))


class TestFile:
    def test_nothing_of_the_content_can_be_read_without_the_key(
        self, tmp_path: Path, lock: Lock
    ) -> None:
        path = write(tmp_path / "a.bak", lock, {"files/甲.txt": b"SECRET-WORDS" * 100})

        raw = path.read_bytes()

        assert b"SECRET-WORDS" not in raw
        assert "甲".encode() not in raw
        assert path.stat().st_mode & 0o777 == 0o600

    def test_is_not_written_over(self, tmp_path: Path, lock: Lock) -> None:
        path = write(tmp_path / "a.bak", lock)

        with pytest.raises(FileInTheWay):
            write(path, lock)

    def test_is_not_there_where_the_writer_failed(self, tmp_path: Path, lock: Lock) -> None:
        with pytest.raises(TypeError), written(tmp_path / "a.bak", lock) as archive:
            archive.add("a", "no bytes")  # type: ignore[arg-type]

        assert list(tmp_path.iterdir()) == []

    def test_a_killed_writers_beginning_is_in_nobodys_way(self, tmp_path: Path, lock: Lock) -> None:
        (tmp_path / f"a.bak{UNFINISHED}").write_bytes(b"half")

        path = write(tmp_path / "a.bak", lock)

        assert [each.name for each in tmp_path.iterdir()] == [path.name]

    def test_a_full_disk_is_said_and_leaves_nothing(self, tmp_path: Path) -> None:
        """In a process whose files may grow to a megabyte only."""
        script = (
            "import signal, sys, pyrage; from pathlib import Path;"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "from bangfu.core.archives import lock_from, written;"
            "from bangfu.core.archives.refusals import DiskFull\n"
            "key = str(pyrage.x25519.Identity.generate().to_public())\n"
            "try:\n"
            "    with written(Path(sys.argv[1]), lock_from(recipients=[key])) as archive:\n"
            "        for number in range(64):\n"
            "            archive.add(str(number), bytes(1 << 16))\n"
            "except DiskFull as refused:\n"
            "    print(refused.en)\n"
        )
        ended = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "a.bak")],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert "Nothing incomplete was left" in ended.stdout, ended.stderr
        assert "Traceback" not in ended.stderr
        assert list(tmp_path.iterdir()) == []

    def test_where_there_is_no_folder_is_said(self, tmp_path: Path, lock: Lock) -> None:
        with pytest.raises(DiskFull):
            write(tmp_path / "none" / "a.bak", lock)

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text", os.urandom(400)])
    def test_what_is_no_backup_is_said(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.bak").write_bytes(content)

        with pytest.raises(NotABackup):
            read(tmp_path / "a.bak", key_from(passphrase=WORDS))

    def test_a_zip_of_somebody_elses_is_said(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.bak", "w") as archive:
            archive.writestr(CONTENT, b"age-encryption.org/v1\n")
        new_key(tmp_path / "key")

        with pytest.raises(BackupDamaged):
            read(tmp_path / "a.bak", key_from(key_file=tmp_path / "key"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("damage")
    return write(folder / "a.bak", lock_from(recipients=[new_key(folder / "key")])), folder


class TestDamage:
    @settings(max_examples=60)
    @given(data=st.data())
    def test_one_changed_byte_or_a_lost_end_never_reads_as_whole(
        self, whole: tuple[Path, Path], data: st.DataObject
    ) -> None:
        path, folder = whole
        raw = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(raw) - 1))
        if data.draw(st.booleans()):
            raw[at] ^= data.draw(st.integers(1, 255))
        else:
            del raw[at:]
        damaged = folder / "b.bak"
        damaged.write_bytes(bytes(raw))

        try:
            found = read(damaged, key_from(key_file=folder / "key"))
        except Refusal:
            return
        # The zip around it, its note and its times are not sealed; what is inside is.
        assert found == PARTS

    def test_is_an_open_file_of_exactly_so_many_bytes(self, tmp_path: Path, lock: Lock) -> None:
        with pytest.raises((OSError, DiskFull)), written(tmp_path / "a.bak", lock) as archive:
            archive.add_open("a", io.BytesIO(b"short"), 9)

        assert list(tmp_path.iterdir()) == []

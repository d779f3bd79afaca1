"""The installer's wheel is found, checked and unpacked without pip."""

import base64
import hashlib
import http.server
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import installer
from launcher.installer import InstallerNotFetched, NoInstaller, by_hand, fits, unpack, wheel
from launcher.pip_settings import PipSettings

VERSION = "9.9.9"
PASSWORD = "office:p%40ss"


def name_for_this_machine() -> str:
    """The name of a wheel that fits here."""
    linux = installer.platform.machine().lower()
    tags = f"manylinux_2_17_{linux}.manylinux2014_{linux}", f"musllinux_1_1_{linux}"
    tags += (f"macosx_11_0_{linux}",)
    names = [f"uv-{VERSION}-py3-none-{tag}.whl" for tag in tags]
    return next(name for name in names if fits(name, VERSION))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with one wheel that fits this machine and one that does not."""
    folder = tmp_path / "simple" / "uv"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / name_for_this_machine(), "w") as archive:
        archive.writestr(f"uv-{VERSION}.data/scripts/uv", "#!/bin/sh\necho the installer\n")
    (folder / f"uv-{VERSION}-py3-none-win_amd64.whl").write_bytes(b"for another machine")
    return folder


def sum_of(path: Path) -> frozenset[str]:
    return frozenset({hashlib.sha256(path.read_bytes()).hexdigest()})


@pytest.fixture
def index(shelf: Path) -> Iterator[tuple[str, list[str]]]:
    """A package index on this machine, and the passwords it was shown."""
    shown: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, directory=str(shelf.parents[1]), **options)  # type: ignore[arg-type]

        def do_GET(self) -> None:
            shown.append(self.headers.get("Authorization", ""))
            super().do_GET()

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}/simple", shown
        server.shutdown()


class TestByHand:
    def test_fetches_the_wheel_for_this_machine_from_an_index(
        self, index: tuple[str, list[str]], shelf: Path, tmp_path: Path
    ) -> None:
        source = shelf / name_for_this_machine()

        found = by_hand(PipSettings(index=f"http://{index[0]}"), tmp_path, VERSION, sum_of(source))

        assert found.name == source.name
        assert found.read_bytes() == source.read_bytes()

    def test_shows_the_password_that_stands_in_the_address(
        self, index: tuple[str, list[str]], shelf: Path, tmp_path: Path
    ) -> None:
        address, shown = index
        sums = sum_of(shelf / name_for_this_machine())

        by_hand(PipSettings(index=f"http://{PASSWORD}@{address}"), tmp_path, VERSION, sums)

        assert base64.b64decode(shown[0].removeprefix("Basic ")) == b"office:p@ss"

    def test_takes_it_from_a_folder_without_any_network(self, shelf: Path, tmp_path: Path) -> None:
        settings = PipSettings(folders=(str(shelf),), no_index=True, index="https://x.invalid")

        found = by_hand(settings, tmp_path, VERSION, sum_of(shelf / name_for_this_machine()))

        assert found.parent == tmp_path

    def test_refuses_a_file_with_another_checksum(self, shelf: Path, tmp_path: Path) -> None:
        with pytest.raises(InstallerNotFetched, match="校验和不符"):
            by_hand(PipSettings(folders=(str(shelf),)), tmp_path, VERSION, frozenset({"0" * 64}))

    def test_says_that_the_index_has_none(
        self, index: tuple[str, list[str]], tmp_path: Path
    ) -> None:
        with pytest.raises(InstallerNotFetched, match="没有适合这台机器"):
            by_hand(PipSettings(index=f"http://{index[0]}"), tmp_path, "1.2.3", frozenset())


class TestWheel:
    def test_says_what_to_install_where_there_is_no_way(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(installer, "pips", lambda folder: iter(()))
        monkeypatch.setattr(installer.pip_settings, "read", lambda environment: PipSettings())

        with pytest.raises(NoInstaller) as refusal:
            wheel(tmp_path, VERSION, frozenset())

        assert "apt install python3-venv" in refusal.value.zh
        assert "apt install python3-venv" in refusal.value.en


class TestUnpack:
    def test_leaves_a_program_that_starts(self, shelf: Path, tmp_path: Path) -> None:
        target = tmp_path / "here" / "uv"

        unpack(shelf / name_for_this_machine(), target)

        said = installer.subprocess.run([target], capture_output=True, text=True, check=True)
        assert said.stdout == "the installer\n"


def test_the_pinned_version_has_its_checksums() -> None:
    version, sums = installer.pinned()

    assert version[0].isdigit()
    assert len(sums) > 5

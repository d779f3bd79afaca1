"""The wheel carries all that the product needs, and works where there is no clone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from launcher import installer
from launcher.develop import build
from launcher.places import PYTHON, SOURCE

pytestmark = pytest.mark.skipif(
    not (SOURCE / "bangfu/web/static/vendor/.stamp").exists(),
    reason="browser assets have not been brought yet: ./bangfu test brings them",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    if not PYTHON.exists():
        pytest.skip("the clone has no environment of its own")
    return build.built(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files as an installer lays them."""
    folder = tmp_path_factory.mktemp("installed")
    command = [installer.program(), "pip", "install", "--quiet", "--no-deps", "--offline"]
    command += ["--python", sys.executable, "--target", folder, wheel]
    subprocess.run([str(part) for part in command], check=True)
    return folder


def bangfu(installed: Path, *arguments: str, data: Path) -> "subprocess.CompletedProcess[str]":
    """The installed command, with no clone in sight."""
    own = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(installed), "BANGFU_DATA": str(data)}
    return subprocess.run(
        [sys.executable, installed / "bin/bangfu", *arguments],
        cwd=data,
        env=own | {"HOME": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


class TestWheel:
    def test_lacks_nothing_that_the_tree_has(self, wheel: Path) -> None:
        carried = set(zipfile.ZipFile(wheel).namelist())

        assert set(build.expected()) - carried == set()
        assert any(name.endswith("vendor/tabler.min.css") for name in carried)
        assert any(name.endswith("django.mo") for name in carried)
        assert any("definitions/areas/" in name for name in carried)

    def test_carries_the_licence_and_no_test(self, wheel: Path) -> None:
        carried = zipfile.ZipFile(wheel).namelist()

        assert any(name.endswith("LICENSE") for name in carried)
        assert [name for name in carried if "test" in Path(name).name.split("_")[0]] == []

    def test_lists_its_commands_once_installed(self, installed: Path, tmp_path: Path) -> None:
        shown = bangfu(installed, data=tmp_path)

        assert shown.returncode == 0
        assert "serve" in shown.stdout

    def test_migrates_an_empty_database_once_installed(
        self, installed: Path, tmp_path: Path
    ) -> None:
        done = bangfu(installed, "migrate", data=tmp_path)

        assert done.returncode == 0, done.stderr
        assert any((installed / "bangfu/web/static/vendor").iterdir())
        assert (tmp_path / "bangfu.sqlite3").stat().st_size > 0

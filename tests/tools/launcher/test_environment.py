"""A clone's environment: made once, mended when broken, never smaller than it was."""

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from launcher import environment, installer, programs


def tiny_package(folder: Path, name: str) -> str:
    """Write a wheel with one module; returns its line for a lock file."""
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    described = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    built = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.py", "present = True\n")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", described)
        archive.writestr(f"{name}-1.0.dist-info/WHEEL", built)
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone's folder whose locked sets are two tiny packages, served from a folder."""
    installer.program()  # from its usual place, before the settings below hide that
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    served, tested = tiny_package(wheels, "served"), tiny_package(wheels, "tested")
    locks = tmp_path / "requirements"
    locks.mkdir()
    (locks / "runtime.txt").write_text(served)
    (locks / "server.txt").write_text(served)
    (locks / "develop.txt").write_text(served + tested)
    monkeypatch.setattr(environment, "REQUIREMENTS", locks)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv/.stamp.json")
    monkeypatch.setattr(environment, "STATE", tmp_path / ".bangfu")
    monkeypatch.setattr(environment, "bring_assets", lambda: None)
    monkeypatch.setattr(programs, "LOG", tmp_path / "install.log")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    return tmp_path


def has(clone: Path, package: str) -> bool:
    command = [clone / ".venv/bin/python", "-c", f"import {package}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class TestReady:
    def test_installs_the_locked_set_and_nothing_more(self, clone: Path) -> None:
        environment.ready("runtime")

        assert has(clone, "served")
        assert not has(clone, "tested")

    def test_does_nothing_the_second_time(
        self, clone: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment.ready("runtime")
        monkeypatch.setattr(environment, "_install", lambda wanted: pytest.fail("installs again"))

        environment.ready("runtime")

    def test_installs_what_a_changed_lock_adds(self, clone: Path) -> None:
        environment.ready("runtime")
        larger = (clone / "requirements/develop.txt").read_text()
        (clone / "requirements/runtime.txt").write_text(larger)

        environment.ready("runtime")

        assert has(clone, "tested")

    def test_keeps_the_larger_set_when_a_smaller_one_is_enough(self, clone: Path) -> None:
        environment.ready("develop")

        environment.ready("runtime")

        assert has(clone, "tested")

    def test_begins_anew_after_an_installation_that_was_cut_off(self, clone: Path) -> None:
        environment.ready("runtime")
        environment.STAMP.unlink()
        next((clone / ".venv").rglob("served.py")).unlink()

        environment.ready("runtime")

        assert has(clone, "served")

    def test_begins_anew_when_its_python_is_gone(self, clone: Path) -> None:
        environment.ready("runtime")
        (clone / ".venv/bin/python").unlink()

        environment.ready("runtime")

        assert has(clone, "served")

    def test_refuses_a_package_with_another_checksum_and_leaves_no_stamp(
        self, clone: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (clone / "requirements/runtime.txt").write_text(f"served==1.0 --hash=sha256:{'0' * 64}\n")

        with pytest.raises(programs.StepFailed, match="安装依赖"):
            environment.ready("runtime")

        assert "Hash mismatch" in capsys.readouterr().err
        assert not environment.STAMP.exists()

    def test_takes_a_stamp_that_is_not_one_for_none(self, clone: Path) -> None:
        environment.ready("runtime")
        environment.STAMP.write_text(json.dumps(["develop"]))

        environment.ready("runtime")

        assert json.loads(environment.STAMP.read_text())["set"] == "runtime"


class TestSetFor:
    def test_adds_the_driver_where_the_database_is_a_server(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BANGFU_DATABASE_URL", "postgresql:///bangfu")

        assert environment.set_for("runtime") == "server"
        assert environment.set_for("develop") == "develop"

    def test_needs_no_driver_for_the_embedded_database(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("BANGFU_DATABASE_URL", raising=False)

        assert environment.set_for("runtime") == "runtime"


def test_a_started_program_holds_the_lock_as_well(clone: Path) -> None:
    with environment.alone():
        descriptor = programs.held[0]
        program = subprocess.Popen(["/bin/sleep", "600"], pass_fds=programs.held)

    try:
        kept = Path(f"/proc/{program.pid}/fd/{descriptor}").readlink()
        assert kept == clone / ".bangfu/lock"
    finally:
        program.kill()
        program.wait()

"""``./bangfu`` on machines that have little."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bangfu.config.command import descriptions

ROOT = Path(__file__).resolve().parents[3]
LAUNCHER = ROOT / "bangfu"


def launch(
    *arguments: str, home: Path, environment: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Start the launcher with an empty home and a bare path."""
    own = {"HOME": str(home), "PATH": "/usr/bin:/bin", **(environment or {})}
    return subprocess.run(
        [sys.executable, LAUNCHER, *arguments],
        env=own,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


class TestListing:
    def test_shows_every_command_with_a_line_in_two_groups(self, tmp_path: Path) -> None:
        shown = launch(home=tmp_path)

        assert shown.returncode == 0
        use, develop = shown.stdout.split("\n使用\n")[1].split("\n开发\n")
        assert [line.split()[0] for line in lines(use)] == list(descriptions())
        assert [line.split()[0] for line in lines(develop)] == (
            ["check", "test", "bench", "build", "lock"]
        )
        assert all(len(line.split()) >= 2 for line in lines(use + develop))

    def test_needs_nothing_installed_and_leaves_nothing(self, tmp_path: Path) -> None:
        launch(home=tmp_path)

        assert list(tmp_path.iterdir()) == []


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("  ")]


class TestUnknownCommand:
    def test_is_one_sentence_with_the_nearest_name(self, tmp_path: Path) -> None:
        answer = launch("sevre", home=tmp_path)

        assert answer.returncode == 2
        assert "是不是“serve”" in answer.stderr
        assert "did you mean “serve”" in answer.stderr
        assert "Traceback" not in answer.stderr


class TestOldPython:
    AGED = "import runpy, sys; sys.version_info = (3, 8, 10, 'final', 0); sys.argv = sys.argv[1:];"
    AGED += "runpy.run_path(sys.argv[0], run_name='__main__')"

    def test_can_read_the_launcher(self) -> None:
        assert ast.parse(LAUNCHER.read_text(encoding="utf-8"), feature_version=(3, 5))

    def test_gets_one_sentence_where_no_newer_one_is_installed(self, tmp_path: Path) -> None:
        answer = self.start_aged(path=str(tmp_path))

        assert answer.returncode == 2
        assert "需要 Python 3.11" in answer.stderr
        assert "python3 is 3.8" in answer.stderr.replace("on this machine ", "")
        assert len(answer.stderr.splitlines()) == 2

    def test_hands_over_to_a_newer_one_where_there_is_one(self, tmp_path: Path) -> None:
        (tmp_path / "python3.12").symlink_to(sys.executable)

        answer = self.start_aged(path=str(tmp_path))

        assert answer.returncode == 0
        assert "使用" in answer.stdout

    def start_aged(self, *, path: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", self.AGED, str(LAUNCHER)]
        own = {**os.environ, "PATH": path}
        return subprocess.run(command, env=own, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["check", "lock", "build", "test"])
def test_developers_commands_explain_themselves(name: str, tmp_path: Path) -> None:
    answer = launch(name, "--help", home=tmp_path)

    assert answer.returncode == 0
    assert answer.stdout

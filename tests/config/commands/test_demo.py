"""The demo command, run as a user runs it."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bangfu.config import command
from bangfu.config.commands import serve
from bangfu.config.demonstration import folder, signins


def demo(place: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    surroundings = {name: text for name, text in os.environ.items() if name != "BANGFU_DATA"}
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    surroundings["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    given = [sys.executable, "-m", "bangfu.config.command", "demo", "--data", str(place), *options]
    return subprocess.run(
        given, capture_output=True, text=True, env=surroundings, timeout=300, check=False
    )


def last_entry(place: Path) -> object:
    with closing(sqlite3.connect(place / "bangfu.sqlite3")) as database:
        return database.execute("SELECT number, digest FROM journal_chainhead").fetchone()


def counted(place: Path) -> int:
    """How many indexes the database has taken stock of."""
    with closing(sqlite3.connect(place / "bangfu.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0])


class TestDemo:
    def test_builds_once_and_then_only_opens(self, tmp_path: Path) -> None:
        place = tmp_path / "demo"

        first = demo(place, "--no-serve")
        assert first.returncode == 0, first.stderr
        built = last_entry(place)
        second = demo(place, "--no-serve")

        assert second.returncode == 0, second.stderr
        assert signins.PASSWORD in first.stdout
        assert "卫生健康委经办人" in second.stdout
        assert last_entry(place) == built
        assert counted(place) > 20

    def test_says_what_it_is_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        command.main([])

        assert "demo" in capsys.readouterr().out


class TestRefusals:
    def test_a_taken_port_is_one_sentence_and_nothing_is_built(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with socket.socket() as other:
            other.bind((serve.ADDRESS, 0))
            other.listen()
            port = other.getsockname()[1]

            code = command.main(["demo", "--data", str(tmp_path / "demo"), "--port", str(port)])

        assert code == 2
        assert str(port) in capsys.readouterr().err
        assert not (tmp_path / "demo").exists()

    def test_a_folder_of_something_else_is_not_reset(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "thesis.txt").write_text("mine")

        code = command.main(["demo", "--no-serve", "--reset", "--data", str(tmp_path)])

        assert code == 2
        assert str(tmp_path) in capsys.readouterr().err
        assert not (tmp_path / folder.MARK).exists()

"""The worker of background tasks in a process of its own, on a database of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation in an empty folder, migrated."""
    own = {**os.environ, "BANGFU_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    own |= {"DJANGO_SETTINGS_MODULE": "bangfu.config.settings"}
    own.pop("BANGFU_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "bangfu.config.command", "migrate"], env=own, check=True)
    return own


@pytest.fixture
def worker(own: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    started = subprocess.Popen([sys.executable, "-m", "bangfu.config.task_worker"], env=own)
    yield started
    if started.poll() is None:
        started.kill()
    started.wait()


def statistics(folder: Path) -> int:
    with sqlite3.connect(folder / "bangfu.sqlite3") as database:
        found = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        return int(found.fetchone()[0])


class TestMain:
    def test_takes_stock_of_the_database_and_ends_on_sigterm(
        self, worker: "subprocess.Popen[bytes]", tmp_path: Path
    ) -> None:
        until = time.monotonic() + 60
        while not statistics(tmp_path) and time.monotonic() < until:
            time.sleep(0.1)

        worker.send_signal(signal.SIGTERM)

        assert statistics(tmp_path) == 1
        assert worker.wait(timeout=30) == 0

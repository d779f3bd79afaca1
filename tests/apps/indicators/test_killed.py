"""The process that fills snapshots is killed for real, at any step; the next run goes on."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.apps.indicators.filled_by_a_process import MONTHS

pytestmark = [
    # Outside a transaction: a database is not copied while somebody writes to it.
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="each process has a copy of the embedded database"
    ),
]
ROOT = Path(__file__).parents[3]


def empty_database(at: Path) -> Path:
    """A folder of data with the tables of the tests' database and no rows of indicators."""
    connection.ensure_connection()
    at.mkdir()
    made = sqlite3.connect(at / "bangfu.sqlite3")
    connection.connection.backup(made)
    made.close()
    return at


def run(database: Path, *kill: str) -> tuple[int, dict[str, Any]]:
    """How a process ended that filled the months, and what it told; killed ones tell nothing."""
    python = [sys.executable, "-m", "tests.apps.indicators.filled_by_a_process", *kill]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "BANGFU_DATABASE_URL"},
        "BANGFU_DATA": str(database),
        "DJANGO_SETTINGS_MODULE": "bangfu.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    done = subprocess.run(
        python, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else {}


def test_nothing_is_half_and_nothing_twice(tmp_path: Path) -> None:
    ended, told = run(empty_database(tmp_path / "unbroken"))
    unbroken = told["after"]
    assert ended == 0
    assert {row["month"] for row in unbroken["snapshot"]} == set(MONTHS)

    for step, times in (("_replace", 2), ("_bring_in_step", 4)):
        database = empty_database(tmp_path / step)

        killed, _nothing = run(database, step, str(times))
        ended, told = run(database)

        finished = set(MONTHS[: times - 1])
        assert (killed, ended) == (-signal.SIGKILL, 0)
        for name, rows in told["before"].items():
            assert rows == [row for row in unbroken[name] if row["month"] in finished], name
        assert told["after"] == unbroken

"""Installations in folders of their own, as an operator has them, for tests that end processes."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 240
PASSPHRASE = "长亭外古道边芳草碧连天晚风拂柳笛声残"
WORK = """
from bangfu.config.command import set_up_django
set_up_django()
from django.utils import timezone
from bangfu.apps.accounts.actions import open_account
from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.actions import attach
from bangfu.core.evidence import checked
clerk = open_account(username="clerk", name="经办人", password="kaitong-2025-zhanghao", by=None)
for number in range(3):
    attach(file=checked(f"第{number}次义诊,71人次\\n".encode(), "记录.csv"), to=clerk, by=clerk,
           at=timezone.now())
User.objects.create(username="gone", name="离开").delete()
"""


@dataclass(frozen=True)
class Installation:
    """A data folder with its database; an empty address is the embedded one."""

    folder: Path
    address: str

    def environment(self) -> dict[str, str]:
        own = {**os.environ, "BANGFU_DATA": str(self.folder), "BANGFU_DATABASE_URL": self.address}
        own["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
        return own

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """A command in a process of its own."""
        return self._start("-m", "bangfu.config.command", *arguments)

    def start_script(self, script: str, *arguments: str) -> "subprocess.Popen[str]":
        """A script in a process of its own."""
        return self._start("-c", script, *arguments)

    def _start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        """A command to its end; what it said."""
        with self.start(*arguments) as process:
            said = "".join(process.communicate(timeout=PATIENCE_SECONDS))
        assert process.returncode == code, said
        return said

    def python(self, script: str) -> str:
        """A script among the product's modules; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def empty(folder: Path, *, embedded: bool = False) -> Iterator[Installation]:
    """On the database that the tests run on: a new one of its server, or the embedded one."""
    folder.mkdir(parents=True, exist_ok=True)
    server = "" if embedded else os.environ.get("BANGFU_DATABASE_URL", "")
    if not server:
        yield Installation(folder, "")
        return
    import psycopg

    name = f"bangfu_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield Installation(folder, f"{server.rpartition('/')[0]}/{name}")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


TABLES = """
import json, sys
from bangfu.config.command import set_up_django
set_up_django()
from bangfu.config.backups import tables
found = {}
with tables.one_moment():
    for label, model in tables.models_at(tables.applied()).items():
        tally = tables.Tally()
        for _ in tables.lines_of(model, tally):
            pass
        found[label] = [tally.rows, tally.digest, tally.sequence or 0]
print(json.dumps(found))
"""
"""Prints rows, digest and last number of every table."""

HISTORY = {"journal.entry", "journal.chainhead"}
"""Grow by the entry that tells of a backup or a restore."""

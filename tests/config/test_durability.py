"""What was acknowledged is on the disk: as the served connection says itself, and under SIGKILL."""

import json
import random
import signal
import time
from pathlib import Path

import pytest
from tests.config.backups.installation import Installation, empty

SERVED = """
import json
from bangfu.config.command import set_up_django
set_up_django()
from bangfu.config import static_files
static_files.gather()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.core.management import call_command
call_command("migrate", "contenttypes", verbosity=0)
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
assert Client().get("/sign-in/").status_code == 200
said = []
if connection.vendor == "sqlite":
    connection.connection.set_trace_callback(said.append)
with transaction.atomic():
    ContentType.objects.create(app_label="a", model="b")
asked = (
    ("journal_mode", "synchronous", "foreign_keys") if connection.vendor == "sqlite" else ()
)
found = {}
with connection.cursor() as cursor:
    for name in asked:
        cursor.execute(f"PRAGMA {name}")
        found[name] = cursor.fetchone()[0]
    if not asked:
        cursor.execute("SHOW synchronous_commit")
        found["synchronous_commit"] = cursor.fetchone()[0]
print(json.dumps([found, said[:1]]))
"""
WRITER = """
import sys
from bangfu.config.command import set_up_django
set_up_django()
from django.utils import timezone
from bangfu.apps.accounts.actions import open_account
from bangfu.apps.evidence.actions import attach
from bangfu.core.evidence import checked
from django.db import transaction
for number in range(int(sys.argv[1]), 100_000):
    name = f"w{number}"
    with transaction.atomic():
        one = open_account(username=name, name=name, password="kaitong-2025-zhanghao", by=None)
        attach(file=checked(name.encode() + b",71\\n", "a.csv"), to=one, by=None,
               at=timezone.now())
    print(number, flush=True)
"""
CHECK = """
import json
from bangfu.config.command import set_up_django
set_up_django()
from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.models import Attachment
from bangfu.apps.evidence.queries import unsound
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
attached = set(Attachment.objects.values_list("subject_id", flat=True))
print(json.dumps({
    "accounts": sorted(int(n[1:]) for n in User.objects.values_list("username", flat=True)),
    "half": User.objects.exclude(pk__in=attached).count(),
    "entries": Entry.objects.filter(verb__in=["account.opened", "evidence.attached"]).count(),
    "broken": first_break() is not None,
    "lost": sum(1 for _ in unsound()),
}))
"""
ROUNDS = 3
pytestmark = pytest.mark.database


class TestServedConnection:
    def test_waits_for_the_disk_and_writes_in_turn(self, tmp_path: Path) -> None:
        with empty(tmp_path / "here") as here:
            found, said = json.loads(here.python(SERVED))

        if here.address:
            assert found == {"synchronous_commit": "on"}
        else:
            # 2 is FULL.
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
            assert said == ["BEGIN IMMEDIATE"]


class TestKilled:
    def test_migration_goes_on_where_it_was_cut_off(self, tmp_path: Path) -> None:
        chance = random.Random(20250317)  # noqa: S311

        with empty(tmp_path / "here") as here:
            for _ in range(ROUNDS):
                kill_after(here, chance.uniform(2, 9))
            here.run("migrate")

            assert "已是当前版本" in here.run("migrate", "--check")
            assert "日志完整" in here.run("journal", "verify")
            lose_nothing(here, chance)


def kill_after(here: Installation, seconds: float) -> None:
    with here.start("migrate") as migration:
        time.sleep(seconds)
        migration.send_signal(signal.SIGKILL)


def lose_nothing(here: Installation, chance: random.Random) -> None:
    """Kill a writer at random moments: all it was told is saved is there, and whole."""
    acknowledged: list[int] = []
    for turn in range(ROUNDS):
        began = turn * 1000
        with here.start_script(WRITER, str(began)) as writer:
            assert writer.stdout is not None
            acknowledged.append(int(writer.stdout.readline()))
            time.sleep(chance.uniform(0, 1.5))
            writer.send_signal(signal.SIGKILL)
            acknowledged += [int(line) for line in writer.stdout.read().split()]

    found = json.loads(here.python(CHECK))

    assert set(acknowledged) <= set(found["accounts"])
    # At most the one that was committed as its writer died is there without having been told.
    assert len(found["accounts"]) - len(acknowledged) <= ROUNDS
    assert found["entries"] == 2 * len(found["accounts"])
    assert (found["half"], found["broken"], found["lost"]) == (0, False, 0)

"""The journal's proof at a million entries: written, anchored, verified

A database of its own in a folder that is thrown away; entries are as long as those of the product.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.bar import Bar

SIZES = {"million": 1_000_000, "small": 20_000}
LIMIT_SECONDS = 120.0
SCRIPT = """
import sys, time
from datetime import timedelta
from bangfu.config.command import set_up_django
set_up_django()
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from bangfu.apps.journal import anchors
from bangfu.apps.journal.actions import Event, record_many
from bangfu.apps.journal.models import ChainHead
from bangfu.apps.journal.proof import proven
call_command("migrate", "journal", verbosity=0)
count, at_once = int(sys.argv[1]), 10_000
head = ChainHead.objects.create(pk=1)
facts = {"starts_on": "2025-03-17", "ends_before": "2026-03-17", "days": 71, "reason": "轮换到期"}
for part in range(count // at_once):
    with transaction.atomic():
        record_many(actor=None, events=[
            Event("posting.opened", head, area_code="370523", institution_code="12370000495570303U",
                  programme="dongying_clinical_deputies", facts=facts)
            for _ in range(at_once)
        ])
    anchors.anchor_now(at=timezone.now() + timedelta(hours=part))
began = time.perf_counter()
proof = proven()
seconds = time.perf_counter() - began
assert not proof.breaks and proof.entries == count, proof
print(seconds)
"""


def measure(size: str) -> Iterator[Bar]:
    """Seconds of reading every entry, digest, link and anchor."""
    with tempfile.TemporaryDirectory(prefix="bangfu-journal-") as folder:
        own = {**os.environ, "BANGFU_DATA": folder, "BANGFU_DATABASE_URL": ""}
        own["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(SIZES[size])],
            env=own,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        yield Bar(f"verify {SIZES[size]} entries", LIMIT_SECONDS, float(done.stdout))

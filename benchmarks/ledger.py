"""The ledger at a million activities: list, entry, targets of a city, export

1,500 hosts of a province and three years of work, built once and kept below ``.bangfu/``. The list
is opened by somebody of the province, of a county and of one host, with every two filters; what is
entered for measuring is rolled back; the export is read as it streams, in a process of its own.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from benchmarks import _ledger_rows as rows
from benchmarks._duty_pages import _queries
from benchmarks.bar import Bar, clock, p95, repeated
from benchmarks.pages import KEPT, ROOT

if TYPE_CHECKING:
    from django.test import Client

BUILT_FROM = (
    "benchmarks/_ledger_rows.py",
    "src/bangfu/apps/activities/migrations",
    "src/bangfu/apps/programmes/migrations",
    "src/bangfu/apps/registry/migrations",
)
LIST, ENTRY, TARGETS = 0.150, 0.150, 0.150
EXPORT_SECONDS, EXPORT_MIB, EXPORT_ROWS, FIRST_BYTES = 30.0, 300.0, 100_000, 1.0
QUERIES, TIMES = 12, 20
COUNTY, HOST, SENDER = "370101", "B00007", "B01507"
"""A county of fifty hosts, one of them, and the hospital that helps it."""
FILTERS = {
    "programme": rows.CODE,
    "kind": "lecture",
    "state": "returned",
    "since": "2025-03-01",
    "until": "2025-03-31",
    "giver": SENDER,
    "host": HOST,
    "words": "第7卫生院",
}


def measure(size: str) -> Iterator[Bar]:
    """Bars of the ledger's pages."""
    place = _built()
    _set_up(place)
    from django.core.management import call_command
    from django.db import transaction

    from bangfu.apps.activities.models import Activity, MonthSum

    call_command("migrate", verbosity=0)  # tables that have nothing to do with the ledger
    yield Bar("activities", rows.ACTIVITIES, Activity.objects.count(), "", at_least=True)
    yield Bar("month sums", 1, MonthSum.objects.count(), "", at_least=True)
    readers = {
        "province": _client("commission_clerk", area_prefix="37"),
        "county": _client("commission_clerk", area_prefix=COUNTY),
        "host": _client("host_office", institution_code=HOST),
    }
    for name, client in readers.items():
        yield from _lists(name, client)
    with transaction.atomic():
        yield from _entry(readers["host"])
        transaction.set_rollback(True)
    yield from _targets(readers["county"])
    yield from _export(place)


def _lists(name: str, client: "Client") -> Iterator[Bar]:
    """Every two filters, three times each; the first opening warms the database's pages."""
    seconds = []
    slowest, told = 0.0, ""
    for pair in combinations(FILTERS, 2):
        address = f"/activities/?{urlencode({one: FILTERS[one] for one in pair})}"
        assert client.get(address).status_code == 200, address
        taken = repeated(partial(client.get, address), 3)
        seconds += taken
        if max(taken) > slowest:
            slowest, told = max(taken), " + ".join(pair)
    yield Bar(f"list, {name}, any two filters, p95", LIST, p95(seconds))
    yield Bar(f"list, {name}, slowest ({told})", LIST, slowest)
    plain = repeated(lambda: client.get("/activities/"), TIMES)
    yield Bar(f"list, {name}, no filter, p95", LIST, p95(plain))
    yield Bar(f"list, {name}: queries", QUERIES, _queries(lambda: client.get("/activities/")), "")


def _entry(client: "Client") -> Iterator[Bar]:
    """A host enters a lecture, each time another; and opens the form for it."""
    from bangfu.apps.activities.models import Activity

    address = f"/activities/new/lecture/?giver={SENDER}"
    opened = client.get(address)
    assert opened.status_code == 200, opened.status_code
    yield Bar("entry form, p95", ENTRY, p95(repeated(lambda: client.get(address), TIMES)))
    before = Activity.objects.count()
    seconds = []
    for number in range(TIMES):
        typed = {"key": str(_key(number)), "figure_times": "1", "figure_people": str(20 + number)}
        with clock() as taken:
            answer = client.post(address, {**typed, "on": "2026-10-12", "place": "会议室"})
        assert answer.status_code == 302, answer.content[:2000]
        seconds.append(taken.seconds)
    assert Activity.objects.count() == before + TIMES
    yield Bar("entry recorded, p95", ENTRY, p95(seconds))


def _targets(client: "Client") -> Iterator[Bar]:
    """The matrix of a county's fifty hosts and thirty targets."""
    address = f"/targets/matrix/{rows.CODE}/2026-09-30/"
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    yield Bar(
        "targets, 50 institutions × 30: queries", QUERIES, _queries(lambda: client.get(address)), ""
    )
    yield Bar(
        "targets, 50 institutions × 30, p95",
        TARGETS,
        p95(repeated(lambda: client.get(address), TIMES)),
    )


def _export(place: Path) -> Iterator[Bar]:
    """A hundred thousand rows as a workbook, in a process of its own: its memory is its own."""
    code = "from benchmarks.ledger import export_alone; export_alone()"
    env = {**os.environ, "BANGFU_DATA": str(place)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, env=env, capture_output=True, text=True
    )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    yield Bar("export: rows", EXPORT_ROWS, found["rows"], "", at_least=True)
    yield Bar("export: first bytes", FIRST_BYTES, found["first"])
    yield Bar("export of 100,000 rows to xlsx", EXPORT_SECONDS, found["seconds"])
    yield Bar("export: peak memory of the process", EXPORT_MIB, found["mib"], "MiB")


def export_alone() -> None:
    """Stream an export to nowhere and print what it took; for a process of its own."""
    _set_up(Path(os.environ["BANGFU_DATA"]))
    import resource

    from bangfu.apps.activities.models import Activity

    days = list(
        Activity.objects.order_by("happened_on").values_list("happened_on", flat=True)[
            EXPORT_ROWS : EXPORT_ROWS + 1
        ]
    )
    client = _client("commission_clerk", area_prefix="37")
    address = f"/activities/export/?until={days[0]}"
    size = 0
    with clock() as taken:
        with clock() as first:
            answer = client.get(address)
            assert answer.status_code == 200, answer.status_code
            pieces = iter(answer.streaming_content)  # type: ignore[attr-defined]
            size += len(next(pieces))
        for piece in pieces:
            size += len(piece)
    rows_out = Activity.objects.filter(happened_on__lte=days[0]).count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {
        "rows": rows_out,
        "first": first.seconds,
        "seconds": taken.seconds,
        "mib": peak,
        "bytes": size,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _built() -> Path:
    """The folder of the million, built by another process unless it is there."""
    place = KEPT / f"ledger-{_digest()}"
    for outdated in set(KEPT.glob("ledger-*")) - {place}:
        shutil.rmtree(outdated)
    if (place / "ready").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    code = "from benchmarks.ledger import build_alone; build_alone()"
    own = {**os.environ, "BANGFU_DATA": str(place)}
    own["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    subprocess.run([sys.executable, "-c", code], check=True, env=own, stdout=sys.stderr)
    (place / "ready").touch()
    return place


def build_alone() -> None:
    """Make the database in the folder that the surroundings name."""
    _set_up(Path(os.environ["BANGFU_DATA"]))
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rows.build()


def _set_up(place: Path) -> None:
    os.environ["BANGFU_DATA"] = str(place)
    os.environ.pop("BANGFU_DEBUG", None)
    from bangfu.config import static_files
    from bangfu.config.command import set_up_django

    set_up_django()
    static_files.gather()
    import_module("bangfu.config.wsgi")


def _client(role: str, **place: Any) -> "Client":
    """Somebody with a role somewhere, signed in."""
    from django.test import Client
    from django.utils import timezone

    from bangfu.apps.accounts import actions as accounts
    from bangfu.apps.accounts.models import User

    name = "-".join(["bench", role, *(str(value) for value in place.values())])
    account = User.objects.filter(username=name).first()
    if account is None:
        account = accounts.open_account(
            username=name, name=name, password=os.urandom(16).hex(), by=None
        )
        accounts.give_grant(user=account, role=role, by=None, on=timezone.localdate(), **place)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account)
    return client


def _key(number: int) -> str:
    from uuid import UUID

    return str(UUID(int=2**100 + number))


def _digest() -> str:
    found = hashlib.sha256()
    for pattern in BUILT_FROM:
        for source in sorted(ROOT.glob(pattern)):
            for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
                if path.suffix in {".py", ".toml"}:
                    found.update(path.read_bytes())
    return found.hexdigest()[:12]

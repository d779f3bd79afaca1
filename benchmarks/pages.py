"""Pages at the size of a province: queries, server time, bytes

Every page that needs no parameter is opened through Django's test client by somebody who may see
a whole province (1,500 institutions, 20,000 workers, 10,000 postings), and by somebody who sees
few rows. The database is built once and kept below ``.bangfu/`` until what it is built from
changes.
"""

import hashlib
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bar import Bar, p95, repeated

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".bangfu" / "benchmarks"
BUILT_FROM = ("config/demonstration", "definitions", "apps/*/migrations", "apps/*/actions*")

WIDE, NARROW = "37", "6523"
"""A province with thousands of rows of each kind, and a prefecture with some ten of each."""
ROLES = ("commission_clerk", "auditor")
TIMES = 40
FIRST_PAGE = "/"
QUERIES, SECONDS, FIRST_PAGE_SECONDS, KIBIBYTES = 12, 0.150, 0.100, 100


@dataclass(frozen=True, slots=True)
class Opened:
    """One page as one person sees it."""

    address: str
    queries: int
    kibibytes: float


def measure(size: str) -> Iterator[Bar]:
    """Four bars for each page; the slowest, largest and busiest are told by their names."""
    with province():
        wide, narrow = viewer("wide", WIDE), viewer("narrow", NARROW)
        addresses = [one for one in plain_addresses() if opens(wide, one)]
        yield Bar("pages opened", 8, len(addresses), unit="pages", at_least=True)
        for address in addresses:
            yield from bars_of(address, wide, narrow)


def bars_of(address: str, wide: "Client", narrow: "Client") -> Iterator[Bar]:
    """Queries, their growth with the rows, bytes and time of one page."""
    large, small = opened(wide, address), opened(narrow, address)
    yield Bar(f"{address}: queries", QUERIES, large.queries, unit="")
    growth = large.queries - small.queries
    yield Bar(f"{address}: more queries for more rows", 0, growth, unit="")
    yield Bar(f"{address}: size", KIBIBYTES, large.kibibytes, unit="KiB")
    limit = FIRST_PAGE_SECONDS if address == FIRST_PAGE else SECONDS
    yield Bar(f"{address}: server p95", limit, p95(repeated(lambda: wide.get(address), TIMES)))


def opened(client: "Client", address: str) -> Opened:
    """Open a page once the caches that live as long as the process are warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return Opened(address, len(captured), len(answer.content) / 1024)


def opens(client: "Client", address: str) -> bool:
    """Whether the address is a page for this person, and no redirect, refusal or form to post."""
    answer = client.get(address)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def plain_addresses() -> list[str]:
    """Every address of the product that needs no parameter, the first page first."""
    from django.urls import get_resolver

    return sorted(set(_walk(get_resolver().url_patterns, "/")))


def _walk(patterns: Any, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if "<" in address:
            continue
        if nested := getattr(pattern, "url_patterns", None):
            yield from _walk(nested, address)
        else:
            yield address


def viewer(username: str, area: str) -> "Client":
    """A signed-in client of somebody who may see an area."""
    from django.test import Client
    from django.utils import timezone

    from bangfu.apps.accounts import actions as accounts
    from bangfu.apps.accounts.models import User

    account = User.objects.filter(username=username).first() or accounts.open_account(
        username=username, name=username, password=os.urandom(16).hex(), by=None
    )
    today = timezone.localdate()
    for role in ROLES:
        accounts.give_grant(user=account, role=role, area_prefix=area, by=None, on=today)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account)
    return client


@contextmanager
def province() -> Iterator[None]:
    """The province's database, ready to be opened.

    Another process builds it, so that what building leaves in memory does not slow the pages.
    """
    place = KEPT / f"province-{digest()}"
    for outdated in set(KEPT.glob("province-*")) - {place}:
        shutil.rmtree(outdated)
    os.environ["BANGFU_DATA"] = str(place)
    os.environ.pop("BANGFU_DEBUG", None)
    build = [sys.executable, "-m", "bangfu.config.command", "demo"]
    options = ["--no-serve", "--scale", "province", "--data", str(place)]
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    subprocess.run([*build, *options], check=True, env=own, stdout=sys.stderr)

    from bangfu.config import static_files
    from bangfu.config.command import set_up_django

    set_up_django()
    static_files.gather()
    # As a web worker begins: every page imported, the collector told what never dies.
    import_module("bangfu.config.wsgi")
    # Addresses that refuse this person are expected and not part of the table.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield


def digest() -> str:
    """What the database is built from; a change builds another beside it."""
    package = ROOT / "src" / "bangfu"
    found = hashlib.sha256()
    sources = {path for pattern in BUILT_FROM for path in package.glob(pattern)}
    for source in sorted(sources):
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.suffix in {".py", ".toml"}:
                found.update(path.read_bytes())
    return found.hexdigest()[:12]

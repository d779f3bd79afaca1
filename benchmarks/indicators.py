"""Ten million facts: filling 20 indicators beside hand-written SQL, pages and ranking lists

Both statements run on DuckDB over the same Parquet files, in turn, and must give the same rows;
the snapshots then stand in a database of the product, whose pages are opened at every level.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import _indicator_facts as made
from benchmarks._indicator_sql import BY_HAND, CODES
from benchmarks.bar import Bar, clock, median, p95, repeated
from benchmarks.ledger import _client, _set_up
from benchmarks.pages import KEPT, ROOT

TIMES_AS_LONG, PAGE, LIST = 2.0, 0.300, 0.150
RUNS, OPENED, SLOWEST = 5, 6, 60.0
SIDE = "host"
WIDE = "first=2021-01&last=2025-12"
YEAR = "first=2025-01&last=2025-12"
_AT_ONCE = 50_000
BUILT_FROM = (
    "benchmarks/_indicator_*.py",
    "src/bangfu/core/indicators/facts.py",
    "src/bangfu/core/indicators/expressions.py",
    "src/bangfu/apps/indicators/migrations/*.py",
)


def measure(size: str) -> Iterator[Bar]:
    """Bars of filling and of the pages."""
    place = _place()
    folder = made.made(place / "facts")
    yield Bar("facts", 10_000_000, sum(made.ROWS.values()), "", at_least=True)
    yield from _filling(folder)
    _built(place, folder)
    yield from _pages(place)


def _place() -> Path:
    """The folder of facts and database; others, of what was measured before, are removed."""
    found = hashlib.sha256()
    for pattern in BUILT_FROM:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    place = KEPT / f"indicators-{found.hexdigest()[:12]}"
    for outdated in set(KEPT.glob("indicators*")) - {place}:
        shutil.rmtree(outdated)
    return place


def statement() -> str:
    """The product's own statement for the indicators of this benchmark."""
    from bangfu.core.indicators import catalogue
    from bangfu.core.indicators.expressions import snapshots, sql

    chosen = [catalogue()[code] for code in CODES]
    return sql(snapshots(chosen, first=made.FIRST, last=made.LAST), "duckdb")


def _filling(folder: Path) -> Iterator[Bar]:
    """Both statements in turn, so that a busy moment of the machine falls on both."""
    from bangfu.core.indicators.engines import open_duckdb

    with clock() as written:
        ours = statement()
    seconds: dict[str, list[float]] = {"ours": [], "by_hand": []}
    with open_duckdb(folder) as connection:
        for _ in range(RUNS):
            for name, text in (("ours", ours), ("by_hand", BY_HAND)):
                connection.execute(f"DROP TABLE IF EXISTS {name}")
                with clock() as taken:
                    connection.execute(f"CREATE TABLE {name} AS {text}")
                seconds[name].append(taken.seconds)
        rows = _count(connection, "SELECT count(*) FROM ours")
        apart = _count(connection, "SELECT count(*) FROM (FROM ours EXCEPT ALL FROM by_hand)")
        apart += _count(connection, "SELECT count(*) FROM (FROM by_hand EXCEPT ALL FROM ours)")
    yield Bar("snapshot rows", 1_000_000, rows, "", at_least=True)
    yield Bar("rows that differ from the hand-written statement's", 0, apart, "")
    own, hand = median(seconds["ours"]), median(seconds["by_hand"])
    yield Bar("writing the statement, once a process", 10.0, written.seconds)
    yield Bar("filling by hand-written SQL", SLOWEST, hand)
    yield Bar("filling by the catalogue", SLOWEST, own)
    yield Bar("filling, times as long as by hand", TIMES_AS_LONG, own / hand, "×")


def _count(connection: Any, text: str) -> int:
    return int(connection.execute(text).fetchone()[0])


def _built(place: Path, folder: Path) -> None:
    """A database of the product with the snapshots, written once."""
    if (place / "ready").exists():
        _set_up(place)
        _migrated()
        return
    for path in place.glob("bangfu.sqlite3*"):
        path.unlink()
    shutil.rmtree(place / "static", ignore_errors=True)
    _set_up(place)
    _migrated()
    _institutions(folder)
    _snapshots(place, folder)
    (place / "ready").touch()


def _migrated() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _institutions(folder: Path) -> None:
    from datetime import date

    from django.core.management import call_command

    from bangfu.apps.registry.models import Area, Institution
    from bangfu.core.indicators.engines import open_duckdb

    if not Area.objects.exists():
        call_command("adopt_areas", verbosity=0)
    with open_duckdb(folder) as connection:
        rows = connection.execute("SELECT DISTINCT institution, area FROM duty").fetchall()
    Institution.objects.bulk_create(
        Institution(
            code=code,
            name=f"{area}卫生院",
            category="township_hospital",
            area_code=area,
            valid_from=date(2000, 1, 1),
        )
        for code, area in rows
    )


def _snapshots(place: Path, folder: Path) -> None:
    """Straight into the table: what is measured is reading, not Django's way of writing."""
    from bangfu.core.indicators.engines import open_duckdb

    with open_duckdb(folder) as connection, sqlite3.connect(place / "bangfu.sqlite3") as target:
        found = connection.execute(
            f"SELECT * FROM ({statement()}) ORDER BY indicator, side, level, place, month"  # noqa: S608
        )
        while rows := found.fetchmany(_AT_ONCE):
            target.executemany(
                "INSERT INTO indicators_snapshot (indicator, side, level, place, month, "
                "numerator, denominator, filled_at) VALUES (?,?,?,?,?,?,?,'2026-01-01')",
                rows,
            )
        target.execute("ANALYZE")


def _pages(place: Path) -> Iterator[Bar]:
    """Every level of the ladder over one year and over five; institutions in order."""
    os.environ["BANGFU_DATA"] = str(place)
    nation = _client("commission_clerk", whole_country=True)
    code, area = _somewhere()
    levels = {
        "nation": "",
        "province": area[:2],
        "city": area[:4],
        "county": area,
        "institution": code,
    }
    for name, where in levels.items():
        seconds = []
        for one in ("on_post_rate", "posted_doctors_per_10000", "lecture.times"):
            for window in (YEAR, WIDE):
                address = f"/indicators/one/{one}/?place={where}&{window}"
                assert nation.get(address).status_code == 200, address
                seconds += repeated(lambda asked=address: nation.get(asked), OPENED)  # type: ignore[misc]
        yield Bar(f"indicator, {name}, 12 and 60 months, p95", PAGE, p95(seconds))
    for name, address in (
        ("catalogue", f"/indicators/?{YEAR}"),
        ("outcome view", f"/indicators/outcome/?{YEAR}"),
    ):
        assert nation.get(address).status_code == 200, address
        yield Bar(f"{name}, nation, p95", PAGE, p95(repeated(lambda a=address: nation.get(a), 12)))  # type: ignore[misc]
    for one in ("on_post_rate", "people_on_post"):
        address = f"/indicators/one/{one}/institutions/?{YEAR}"
        answer = nation.get(address)
        assert answer.status_code == 200, address
        assert "2,000" in answer.content.decode() or "2000" in answer.content.decode()
        seconds = repeated(lambda a=address: nation.get(f"{a}&page=20"), 12)  # type: ignore[misc]
        yield Bar(f"2,000 institutions in order, {one}, p95", LIST, p95(seconds))


def _somewhere() -> tuple[str, str]:
    from bangfu.apps.registry.models import Institution

    row = Institution.objects.order_by("code")[INSTITUTION_IN_THE_MIDDLE]
    return row.code, row.area_code


INSTITUTION_IN_THE_MIDDLE = 1_000

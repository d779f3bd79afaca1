"""One expression gives the same rows on SQLite or PostgreSQL, on DuckDB over Parquet, on Spark."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from tests.core.indicators.made_facts import PLAIN, chosen, columns_of, made, plain
from tests.core.planner.jobs.test_spark import packages

from bangfu.core.indicators import TABLES, Fact, catalogue
from bangfu.core.indicators.engines import on_duckdb, open_duckdb, write_parquet
from bangfu.core.indicators.expressions import Dialect, snapshots, sql
from launcher.places import ROOT

__all__ = ["packages"]

FIRST, LAST = 202412, 202501
TYPES = {"string": "text", "int32": "integer", "int64": "bigint"}


def duckdb_rows(
    folder: Path, facts: list[Fact], codes: tuple[str, ...]
) -> list[tuple[object, ...]]:
    write_parquet(folder, facts)
    with open_duckdb(folder) as opened:
        return list(on_duckdb(opened, chosen(*codes), first=FIRST, last=LAST))


def database_rows(facts: list[Fact], codes: tuple[str, ...]) -> list[tuple[object, ...]]:
    """On the database of the test run, in temporary tables."""
    dialect: Dialect = "sqlite" if connection.vendor == "sqlite" else "postgres"
    with connection.cursor() as cursor:
        for name, table in TABLES.items():
            columns = ", ".join(
                f'"{column}" {TYPES[kind]}' for column, kind in table.schema.items()
            )
            cursor.execute(f'CREATE TEMPORARY TABLE "made_{name}" ({columns})')
            marks = ", ".join(["%s"] * len(table.schema))
            rows = [list(columns_of(fact).values()) for fact in facts if fact.table == name]
            cursor.executemany(f'INSERT INTO "made_{name}" VALUES ({marks})', rows)  # noqa: S608
        asked = snapshots(chosen(*codes), first=FIRST, last=LAST, prefix="made_")
        cursor.execute(sql(asked, dialect).replace("%", "%%"))
        found = [tuple(row) for row in cursor.fetchall()]
        for name in TABLES:
            cursor.execute(f'DROP TABLE "made_{name}"')
    return found


class TestEngines:
    @pytest.mark.parametrize("seed", range(5))
    def test_duckdb_adds_up_as_a_person_would(self, tmp_path: Path, seed: int) -> None:
        facts = made(seed)

        found = duckdb_rows(tmp_path, facts, PLAIN)

        assert len(found) == len(set(found))
        assert set(found) == plain(facts, first=FIRST, last=LAST)

    @pytest.mark.django_db
    def test_the_products_database_gives_every_indicator_as_duckdb_does(
        self, tmp_path: Path
    ) -> None:
        facts, codes = made(7), tuple(catalogue())

        found = database_rows(facts, codes)

        assert sorted(found) == sorted(duckdb_rows(tmp_path, facts, codes))
        assert {row[0] for row in found} >= set(PLAIN)

    def test_spark_gives_what_duckdb_gives(self, packages: Path, tmp_path: Path) -> None:
        facts, codes = made(11), (*PLAIN, "people_posted", "verified_kept")
        expected = duckdb_rows(tmp_path, facts, codes)
        path = os.pathsep.join(map(str, (packages, ROOT / "src", ROOT / "tools", ROOT)))
        surroundings = {
            **os.environ,
            "PYTHONPATH": path,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": "127.0.0.1",
        }

        done = subprocess.run(
            [sys.executable, "-m", "tests.core.indicators.on_spark", str(tmp_path), *codes],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stderr[-2000:]
        found = json.loads(done.stdout.strip().splitlines()[-1])
        assert sorted(map(tuple, found)) == sorted(expected)

    def test_order_of_facts_changes_nothing(self, tmp_path: Path) -> None:
        facts = made(3)

        forward = duckdb_rows(tmp_path / "one", facts, PLAIN)
        backward = duckdb_rows(tmp_path / "other", facts[::-1], PLAIN)

        assert sorted(forward) == sorted(backward)

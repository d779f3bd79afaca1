"""Facts in Parquet files, and snapshots out of them on DuckDB or on a Spark cluster.

The product's own database is read through its own connection (``apps.indicators``); here is what
reads facts of many years, or of many provinces. Needs neither the network nor DuckDB's extensions.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .expressions import snapshots, sql
from .facts import TABLES, Fact
from .indicator import Indicator

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SnapshotRow = tuple[str, str, int, str, int, int, int]
"""Indicator, side, level, place, month, numerator, denominator."""


def write_parquet(folder: Path, facts: Iterable[Fact]) -> None:
    """One file for each fact table, also for those without a row; what is there is replaced."""
    import pyarrow.parquet as pq

    rows: dict[str, list[Fact]] = {name: [] for name in TABLES}
    for fact in facts:
        rows[fact.table].append(fact)
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in rows.items():
        pq.write_table(arrow_table(name, found), folder / f"{name}.parquet", compression="zstd")


def arrow_table(name: str, facts: Sequence[Fact]) -> "pa.Table":
    """Facts of one table as Arrow columns, with the types of its schema."""
    import pyarrow as pa

    types = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64()}
    schema = pa.schema([(column, types[kind]) for column, kind in TABLES[name].schema.items()])
    rows = [
        [
            each.side,
            each.institution,
            each.area,
            each.programme,
            each.month,
            *each.kinds,
            *each.amounts,
        ]
        for each in facts
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([list(column) for column in columns], schema=schema)


def open_duckdb(folder: Path, *, threads: int = 2) -> "duckdb.DuckDBPyConnection":
    """DuckDB in memory with a view for each Parquet file of facts."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": threads})
    for name in TABLES:
        path = str(folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608
    return connection


def on_duckdb(
    connection: "duckdb.DuckDBPyConnection",
    indicators: Sequence[Indicator],
    *,
    first: int,
    last: int,
) -> list[SnapshotRow]:
    """The snapshot rows of a stretch of months, computed by DuckDB."""
    found = sql(snapshots(indicators, first=first, last=last), "duckdb")
    return [_row(values) for values in connection.execute(found).fetchall()]


def on_spark(
    session: Any, folder: Path, indicators: Sequence[Indicator], *, first: int, last: int
) -> list[SnapshotRow]:
    """The same on a Spark session, which reads the folder on each of its machines."""
    for name in TABLES:
        session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)
    found = sql(snapshots(indicators, first=first, last=last), "pyspark")
    return [_row(values) for values in session.sql(found).collect()]


def _row(values: Sequence[Any]) -> SnapshotRow:
    indicator, side, level, place, month, numerator, denominator = values
    return (
        str(indicator),
        str(side),
        int(level),
        str(place),
        int(month),
        int(numerator),
        int(denominator),
    )

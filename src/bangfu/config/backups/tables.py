"""Every table as lines of JSON, the same from SQLite and from PostgreSQL, and back.

Rows are read and written through the models as the migrations state them, not as today's code has
them: an older backup is loaded into the tables it came from, which are then upgraded like any
other database. Values are those of Python, so that both databases give the same lines, and equal
lines have equal digests.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Collate

PART_BYTES = 4 << 20
ROWS_AT_ONCE = 2000
LEFT_OUT = frozenset({"sessions.session"})
"""Who is signed in is no record: after a restore everybody signs in again, or a session that was
ended since would live again."""

Model = type[models.Model]


@dataclass(slots=True)
class Tally:
    """Rows of one table as they pass by, with the digest of their lines."""

    rows: int = 0
    sequence: int | None = None
    _digest: Any = field(default_factory=hashlib.sha256)

    def count(self, lines: bytes, rows: int) -> None:
        """Take in so many lines."""
        self.rows += rows
        self._digest.update(lines)

    @property
    def digest(self) -> str:
        """SHA-256 of all lines in their order."""
        return str(self._digest.hexdigest())


def applied() -> list[tuple[str, str]]:
    """The last applied migration of each app, or all leaves of what was applied."""
    executor = MigrationExecutor(connection)
    done = set(executor.loader.applied_migrations)
    graph = executor.loader.graph
    known = sorted(done & set(graph.nodes))
    # A migration is a leaf where no applied one of its own app stands on it.
    below = {
        (parent.key[0], parent.key[1])
        for key in known
        for parent in graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return [key for key in known if key not in below]


def models_at(targets: Iterable[tuple[str, str]]) -> dict[str, Model]:
    """The models whose tables stand after those migrations, by label."""
    given = list(targets)
    apps = {app for app, _name in given}
    state = MigrationExecutor(connection).loader.project_state(given)
    found = state.apps.get_models(include_auto_created=True)
    kept = {
        model._meta.label_lower: model
        for model in found
        if model._meta.app_label in apps and model._meta.managed and not model._meta.proxy
    }
    return {label: kept[label] for label in sorted(kept) if label not in LEFT_OUT}


def columns(model: Model) -> list[Any]:
    """The fields that are columns of the model's own table, without those the database computes."""
    return [each for each in model._meta.local_concrete_fields if not each.generated]


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read meanwhile is as it was at one moment; writers are not held up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django would begin a writer's transaction here and hold all others up.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def lines_of(model: Model, tally: Tally) -> Iterator[bytes]:
    """The rows of a table in the order of their keys, in parts of some megabytes."""
    tally.sequence = _sequence(model)
    encode = msgspec.json.Encoder(order="sorted").encode
    part: list[bytes] = []
    size = 0
    for row in _rows(model):
        line = encode([_plain(value) for value in row])
        part.append(line)
        size += len(line)
        if size >= PART_BYTES:
            yield _part(part, tally)
            part, size = [], 0
    if part:
        yield _part(part, tally)


def _part(lines: list[bytes], tally: Tally) -> bytes:
    whole = b"\n".join(lines) + b"\n"
    tally.count(whole, len(lines))
    return whole


def _rows(model: Model) -> Iterator[tuple[Any, ...]]:
    key = model._meta.pk
    by: Any = key.attname
    if isinstance(key, models.CharField) and connection.vendor == "postgresql":
        # As SQLite sorts: the languages of two servers would give two orders.
        by = Collate(key.attname, "C")
    names = [each.attname for each in columns(model)]
    found = model._base_manager.order_by(by).values_list(*names)
    return iter(found.iterator(chunk_size=ROWS_AT_ONCE))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return value


def packed(lines: bytes) -> bytes:
    """A part for the archive: the same lines give the same bytes."""
    return gzip.compress(lines, compresslevel=4, mtime=0)


def rows_in(lines: bytes) -> list[list[Any]]:
    """The rows of a part."""
    decode = msgspec.json.Decoder(list[Any]).decode
    return [decode(line) for line in lines.splitlines()]


def clear(found: Mapping[str, Model]) -> None:
    """Empty every table, of what migrations have put there; within the caller's transaction."""
    with connection.cursor() as cursor:
        for model in found.values():
            cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608 - a table's own name


def load(model: Model, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows as they were; keys, moments and all. References are looked at on commit."""
    fields = columns(model)
    names = ", ".join(_quoted(each.column) for each in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            values = [
                [_for_column(each, value) for each, value in zip(fields, row, strict=True)]
                for row in rows[start : start + ROWS_AT_ONCE]
            ]
            cursor.executemany(statement, values)


def _for_column(column: Any, value: Any) -> Any:
    if value is None and isinstance(column, models.JSONField) and not column.null:
        return column.get_db_prep_value(None, connection)
    return column.get_db_prep_save(column.to_python(value), connection)


def _sequence(model: Model) -> int | None:
    """The last number the table gave out; a number of a row that is gone is never given again."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return None
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [_quoted(table), model._meta.pk.column],
            )
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def go_on_from(model: Model, last: int | None) -> None:
    """Let the table's numbers continue after the last one that was given out."""
    if last is None or not last:
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [_quoted(table), model._meta.pk.column, last],
            )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

"""What the database itself refuses: the same day, or half-day, of one posting on record twice.

Confirmations, standing exceptions and standing leave: no two of one posting overlap. PostgreSQL
has exclusion constraints for this, SQLite a trigger before each write. A later migration that
rebuilds one of these tables on SQLite loses its triggers: it runs ``install`` again at its end.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Guard:
    """A table whose rows must not overlap within a posting; ``stands`` says which rows count."""

    name: str
    table: str
    begin: str
    end: str
    span: str
    fields: str
    stands: str

    def of(self, row: str) -> str:
        """The condition that a row stands, by the row's name in the statement."""
        return self.stands.format(row=f"{row}." if row else "")


GUARDS = (
    Guard(
        "duty_confirmed_once",
        "duty_confirmation",
        "starts_on",
        "ends_before",
        "daterange(starts_on, ends_before)",
        "posting_id, starts_on, ends_before",
        "1 = 1",
    ),
    Guard(
        "duty_typed_once",
        "duty_typedexception",
        "starts_slot",
        "ends_slot",
        "int4range(starts_slot, ends_slot)",
        "posting_id, starts_slot, ends_slot, withdrawn_at",
        "{row}withdrawn_at IS NULL",
    ),
    Guard(
        "duty_leave_once",
        "duty_leave",
        "starts_slot",
        "ends_slot",
        "int4range(starts_slot, ends_slot)",
        "posting_id, starts_slot, ends_slot, state",
        "{row}state IN ('asked', 'approved', 'returned')",
    ),
)


def _sqlite_trigger(guard: Guard, event: str, but_itself: str) -> str:
    name = f"{guard.name}_{event.partition(' ')[0].lower()}"
    # Every part is a constant of this module.
    return f"""
        CREATE TRIGGER {name} BEFORE {event} ON {guard.table}
        WHEN {guard.of("NEW")}
        BEGIN
            SELECT RAISE(ABORT, '{guard.name}')
            WHERE EXISTS (
                SELECT 1 FROM {guard.table} AS held
                WHERE held.posting_id = NEW.posting_id
                  AND held.{guard.begin} < NEW.{guard.end}
                  AND held.{guard.end} > NEW.{guard.begin}
                  AND {guard.of("held")}
                  {but_itself}
            );
        END
    """  # noqa: S608


def _sqlite(guard: Guard) -> tuple[str, ...]:
    return (
        *_sqlite_removed(guard),
        _sqlite_trigger(guard, "INSERT", ""),
        _sqlite_trigger(guard, f"UPDATE OF {guard.fields}", "AND held.id <> NEW.id"),
    )


def _sqlite_removed(guard: Guard) -> tuple[str, ...]:
    return tuple(f"DROP TRIGGER IF EXISTS {guard.name}_{event}" for event in ("insert", "update"))


def _postgresql(guard: Guard) -> tuple[str, ...]:
    return (
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        *_postgresql_removed(guard),
        f"""
            ALTER TABLE {guard.table} ADD CONSTRAINT {guard.name}
            EXCLUDE USING gist (posting_id WITH =, {guard.span} WITH &&)
            WHERE ({guard.of("")})
        """,
    )


def _postgresql_removed(guard: Guard) -> tuple[str, ...]:
    return (f"ALTER TABLE {guard.table} DROP CONSTRAINT IF EXISTS {guard.name}",)


_INSTALL = {"sqlite": _sqlite, "postgresql": _postgresql}
_REMOVE = {"sqlite": _sqlite_removed, "postgresql": _postgresql_removed}


def install(apps: Any, schema_editor: Any) -> None:
    """Put the guards in place, replacing earlier ones."""
    _run(schema_editor, _INSTALL)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the guards away."""
    _run(schema_editor, _REMOVE)


def _run(schema_editor: Any, statements: Any) -> None:
    for guard in GUARDS:
        for statement in statements[schema_editor.connection.vendor](guard):
            schema_editor.execute(statement, params=None)

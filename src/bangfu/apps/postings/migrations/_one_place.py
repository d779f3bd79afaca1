"""What the database itself refuses: one person in two places on one day.

On each day the half-days a week of a worker's postings, ten for a posting that takes the whole
person, may not exceed ten. A sum can only rise on a day that a posting begins, so these days are
looked at and no others.

SQLite loses a table's triggers when a later migration rebuilds the table: that migration runs
``install`` again as its last operation.
"""

from typing import Any

_TOO_MUCH = """
    EXISTS (
        SELECT 1
        FROM (
            SELECT NEW.starts_on AS day
            UNION
            SELECT later.starts_on
            FROM postings_posting AS later
            WHERE later.worker_id = NEW.worker_id
              AND later.starts_on > NEW.starts_on
              AND later.starts_on < NEW.ends_before
        ) AS days
        WHERE COALESCE(NEW.sessions_per_week, 10) + (
            SELECT COALESCE(SUM(COALESCE(held.sessions_per_week, 10)), 0)
            FROM postings_posting AS held
            WHERE held.worker_id = NEW.worker_id
              AND held.starts_on <= days.day
              AND held.ends_before > days.day
              {but_itself}
        ) > 10
    )
"""

_FIELDS = "worker_id, starts_on, ends_before, sessions_per_week"


def _sqlite_trigger(name: str, event: str, but_itself: str) -> str:
    return f"""
        CREATE TRIGGER {name} BEFORE {event} ON postings_posting
        WHEN NEW.ends_before > NEW.starts_on
        BEGIN
            SELECT RAISE(ABORT, 'posting_in_one_place')
            WHERE {_TOO_MUCH.format(but_itself=but_itself)};
        END
    """


_SQLITE = (
    "DROP TRIGGER IF EXISTS posting_in_one_place_insert",
    "DROP TRIGGER IF EXISTS posting_in_one_place_update",
    _sqlite_trigger("posting_in_one_place_insert", "INSERT", ""),
    _sqlite_trigger("posting_in_one_place_update", f"UPDATE OF {_FIELDS}", "AND held.id <> NEW.id"),
)

# The row lock makes the second of two simultaneous writers wait; its next query then sees what the
# first one committed. NO KEY leaves references to the worker from other tables undisturbed.
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE postings_posting DROP CONSTRAINT IF EXISTS posting_takes_whole_person_once",
    """
        ALTER TABLE postings_posting ADD CONSTRAINT posting_takes_whole_person_once
        EXCLUDE USING gist (worker_id WITH =, daterange(starts_on, ends_before) WITH &&)
        WHERE (sessions_per_week IS NULL)
    """,
    f"""
        CREATE OR REPLACE FUNCTION posting_in_one_place() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM registry_worker WHERE id = NEW.worker_id FOR NO KEY UPDATE;
            IF {_TOO_MUCH.format(but_itself="AND held.id <> NEW.id")} THEN
                RAISE EXCEPTION 'posting_in_one_place'
                USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'posting_in_one_place';
            END IF;
            RETURN NEW;
        END
        $$
    """,
    "DROP TRIGGER IF EXISTS posting_in_one_place ON postings_posting",
    f"""
        CREATE TRIGGER posting_in_one_place BEFORE INSERT OR UPDATE OF {_FIELDS}
        ON postings_posting FOR EACH ROW
        WHEN (NEW.ends_before > NEW.starts_on) EXECUTE FUNCTION posting_in_one_place()
    """,
)

_REMOVE = {
    "sqlite": _SQLITE[:2],
    "postgresql": (
        "DROP TRIGGER IF EXISTS posting_in_one_place ON postings_posting",
        "DROP FUNCTION IF EXISTS posting_in_one_place()",
        "ALTER TABLE postings_posting DROP CONSTRAINT IF EXISTS posting_takes_whole_person_once",
    ),
}


def install(apps: Any, schema_editor: Any) -> None:
    """Put the guard in place, replacing an earlier one."""
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the guard away."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)

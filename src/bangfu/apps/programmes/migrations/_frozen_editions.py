"""The database's own guarantee that an adopted edition keeps its text, number and digest.

SQLite loses a table's triggers when a later migration rebuilds the table: that migration runs
``install`` again as its last operation.
"""

from typing import Any

_INSTALL = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS edition_is_frozen",
        """
        CREATE TRIGGER edition_is_frozen BEFORE UPDATE ON programmes_edition
        BEGIN
            SELECT RAISE(ABORT, 'edition_is_frozen');
        END
        """,
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'edition_is_frozen'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'edition_is_frozen';
        END
        $$
        """,
        "DROP TRIGGER IF EXISTS edition_is_frozen ON programmes_edition",
        """
        CREATE TRIGGER edition_is_frozen BEFORE UPDATE ON programmes_edition
        FOR EACH ROW EXECUTE FUNCTION edition_is_frozen()
        """,
    ),
}

_REMOVE = {
    "sqlite": ("DROP TRIGGER IF EXISTS edition_is_frozen",),
    "postgresql": (
        "DROP TRIGGER IF EXISTS edition_is_frozen ON programmes_edition",
        "DROP FUNCTION IF EXISTS edition_is_frozen()",
    ),
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Have the database refuse every update of an edition."""
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Allow updates again, for stepping back a migration."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)

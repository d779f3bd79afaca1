"""Rows of a score table added, replaced, moved and taken out; each is known by its code."""

from collections.abc import Sequence
from typing import Any

import msgspec

from bangfu.core.appraisal import Scheme
from bangfu.core.programmes.problems import Path
from bangfu.core.refusal import Refusal

PARTS = (
    "blocks",
    "groups",
    "items",
    "vetoes",
    "grades",
    "stars",
    "levels",
    "climbs",
    "inputs",
    "sources",
)
_NEVER_EMPTY = ("blocks", "items", "levels")
_STEMS = {
    "blocks": "block",
    "groups": "group",
    "items": "item",
    "vetoes": "veto",
    "grades": "grade",
    "stars": "star",
    "levels": "level",
    "inputs": "input",
    "sources": "source",
}


class NothingLeft(Refusal):
    """A table has at least one block, one item and one level."""


class RowGone(Refusal):
    """The row is not in the table any more."""


def rows_of(scheme: Scheme, part: str) -> Sequence[Any]:
    """The rows of a part of the table, in their order."""
    return tuple(getattr(scheme, part))


def key_of(row: Any) -> str:
    """What a row is known by: its code, a veto's fact, a climb's ladder."""
    return str(next(getattr(row, n) for n in ("code", "fact", "ladder") if hasattr(row, n)))


def row_of(scheme: Scheme, part: str, key: str) -> Any | None:
    """One row, ``None`` where there is none of this key."""
    return next((row for row in rows_of(scheme, part) if key_of(row) == key), None)


def free_key(scheme: Scheme, part: str) -> str:
    """A code for a new row; blocks and items share theirs, and nothing of a climb is needed."""
    if part not in _STEMS:
        return ""
    taken = {key_of(row) for each in (part, "blocks", "items") for row in rows_of(scheme, each)}
    number = len(rows_of(scheme, part)) + 1
    while f"{_STEMS[part]}_{number}" in taken:
        number += 1
    return f"{_STEMS[part]}_{number}"


def with_row(scheme: Scheme, part: str, row: Any, *, replaces: str = "") -> Scheme:
    """The table with a row in the place of the one it replaces, or at the end."""
    rows = list(rows_of(scheme, part))
    known = replaces or key_of(row)
    found = [index for index, each in enumerate(rows) if key_of(each) == known]
    if found:
        rows[found[0]] = row
    else:
        rows.append(row)
    return _with(scheme, part, rows)


def moved(scheme: Scheme, part: str, key: str, *, by: int) -> Scheme:
    """The table with a row so many places further; an item moves among those of its own block."""
    rows = list(rows_of(scheme, part))
    at = _index(rows, key)
    home = getattr(rows[at], "block", None)
    beside = [n for n, row in enumerate(rows) if getattr(row, "block", None) == home]
    to = beside.index(at) + by
    if 0 <= to < len(beside):
        rows[at], rows[beside[to]] = rows[beside[to]], rows[at]
    return _with(scheme, part, rows)


def without(scheme: Scheme, part: str, key: str) -> Scheme:
    """The table without a row. Raises ``RowGone`` or ``NothingLeft``."""
    rows = list(rows_of(scheme, part))
    del rows[_index(rows, key)]
    if not rows and part in _NEVER_EMPTY:
        raise NothingLeft(
            zh="考核表至少要有一个板块、一个项目和一级评审，最后一个不能删除。",
            en="A table has at least one block, one item and one level; the last one stays.",
        )
    return _with(scheme, part, rows)


def place_of(scheme: Scheme, path: Path) -> tuple[str, str, str]:
    """Part, key and field of a mistake's place; part and key are empty for the table's head."""
    part = str(path[0]) if path else ""
    fields = [step for step in path[2:] if isinstance(step, str)]
    if part in PARTS and len(path) > 1 and isinstance(path[1], int):
        return part, key_of(rows_of(scheme, part)[path[1]]), (fields[-1] if fields else "title")
    return "", "", str(path[-1]) if len(path) > 1 else ""


def _index(rows: Sequence[Any], key: str) -> int:
    for index, row in enumerate(rows):
        if key_of(row) == key:
            return index
    raise RowGone(
        zh="这一行已被别人删除，请返回考核表查看。", en="Somebody has taken this row out meanwhile."
    )


def _with(scheme: Scheme, part: str, rows: Sequence[Any]) -> Scheme:
    return msgspec.structs.replace(scheme, **{part: tuple(rows)})

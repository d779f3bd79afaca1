"""Senders, hosts and numbers of people in tables, by the name of the column they stand in."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import DONE, EXACT, PLANNED, Fact
from bangfu.core.notices.names import names_in
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.tables import Cell, Row

_COUNT = re.compile(r"(\d{1,4})(?:名|人|个)?$")


def table_rows(notice: Notice) -> Iterator[Fact]:
    """Each cell of a column whose name says what it holds."""
    said: set[tuple[str, str]] = set()
    for row in notice.rows:
        for cell in row.cells:
            if cell.column in ("sender", "host"):
                if (cell.column, cell.text) not in said:
                    yield from _party(notice, cell)
                said.add((cell.column, cell.text))
            elif cell.column == "people":
                yield from _people(notice, row, cell)


def _party(notice: Notice, cell: Cell) -> Iterator[Fact]:
    for name in names_in(cell.text, cell.start):
        yield notice.fact(
            "party",
            name.text,
            name.start,
            name.end,
            rule=f"table_{cell.column}",
            confidence=0.88,
            object=cell.column,
        )


def _people(notice: Notice, row: Row, cell: Cell) -> Iterator[Fact]:
    found = _COUNT.match(cell.text)
    if not found:
        return
    of = next((other.text for other in row.cells if other.column in ("sender", "host")), "")
    yield notice.fact(
        "quantity",
        int(found[1]),
        cell.start,
        cell.start + len(found[0]),
        rule="table_total" if row.is_total else "table_people",
        confidence=0.86,
        unit="people",
        object=cell.label if row.is_total or not of else f"{of}{cell.label}",
        bound=EXACT,
        modality=DONE if notice.head.kind == "report" else PLANNED,
    )

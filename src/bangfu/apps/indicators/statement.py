"""The catalogue's expression as one statement for the product's own database.

Writing it takes Ibis some seconds and is the same for every month, so it is written once a process;
the month, and a programme where one is asked for, take the places of the marks.
"""

from functools import cache

from django.db import connection

from bangfu.core.indicators import Figures, catalogue
from bangfu.core.indicators.expressions import Dialect, snapshots, sql

PREFIX = "indicators_"
FIRST_MARK, LAST_MARK = 111101, 111112
PROGRAMME_MARK = "§programme§"
"""Months and a programme that no fact has; nothing else in the statement looks like them."""

Key = tuple[str, str, int, str]
"""Indicator, side, level and place of a snapshot."""


def computed(month: int) -> dict[Key, Figures]:
    """Every indicator at every place in a month, out of the facts as they stand."""
    return {row[:4]: Figures(*row[5:]) for row in _rows(month, month)}


def in_programme(
    codes: tuple[str, ...], *, programme: str, first: int, last: int
) -> dict[tuple[Key, int], Figures]:
    """Some indicators over one programme's facts, by place and month, without any snapshot."""
    found = _rows(first, last, codes=codes, programme=programme)
    return {(row[:4], row[4]): Figures(*row[5:]) for row in found}


def _rows(
    first: int, last: int, *, codes: tuple[str, ...] | None = None, programme: str = ""
) -> list[tuple[str, str, int, str, int, int, int]]:
    text = _statement(_dialect(), codes, bool(programme))
    text = text.replace(str(FIRST_MARK), f"{first:d}").replace(str(LAST_MARK), f"{last:d}")
    marks = text.count(f"'{PROGRAMME_MARK}'")
    asked = text.replace("%", "%%").replace(f"'{PROGRAMME_MARK}'", "%s")
    with connection.cursor() as cursor:
        cursor.execute(asked, [programme] * marks)
        return [
            (code, side, int(level), place, int(month), int(above), int(below))
            for code, side, level, place, month, above, below in cursor.fetchall()
        ]


@cache
def _statement(dialect: Dialect, codes: tuple[str, ...] | None, of_programme: bool) -> str:
    every = catalogue()
    return sql(
        snapshots(
            [every[code] for code in codes or every],
            first=FIRST_MARK,
            last=LAST_MARK,
            prefix=PREFIX,
            programme=PROGRAMME_MARK if of_programme else "",
        ),
        dialect,
    )


def _dialect() -> Dialect:
    return "sqlite" if connection.vendor == "sqlite" else "postgres"

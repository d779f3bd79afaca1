"""From indicators to one Ibis expression: the same rows on every engine.

Each fact table is read once, whatever the number of indicators over it: their sums stand side by
side, by institution and month. The ladder adds these up by prefix of the area code, and only then
are they told apart by indicator. Ibis is loaded when something is asked, never before.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, Literal

from .facts import TABLES
from .indicator import Indicator, Sum

if TYPE_CHECKING:
    import ibis.expr.types as ir

Dialect = Literal["sqlite", "postgres", "duckdb", "pyspark"]

NATION, PROVINCE, CITY, COUNTY, INSTITUTION = 0, 2, 4, 6, 9
"""Levels of the ladder; those of areas are the digits of their codes."""
AREAS = (NATION, PROVINCE, CITY, COUNTY)
LEVELS = (*AREAS, INSTITUTION)
COLUMNS = ("indicator", "side", "level", "place", "month", "numerator", "denominator")
"""What a snapshot row says; ``place`` is an area's prefix or an institution's code."""


def snapshots(
    indicators: Sequence[Indicator],
    *,
    first: int,
    last: int,
    prefix: str = "",
    programme: str = "",
) -> "ir.Table":
    """The snapshot rows of some indicators from one month to another (``yyyymm``), as expression.

    Both sums are 64-bit integers; a place and month without facts has no row. ``prefix`` is what
    the engine calls its fact tables before their own name; ``programme`` narrows to one.
    """
    import ibis

    ladders = {}
    for name in sorted({each.table for one in indicators for each in _sums(one)}):
        facts = _facts(name, first, last, prefix, programme)
        wanted = [(one.code, part, each) for one in indicators for part, each in _parts(one)]
        ladders[name] = _ladder(facts, [row for row in wanted if row[2].table == name])
    told = [_told(one, ladders) for one in indicators]
    found = ibis.union(*told, distinct=False) if len(told) > 1 else told[0]
    return found.select(*COLUMNS)


def sql(table: "ir.Table", dialect: Dialect) -> str:
    """The expression as a statement of one engine."""
    import ibis

    return str(ibis.to_sql(table, dialect=dialect))


def _facts(name: str, first: int, last: int, prefix: str, programme: str) -> "ir.Table":
    import ibis

    facts = ibis.table(TABLES[name].schema, name=f"{prefix}{name}")
    facts = facts.filter(facts.month >= first, facts.month <= last)
    return facts.filter(facts.programme == programme) if programme else facts


def _ladder(facts: "ir.Table", sums: Sequence[tuple[str, str, Sum]]) -> "ir.Table":
    """Sums by level, place and month: one reading of the facts, then sums of sums."""
    import ibis

    columns = {_column(code, part): _whole(each.of(facts).sum()) for code, part, each in sums}
    base = facts.group_by("side", "institution", "area", "month").agg(**columns)
    steps = []
    for level in AREAS:
        below = base.filter(base.area.length() >= level)
        place = below.area.substr(0, level) if level else ibis.literal("")
        steps.append(_step(below, level, place, columns))
    own = base.filter(base.institution != "")
    steps.append(_step(own, INSTITUTION, own.institution, columns))
    return ibis.union(*steps, distinct=False)


def _step(base: "ir.Table", level: int, place: Any, columns: Iterable[str]) -> "ir.Table":
    import ibis

    placed = base.mutate(level=ibis.literal(level).cast("int32"), place=place)
    grouped = placed.group_by("side", "level", "place", "month")
    return grouped.agg(**{name: _whole(placed[name].sum()) for name in columns})


def _told(indicator: Indicator, ladders: dict[str, "ir.Table"]) -> "ir.Table":
    """One indicator's rows; sums of two fact tables are put together by adding them up."""
    import ibis

    nothing = ibis.literal(0).cast("int64")
    parts = []
    for table in dict.fromkeys(each.table for each in _sums(indicator)):
        ladder = ladders[table]
        both = {
            part: ladder[_column(indicator.code, part)] if each.table == table else nothing
            for part, each in _parts(indicator)
        }
        parts.append(
            ladder.select(
                "side",
                "level",
                "place",
                "month",
                indicator=ibis.literal(indicator.code),
                numerator=both["numerator"],
                denominator=both.get("denominator", nothing),
            )
        )
    found = parts[0]
    if len(parts) > 1:
        stacked = reduce(lambda one, other: one.union(other, distinct=False), parts)
        found = stacked.group_by("indicator", "side", "level", "place", "month").agg(
            numerator=_whole(stacked.numerator.sum()),
            denominator=_whole(stacked.denominator.sum()),
        )
    kept = found.filter((found.numerator != 0) | (found.denominator != 0))
    return kept.select(*COLUMNS)


def _parts(indicator: Indicator) -> list[tuple[str, Sum]]:
    found = [("numerator", indicator.numerator)]
    if indicator.denominator is not None:
        found.append(("denominator", indicator.denominator))
    return found


def _sums(indicator: Indicator) -> list[Sum]:
    return [each for _part, each in _parts(indicator)]


def _column(code: str, part: str) -> str:
    return f"{code.replace('.', '__')}__{part}"


def _whole(value: Any) -> Any:
    """A sum of integers as one: PostgreSQL adds up to a numeric, DuckDB to 128 bits."""
    return value.cast("int64")

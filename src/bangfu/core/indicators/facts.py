"""The fact tables: what each row counts, in whole numbers, by institution and month.

A fact belongs to an institution on one ``side`` of the help: ``host`` received it, ``giver`` gave
it; what is between two institutions stands once on each side, and sides are never added. ``area``
is the institution's GB/T 2260 path, ``month`` is ``yyyymm``. Amounts are integers, so that every
engine adds them up to the same: half-days, cents of a yuan, hundredths of a count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

COMMON = {
    "side": "string",
    "institution": "string",
    "area": "string",
    "programme": "string",
    "month": "int32",
}
"""Columns of every fact. A statistic of a county has no institution and no programme."""

HOST, GIVER = "host", "giver"
SIDES = (HOST, GIVER)
HUNDREDTHS = 100
"""Amounts of work are kept in hundredths: 1.25 hours is 125, one yuan is 100."""


@dataclass(frozen=True, slots=True)
class FactTable:
    """A fact table: its kinds (text columns that choose) and its amounts (integers that add up)."""

    name: str
    kinds: tuple[str, ...]
    amounts: tuple[str, ...]

    @property
    def schema(self) -> dict[str, str]:
        """Every column with its type, in order."""
        kinds = dict.fromkeys(self.kinds, "string")
        return COMMON | kinds | dict.fromkeys(self.amounts, "int64")


_ALL = (
    # Half-days of postings in the month, and postings that began or ended in it. ``lasted`` are
    # ended postings that had been served long enough (see settings).
    FactTable(
        "duty",
        ("form",),
        (
            "expected",
            "served",
            "excused",
            "absent",
            "waiting",
            "arrivals",
            "ended",
            "recalled",
            "lasted",
        ),
    ),
    # One row for a person at an institution in a month with served half-days. ``first`` is 1 in
    # the first such month of the calendar year, so that sums from January on count each person
    # once; ``stay_months`` is how long the posting is planned for.
    FactTable("people", ("form",), ("rank", "doctor", "present", "first", "stay_months", "served")),
    # Place-days that were to be held, and of these those held by nobody; places asked for at the
    # month's last day and places held then.
    FactTable("places", ("form",), ("due_days", "uncovered_days", "asked", "held")),
    # The ledger of work by ``measure`` (kind.measure): hundredths confirmed and waiting, entries.
    FactTable("work", ("measure",), ("confirmed", "waiting", "confirmed_entries", "entries")),
    # What stays behind by sort (technique, pupil, …) and the step reached in the month.
    FactTable("lasting", ("sort", "step"), ("count",)),
    # What was to be done by a day of the month: tasks, reports, findings, targets, requests, cases.
    FactTable("promises", ("sort",), ("due", "kept", "in_time")),
    # Results of appraisals published in the month: how many, their scores in hundredths of 100
    # added up, and how many in the top grade.
    FactTable("opinions", ("sort",), ("answers", "score", "best")),
    # Figures that an office reports with their source: whole units, money in cents.
    FactTable("statistics", ("item",), ("amount",)),
)
TABLES: Mapping[str, FactTable] = MappingProxyType({table.name: table for table in _ALL})


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a fact table, as an app hands it over.

    ``kinds`` and ``amounts`` are in the order of the table; the sides' rows are handed over one by
    one. ``month`` is ``yyyymm``.
    """

    table: str
    side: str
    institution: str
    area: str
    programme: str
    month: int
    kinds: tuple[str, ...]
    amounts: tuple[int, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What one row of its table is told apart by."""
        return (self.side, self.institution, self.area, self.programme, self.month, self.kinds)


def month_number(day: date) -> int:
    """The month of a day as facts write it.

    >>> month_number(date(2025, 3, 17))
    202503
    """
    return day.year * 100 + day.month


def first_day(month: int) -> date:
    """The first day of a month.

    >>> first_day(202503)
    datetime.date(2025, 3, 1)
    """
    return date(month // 100, month % 100, 1)


def months_on(month: int, later: int) -> int:
    """The month so many months on.

    >>> months_on(202511, 3), months_on(202501, -1)
    (202602, 202412)
    """
    year, index = divmod((month // 100) * 12 + month % 100 - 1 + later, 12)
    return year * 100 + index + 1


def months_between(first: int, last: int) -> Iterator[int]:
    """Every month from one to another, both included.

    >>> list(months_between(202411, 202502))
    [202411, 202412, 202501, 202502]
    """
    while first <= last:
        yield first
        first = months_on(first, 1)

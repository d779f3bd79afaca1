"""The periods that reports are about: halves of a year and years, as Chinese offices count them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.core.refusal import Refusal


class PeriodUnknown(Refusal):
    """A code names no period."""

    def __init__(self, code: str) -> None:
        super().__init__(
            zh=f"“{code}”不是报告期；应为年份，或年份加H1（上半年）、H2（下半年）。",
            en=f'"{code}" is no period: a year, or a year with H1 or H2.',
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half year or a year; days are half-open."""

    starts_on: date
    ends_before: date

    @property
    def code(self) -> str:
        """As in keys: 2026H1, 2026H2, 2026."""
        half = "" if self.is_year else "H1" if self.starts_on.month == 1 else "H2"
        return f"{self.starts_on.year}{half}"

    @property
    def title(self) -> str:
        """As in titles.

        >>> period_of("2026H1").title
        '2026年上半年'
        """
        half = "" if self.is_year else "上半年" if self.starts_on.month == 1 else "下半年"
        year = "年度" if self.is_year else "年"
        return f"{self.starts_on.year}{year}{half}"

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.ends_before.month == 1 and self.starts_on.month == 1

    @property
    def following(self) -> "Period":
        """The period of the same length after it."""
        if self.is_year:
            return Period(self.ends_before, date(self.ends_before.year + 1, 1, 1))
        if self.starts_on.month == 1:
            return Period(self.ends_before, date(self.starts_on.year + 1, 1, 1))
        return Period(self.ends_before, date(self.ends_before.year, 7, 1))

    def judged_on(self, today: date) -> date:
        """The last of its days that is over or running."""
        return min(today, self.ends_before - timedelta(days=1))


def period_of(code: str) -> Period:
    """The period of a code; raises ``PeriodUnknown``."""
    year, half = (code[:4], code[4:]) if code[:4].isascii() else ("", "")
    if not year.isdecimal() or not 1900 <= int(year) < 2200 or half not in ("", "H1", "H2"):
        raise PeriodUnknown(code)
    first = date(int(year), 1, 1)
    middle, last = date(int(year), 7, 1), date(int(year) + 1, 1, 1)
    return {"": Period(first, last), "H1": Period(first, middle), "H2": Period(middle, last)}[half]


def periods(starts_on: date, ends_before: date, *, years: bool) -> Iterator[Period]:
    """The halves or years that share a day with a stretch, the latest first.

    >>> [one.code for one in periods(date(2025, 9, 1), date(2026, 3, 1), years=False)]
    ['2026H1', '2025H2']
    """
    for year in range((ends_before - timedelta(days=1)).year, starts_on.year - 1, -1):
        codes = [f"{year}"] if years else [f"{year}H2", f"{year}H1"]
        for one in map(period_of, codes):
            if one.starts_on < ends_before and starts_on < one.ends_before:
                yield one

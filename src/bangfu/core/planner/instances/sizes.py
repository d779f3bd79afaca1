"""How large an invented region is, and the stays that each form allows in it."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from bangfu.core.planner.horizon import Span
from bangfu.core.planner.problem import Form

FORMS: tuple[Form, ...] = ("leadership", "resident", "rotating", "visiting")
Months = tuple[int, ...]
STAYS: dict[Form, tuple[Months, int]] = {
    "leadership": ((12, 24), 12),
    "resident": ((6, 12), 3),
    "rotating": ((2, 4, 6), 2),
    "visiting": ((6, 12, 24), 3),
}
"""Lengths of a stay, and how far apart stays begin, in months."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a region is: ``posts`` per prefecture, ``months`` ahead, planned by ``unit``.

    ``first`` is the number of its first prefecture, so that provinces of a nation share no id.
    """

    prefectures: int
    posts: int
    months: int
    unit: Literal["months", "weeks"] = "months"
    first: int = 0

    @property
    def is_county(self) -> bool:
        """A single county has fewer hospitals, and neither leadership nor rotating posts."""
        return self.posts <= 200

    @property
    def periods(self) -> int:
        """Length of the horizon."""
        return self.in_periods(self.months)

    def in_periods(self, months: int) -> int:
        """So many months in periods; whole quarters come out even in weeks, too."""
        return months if self.unit == "months" else months * 52 // 12


@cache
def stays(form: Form, first: int, size: Size) -> tuple[Span, ...]:
    """The stays a form allows from its first period on, within the horizon.

    In weeks a stay has the same lengths and may begin in any week.

    >>> [(stay.start, stay.end) for stay in stays("leadership", 0, Size(1, 300, 24))]
    [(0, 12), (0, 24), (12, 24)]
    >>> len(stays("resident", 0, Size(1, 71, 12, "weeks")))
    28
    """
    lengths, months_apart = STAYS[form]
    step = months_apart if size.unit == "months" else 1
    found = {
        (start, start + size.in_periods(length))
        for start in range(0, size.periods, step)
        for length in lengths
        if first <= start and start + size.in_periods(length) <= size.periods
    }
    return tuple(Span(start=start, end=end) for start, end in sorted(found))

"""A timeline of stays, laid out in the server: months across, one lane per place or person.

Every month is one unit wide, so the grid is even and a day's place is exact within its month.
Places are percentages in SVG attributes: nothing needs a script or an inline style.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise

from .components import Tone
from .wording import month_name, span

Words = str | Promise

NARROWEST = 0.006  # of the width: a stay of one day in three years can still be seen and clicked

# Pixels of a lane on the narrowest desktop and on a phone of 390, and of a bar's edges.
WIDE_LANE, PHONE_LANE, EDGES = 640, 330, 14

Room = Literal["everywhere", "wide", "nowhere"]


@dataclass(frozen=True, slots=True)
class Stay:
    """Something from ``starts_on`` until before ``ends_before``, which is ``None`` where open."""

    label: str
    starts_on: date
    ends_before: date | None
    tone: Tone = "brand"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: a place with those who were there, or a person with the places."""

    label: str
    stays: Sequence[Stay]
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stay as drawn; ``left`` and ``width`` are percentages written for an SVG attribute."""

    stay: Stay
    left: str
    width: str
    said: str
    room: Room


@dataclass(frozen=True, slots=True)
class Row:
    """A lane as drawn."""

    lane: Lane
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A month's left edge, or today's line."""

    left: str
    year: int
    month: int
    begins_year: bool = False

    @property
    def name(self) -> str:
        """The month in words, for where there is room."""
        return month_name(self.month)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the component ``timeline`` shows."""

    title: Words
    months: tuple[Mark, ...]
    rows: tuple[Row, ...]
    today: str = ""


def lay_out(
    lanes: Iterable[Lane], *, title: Words, first: date, months: int, today: date | None = None
) -> Timeline:
    """Place each stay between the first day of ``first``'s month and the end of ``months`` months.

    Stays outside are left out, stays across an edge are cut at it.
    """
    origin = first.year * 12 + first.month - 1
    marks = tuple(
        Mark(_percent(i / months), *_year_month(origin + i), begins_year=(origin + i) % 12 == 0)
        for i in range(months)
    )
    rows = tuple(
        Row(lane, tuple(_bars(lane.stays, origin=origin, months=months))) for lane in lanes
    )
    at = position(today, origin=origin) / months if today else -1.0
    return Timeline(title, marks, rows, _percent(at) if 0 <= at <= 1 else "")


def position(day: date, *, origin: int) -> float:
    """A day's place in months after ``origin`` (year × 12 + month − 1).

    >>> position(date(2025, 3, 1), origin=2025 * 12), position(date(2025, 6, 16), origin=2025 * 12)
    (2.0, 5.5)
    """
    length = monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 - origin + (day.day - 1) / length


def _bars(stays: Iterable[Stay], *, origin: int, months: int) -> Iterable[Bar]:
    for stay in stays:
        begins = max(0.0, position(stay.starts_on, origin=origin))
        ends = position(stay.ends_before, origin=origin) if stay.ends_before else float(months)
        ends = min(float(months), ends)
        if ends <= begins:
            continue
        width = max(NARROWEST, (ends - begins) / months)
        said = f"{stay.label}: {span(stay.starts_on, stay.ends_before)}"
        room = room_for(stay.label, width)
        yield Bar(stay, _percent(begins / months), _percent(width), said, room)


def room_for(label: str, width: float) -> Room:
    """Where a label fits into a bar of that share of the lane: half a name says less than none.

    >>> room_for("林知远", 0.2), room_for("林知远", 0.1), room_for("林知远", 0.02)
    ('everywhere', 'wide', 'nowhere')
    """
    needed = EDGES + sum(7 if letter.isascii() else 12 for letter in label)
    if width * PHONE_LANE >= needed:
        return "everywhere"
    return "wide" if width * WIDE_LANE >= needed else "nowhere"


def _year_month(serial: int) -> tuple[int, int]:
    return serial // 12, serial % 12 + 1


def _percent(share: float) -> str:
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"

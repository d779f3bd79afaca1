"""A line of months as SVG: laid out in the server, with numbers only; nothing needs a script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 720, 230
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 30
STEPS = (Decimal("1"), Decimal("2"), Decimal("2.5"), Decimal("5"), Decimal("10"))
LINES = 4
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One month of one line: where it stands, and what it says."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis with its place along it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart: ``path`` and ``before`` are SVG paths, broken where a month has no value."""

    title: str
    path: str
    before: str
    points: tuple[Point, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]

    @property
    def box(self) -> str:
        """The view box."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def bottom(self) -> int:
        return HEIGHT - BOTTOM


Values = Sequence[Decimal | None]


def drawn(
    *,
    title: str,
    months: Sequence[str],
    values: Values,
    said: Sequence[str],
    before: Values = (),
    label: Callable[[Decimal], str] = str,
    joined: bool = False,
) -> Chart | None:
    """The chart of values by month, with an earlier stretch behind; nothing without two values.

    ``joined`` draws the line on over months without a value, as of figures of quarters.
    """
    known = [value for value in (*values, *before) if value is not None]
    if len([value for value in values if value is not None]) < 2:
        return None
    step = _step(max(known))
    highest = step * LINES
    points = tuple(
        Point(_x(place, len(months)), _y(value, highest), said[place])
        for place, value in enumerate(values)
        if value is not None
    )
    every = -(-len(months) // MOST_LABELS)
    return Chart(
        title=title,
        path=_path(values, len(months), highest, joined=joined),
        before=_path(before, len(months), highest, joined=joined),
        points=points,
        across=tuple(
            Mark(_x(place, len(months)), month)
            for place, month in enumerate(months)
            if place % every == 0
        ),
        up=tuple(Mark(_y(step * n, highest), label(step * n)) for n in range(LINES + 1)),
    )


def _step(highest: Decimal) -> Decimal:
    """A round distance between lines, so that the highest value fits.

    >>> _step(Decimal("0.96")), _step(Decimal(37)), _step(Decimal(0))
    (Decimal('0.25'), Decimal('10'), Decimal('0.25'))
    """
    wanted = (highest or Decimal(1)) / LINES
    power = Decimal(1).scaleb(wanted.adjusted())
    return next(factor * power for factor in STEPS if factor * power >= wanted)


def _x(place: int, months: int) -> float:
    span = WIDTH - LEFT - RIGHT
    return round(LEFT + span * (place + 0.5) / months, 1)


def _y(value: Decimal, highest: Decimal) -> float:
    span = HEIGHT - TOP - BOTTOM
    return round(HEIGHT - BOTTOM - span * float(value / highest), 1)


def _path(values: Values, months: int, highest: Decimal, *, joined: bool) -> str:
    """A path that begins anew after each month without a value, unless it is joined."""
    parts, pen_down = [], False
    for place, value in enumerate(values):
        if value is None:
            pen_down = pen_down and joined
            continue
        letter = "L" if pen_down else "M"
        parts.append(f"{letter}{_x(place, months)} {_y(value, highest)}")
        pen_down = True
    return " ".join(parts)

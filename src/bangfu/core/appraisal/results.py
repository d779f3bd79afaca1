"""What scoring answers: a sheet for each subject, with every part that the total is made of."""

from dataclasses import dataclass
from decimal import Decimal

from .scheme import Scheme
from .vocabulary import Filling, Part, Reason, Sort, State, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item of a sheet.

    ``computed`` are the points of its rule, ``by_level`` those at each review level (a level that
    changed nothing carries on the one before). ``points`` are what counted in the end: ``None``
    where the item was dropped or still waits; ``filled`` tells what became of one that does not
    apply.
    """

    code: str
    state: State
    computed: Decimal | None
    by_level: tuple[Decimal | None, ...]
    points: Decimal | None
    filled: Filling | None = None
    steps: tuple[Step, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLine:
    """One block: what it starts with, plus the points of its items, plus what rescaling of dropped
    items and caps made of it, are its ``points``; ``contribution`` is its part of the total."""

    code: str
    starts_with: Decimal
    items: Decimal
    rescaled: Decimal
    capped: Decimal
    points: Decimal
    contribution: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One subject's result.

    ``total`` is the sum of the blocks' contributions and ``capped``, what its bounds took off; it
    is ``None`` where nothing could be scored yet. ``levels`` are the totals at each review level.
    Grade and star are ``None`` while items wait, or where the table has none.
    """

    key: str
    items: tuple[ItemLine, ...]
    blocks: tuple[BlockLine, ...]
    capped: Decimal
    total: Decimal | None
    levels: tuple[Decimal | None, ...]
    awaiting: tuple[str, ...] = ()
    grade: str | None = None
    star: str | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing waits any more."""
        return not self.awaiting and self.total is not None

    def item(self, code: str) -> ItemLine:
        """The line of an item."""
        return next(line for line in self.items if line.code == code)

    def block(self, code: str) -> BlockLine:
        """The line of a block."""
        return next(line for line in self.blocks if line.code == code)


@dataclass(frozen=True, slots=True)
class RoundResult:
    """All sheets of a round, in the order of their keys."""

    sheets: tuple[Sheet, ...]

    def sheet(self, key: str) -> Sheet:
        """The sheet of a subject."""
        return next(sheet for sheet in self.sheets if sheet.key == key)

    @property
    def complete(self) -> bool:
        """Whether every sheet is."""
        return all(sheet.complete for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class Subtotal:
    """Points of some items together, and their full points; dropped and awaiting ones apart."""

    points: Decimal
    full: Decimal


def subtotal(
    scheme: Scheme,
    sheet: Sheet,
    *,
    block: str | None = None,
    group: str | None = None,
    part: Part | None = None,
) -> Subtotal:
    """What the scored items of a block, a group or a part have together, as shown.

    Before rescaling and caps: the daily part of a group is what its daily items say.
    """
    chosen = [
        (line.points, item.points)
        for line in sheet.items
        if (item := scheme.by_item[line.code]).sort is Sort.SCORED
        and line.points is not None
        and block in (None, item.block)
        and group in (None, item.group)
        and part in (None, item.part)
    ]
    full = sum((Decimal(str(points)) for _given, points in chosen), Decimal(0))
    return Subtotal(sum((given for given, _points in chosen), Decimal(0)), full)

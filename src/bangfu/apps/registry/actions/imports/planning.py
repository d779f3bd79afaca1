"""What an import is about to do with each row, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from bangfu.core.exchange.cell_errors import BadValue, CellError
from bangfu.core.exchange.importing import Row
from bangfu.core.standards import id_number

from .report import FieldChange, RowChange

_Thing = TypeVar("_Thing")
_Draft = TypeVar("_Draft")


class WrongCell(Exception):  # noqa: N818
    """A row cannot be taken: the column that is wrong, and why."""

    def __init__(self, key: str, reason: BadValue) -> None:
        super().__init__(key)
        self.key = key
        self.reason = reason


@dataclass(slots=True)
class Plan(Generic[_Thing, _Draft]):
    """Drafts of what is new, pairs of what is there already, and what is wrong."""

    new: list[tuple[Row, _Draft]] = field(default_factory=list)
    pairs: list[tuple[Row, _Thing, _Draft, _Draft]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)

    def wrong(self, row: Row, cell: WrongCell) -> None:
        """Note an error of a row's cell."""
        self.errors.append(row.error(cell.key, cell.reason))

    def enter(self, row: Row, draft: _Draft) -> None:
        """A row that is to be entered."""
        self.new.append((row, draft))

    def change(self, row: Row, thing: _Thing, before: _Draft, after: _Draft) -> None:
        """A row that is there already and should become the second draft."""
        self.pairs.append((row, thing, before, after))

    @property
    def differing(self) -> list[tuple[_Thing, _Draft]]:
        """What is there already and would change."""
        return [(thing, after) for _, thing, before, after in self.pairs if before != after]

    def changes(self) -> tuple[RowChange, ...]:
        """What would be entered or changed, in the order of the sheets."""
        made = [RowChange(row.sheet, row.number, _label(draft)) for row, draft in self.new]
        for row, _, before, after in self.pairs:
            if before != after:
                differences = tuple(_differences(before, after))
                made.append(RowChange(row.sheet, row.number, _label(after), differences))
        return tuple(sorted(made, key=lambda change: (change.sheet, change.row)))

    @property
    def unchanged(self) -> int:
        """How many rows say nothing new."""
        return len(self.pairs) - len(self.differing)


def given(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """The values a row states for these fields; a cell left empty states nothing."""
    return {name: row.values[name] for name in names if row.values.get(name) is not None}


def _label(draft: object) -> str:
    return str(getattr(draft, "name", draft))


def _differences(before: Any, after: Any) -> Iterable[FieldChange]:
    for one in fields(before):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if one.name == "id_number":
            old, new = id_number.masked(old), id_number.masked(new)
        if getattr(before, one.name) != getattr(after, one.name):
            yield FieldChange(one.name, old, new)

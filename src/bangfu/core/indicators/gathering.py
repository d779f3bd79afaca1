"""Rows of an app put together into facts: what has the same place, month and kinds is added up."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .facts import TABLES, Fact


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a fact is: one institution on one side, in a month, in a programme.

    >>> Owner("host", "A", "370523", "", 202503).month
    202503
    """

    side: str
    institution: str
    area: str
    programme: str
    month: int


@dataclass(slots=True)
class Gathering:
    """Facts of one table as they come together.

    >>> found = Gathering("promises")
    >>> owner = Owner("host", "A", "370523", "", 202503)
    >>> found.add(owner, "task", due=1)
    >>> found.add(owner, "task", due=1, kept=1)
    >>> [fact.amounts for fact in found.facts()]
    [(2, 1, 0)]
    """

    table: str
    rows: dict[tuple[Owner, tuple[str, ...]], list[int]] = field(default_factory=dict)

    def add(self, owner: Owner, *kinds: str, **amounts: int) -> None:
        """Add amounts by the names of their columns; the others get nothing."""
        columns = TABLES[self.table].amounts
        row = self.rows.setdefault((owner, kinds), [0] * len(columns))
        for name, amount in amounts.items():
            row[columns.index(name)] += amount

    def facts(self) -> Iterator[Fact]:
        """One fact for each owner and kinds; those of nothing at all are left out."""
        for (owner, kinds), amounts in self.rows.items():
            if any(amounts):
                yield Fact(
                    table=self.table,
                    side=owner.side,
                    institution=owner.institution,
                    area=owner.area,
                    programme=owner.programme,
                    month=owner.month,
                    kinds=kinds,
                    amounts=tuple(amounts),
                )

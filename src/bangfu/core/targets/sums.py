"""What was done, as sums that add up: a rate is two of them, divided last."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


def exact(amount: float | Decimal | Fraction) -> Fraction:
    """A figure as it was written: 0.85 is 17/20, not the nearest binary number.

    >>> exact(0.85), exact(Decimal("12.50"))
    (Fraction(17, 20), Fraction(25, 2))
    """
    return amount if isinstance(amount, Fraction) else Fraction(str(amount))


@dataclass(frozen=True, slots=True)
class Sum:
    """What some institutions did.

    ``of`` is what a rate is divided by, ``None`` for counts. ``waiting`` awaits the other side and
    does not count. ``known`` is false where nothing at all is on record, which for a count kept in
    the ledger is a plain 0 and for a reported figure is not.
    """

    done: Fraction = Fraction(0)
    of: Fraction | None = None
    waiting: Fraction = Fraction(0)
    known: bool = True

    def __add__(self, other: "Sum") -> "Sum":
        """Both together; what is unknown adds nothing, and one known part makes the sum known."""
        if not self.known or not other.known:
            known = self if self.known else other
            return Sum(known.done, known.of, self.waiting + other.waiting, known.known)
        of = None if self.of is None and other.of is None else (self.of or 0) + (other.of or 0)
        return Sum(
            self.done + other.done,
            None if of is None else Fraction(of),
            self.waiting + other.waiting,
        )

    @property
    def value(self) -> Fraction | None:
        """The count or the rate; nothing where nothing is known or a rate has no base."""
        if not self.known:
            return None
        if self.of is None:
            return self.done
        return self.done / self.of if self.of else None


UNKNOWN = Sum(known=False)


def total(sums: Iterable[Sum]) -> Sum:
    """The sum of parts; unknown where there is no known part.

    >>> total([Sum(Fraction(3), Fraction(4)), Sum(Fraction(1), Fraction(4))]).value
    Fraction(1, 2)
    """
    return sum(sums, UNKNOWN)

"""How far a ledger is: two sums over its tasks, divided last."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .task_life import WHOLE


@dataclass(frozen=True, slots=True)
class Share:
    """What is done of what is to be done, in hundredths of a task each.

    >>> Share(50, 100) + Share(100, 100)
    Share(done=150, of=200)
    """

    done: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.done + other.done, self.of + other.of)

    @property
    def value(self) -> Fraction | None:
        """The mean progress from 0 to 1; nothing where there is no task."""
        return Fraction(self.done, self.of) if self.of else None


def of_task(share: int) -> Share:
    """One task's progress in percent; every task weighs the same."""
    return Share(share, WHOLE)


def of_recurring(*, answered: int, periods: int) -> Share:
    """One recurring task: the periods answered of all periods of its term, in whole percent.

    >>> of_recurring(answered=1, periods=3)
    Share(done=33, of=100)
    """
    return Share(WHOLE * min(answered, periods) // periods, WHOLE) if periods else Share()


def total(shares: Iterable[Share]) -> Share:
    """The sum, from which the mean of a county is no mean of means."""
    return sum(shares, Share())

"""Stays that might be added to a plan: every one of some people with every one of some periods."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .problem import Duty, Problem
from .rules import RULES
from .tables import BoolArray, IntArray

Patterns = npt.NDArray[np.int32]
"""Sets of rules, each as the bits of a number: bit n is the n-th rule."""

CODES = tuple(rule.code for rule in RULES)
BIT = {code: np.int32(1 << place) for place, code in enumerate(CODES)}


def codes_of(pattern: int) -> tuple[str, ...]:
    """Codes of a set of rules, in the rules' order.

    >>> codes_of(0b101)
    ('pairing', 'forbidden')
    """
    return tuple(code for place, code in enumerate(CODES) if pattern >> place & 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """Which rules forbid each stay on one post.

    ``people`` are numbers, ``stays`` are (start, end), and ``against`` holds the set of rules that
    forbid each stay, shape (people, stays).
    """

    problem: Problem
    post: str
    people: IntArray
    stays: list[tuple[int, int]]
    against: Patterns

    @property
    def hindrance(self) -> npt.NDArray[np.uint8]:
        """How many rules forbid each stay, shape (people, stays)."""
        counts: npt.NDArray[np.uint8] = np.bitwise_count(self.against)
        return counts

    @property
    def free(self) -> BoolArray:
        """Which stays no rule forbids, shape (people, stays)."""
        flags: BoolArray = np.equal(self.against, 0)
        return flags

    def against_by(self, code: str) -> BoolArray:
        """The people for whom one rule forbids some stay, shape (people,)."""
        flags: BoolArray = np.any(self.against & BIT[code], axis=1)
        return flags

    def of(self, keep: BoolArray | IntArray) -> "Grid":
        """The grid of the people who are flagged, or numbered."""
        return Grid(self.problem, self.post, self.people[keep], self.stays, self.against[keep])

    def first(self, count: int) -> "Grid":
        """The grid of the first so many stays."""
        return Grid(
            self.problem, self.post, self.people, self.stays[:count], self.against[:, :count]
        )

    def duty(self, person: int, stay: int) -> Duty:
        """One stay as a duty."""
        start, end = self.stays[stay]
        id = self.problem.people[int(self.people[person])].id
        return Duty(person=id, post=self.post, start=start, end=end)

    def rules(self, person: int, stay: int) -> tuple[str, ...]:
        """Codes of the rules that forbid one stay."""
        return codes_of(int(self.against[person, stay]))

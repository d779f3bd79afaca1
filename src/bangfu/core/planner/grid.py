"""Stays that might be added to a plan: every one of some people with every one of some periods."""

from dataclasses import dataclass

import numpy as np

from .problem import Duty, Problem
from .rules import RULES
from .tables import BoolArray, IntArray

CODES = tuple(rule.code for rule in RULES)
ROW = {code: row for row, code in enumerate(CODES)}


@dataclass(frozen=True, slots=True)
class Grid:
    """Which rules forbid each stay on one post.

    ``people`` are numbers, ``stays`` are (start, end), and ``against`` has shape (rules, people,
    stays), in the order of the rules.
    """

    problem: Problem
    post: str
    people: IntArray
    stays: list[tuple[int, int]]
    against: BoolArray

    @property
    def hindrance(self) -> IntArray:
        """How many rules forbid each stay, shape (people, stays)."""
        count: IntArray = self.against.sum(axis=0, dtype=np.int64)
        return count

    def against_by(self, code: str) -> BoolArray:
        """The people for whom one rule forbids some stay, shape (people,)."""
        flags: BoolArray = self.against[ROW[code]].any(axis=1)
        return flags

    def of(self, keep: BoolArray | IntArray) -> "Grid":
        """The grid of the people who are flagged, or numbered."""
        return Grid(
            self.problem, self.post, self.people[keep], self.stays, self.against[:, keep, :]
        )

    def duty(self, person: int, stay: int) -> Duty:
        """One stay as a duty."""
        start, end = self.stays[stay]
        id = self.problem.people[int(self.people[person])].id
        return Duty(person=id, post=self.post, start=start, end=end)

    def rules(self, person: int, stay: int) -> tuple[str, ...]:
        """Codes of the rules that forbid one stay."""
        return tuple(CODES[row] for row in np.flatnonzero(self.against[:, person, stay]))

"""What an engine hands back for a part of a model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bangfu.core.planner.model import Model
from bangfu.core.planner.tables import IntArray


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices that bound one goal: whole numbers, one per row, as a ``Relaxation`` has them.

    ``weights`` (goals,) are in the same unit.
    """

    goal: int
    weights: IntArray
    prices: IntArray


@dataclass(frozen=True, slots=True)
class Outcome:
    """Chosen column numbers, and per goal the value reached and the most possible, shape (goals,).

    A bound holds among plans that do as well on all earlier goals. ``proofs``: prices that bound
    goals, where an engine has them.
    """

    chosen: IntArray
    value: IntArray
    bound: IntArray
    proofs: tuple[Proof, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether no better choice exists."""
        return bool((self.value >= self.bound).all())

    def followed_by(
        self, chosen: IntArray, value: IntArray, most: Callable[[], IntArray]
    ) -> "Outcome":
        """A choice that reaches ``value`` in this one's place, with the bounds that still hold.

        Where it is worse on a goal, bounds of later goals held among plans better on that one; they
        fall back to ``most``, shape (goals,), the most that can be reached at all.
        """
        bound = self.bound.copy()
        worse = np.flatnonzero(value < self.value)
        if len(worse):
            bound[worse[0] + 1 :] = most()[worse[0] + 1 :]
        return Outcome(chosen, value, np.maximum(bound, value))


class Watch(Protocol):
    """Told the phase and the outcome so far; true asks the engine to stop.

    ``step``: a step of the search has been finished since the last one told of.
    """

    def __call__(self, phase: str, outcome: Outcome, step: bool = False) -> bool:
        """Whether to stop."""
        ...

    def seconds_left(self) -> float:
        """Seconds until the clock says stop, infinite where none does.

        Solvers are slow to ask while they work at something hard; a limit of their own they keep.
        """
        ...


def settled(model: Model, chosen: IntArray) -> Outcome:
    """A choice that is known to be the best."""
    value = model.reached(chosen)
    return Outcome(np.sort(chosen), value, value)


def better(value: IntArray, than: IntArray) -> bool:
    """Whether the first goal that differs is higher."""
    differing = np.flatnonzero(value != than)
    return bool(len(differing)) and bool(value[differing[0]] > than[differing[0]])


def dominating(ranges: IntArray) -> list[int]:
    """Whole-number weights by which one unit of a goal outweighs all later goals together.

    >>> dominating(np.array([3, 10, 4]))
    [55, 5, 1]
    """
    weights = [1]
    for extent in reversed(ranges[1:].tolist()):
        weights.insert(0, weights[0] * (extent + 1))
    return weights

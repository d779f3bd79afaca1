"""What every planning rule has: a statement for the solver and one for the reader."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity
from bangfu.core.planner.columns import Columns, Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import BoolArray, IntArray


class Rule:
    """A rule's two statements; they share no code, and tests hold them against each other.

    For the solver: ``admits`` prunes person-post pairs, ``allows`` prunes stint columns,
    ``capacities`` states what stays share. For the reader: ``violations`` looks at a plan in plain
    Python.
    """

    code: str

    def admits(self, pairs: Pairs) -> BoolArray:
        """One flag per pair, shape (n_pairs,)."""
        return np.ones(len(pairs), dtype=np.bool_)

    def allows(self, columns: Columns) -> BoolArray:
        """One flag per column, shape (n_columns,)."""
        return np.ones(len(columns), dtype=np.bool_)

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """What stays of these pairs share."""
        yield from ()

    def serves(self, columns: Columns) -> tuple[IntArray, int] | None:
        """For a minimum that columns add up to: each one's units, and the units needed."""
        return None

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each breach, with its sentence."""
        raise NotImplementedError

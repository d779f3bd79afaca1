"""Single-term programmes as one minimum-cost flow: exact, whole numbers throughout.

Where all stays run side by side, the limits on people nest (person in department in hospital in
tier) and so do those on posts. Two such families make a network: from the root of one tree down
to a person, along a stint column, and up the other tree to its root.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from ortools.graph.python import min_cost_flow

from bangfu.core.planner.lattice import NOWHERE
from bangfu.core.planner.model import Model
from bangfu.core.planner.tables import IntArray

from .outcome import Outcome, dominating, settled

ROOT = -1


@dataclass(slots=True)
class _Tree:
    """Nested sets of columns: each row's parent row, and the innermost row of every column."""

    innermost: IntArray
    parent: dict[int, int] = field(default_factory=dict)

    def takes(self, row: int, members: IntArray) -> bool:
        """Hang a row, no larger than those before it, into the tree if it nests."""
        around = self.innermost[members]
        if not (around == around[0]).all():
            return False
        self.parent[row] = int(around[0])
        self.innermost[members] = row
        return True


def solved(model: Model) -> Outcome | None:
    """The best choice, or ``None`` where the rows are no pair of nested families.

    ``None`` also where weights that keep the goals apart exceed what the solver can count.
    """
    trees = _nested(model)
    if trees is None:
        return None
    return _everything_covered(model, trees) or _weighed_up(model, trees)


def _everything_covered(model: Model, trees: tuple[_Tree, _Tree]) -> Outcome | None:
    """The best choice if every seat can be taken and every lower side met, as is usual.

    Coverage then needs no weight: seats are filled by demand, and costs stay small, on which the
    solver's time depends. ``None`` if that is not so, or another goal stands before coverage.
    """
    last = sum(name.startswith("coverage") for name in model.names)
    if not all(name.startswith("coverage") for name in model.names[1 : last + 1]):
        return None
    later = replace(model, value=model.value * (np.arange(len(model.names)) > last)[:, None])
    worth = _worth(later)
    if worth is None:
        return None
    needed = np.where(model.price == NOWHERE, model.upper, model.lower)
    chosen = _flow(replace(model, lower=needed), trees, worth, reward=None)
    if chosen is None:
        return None
    found = settled(model, chosen)
    return found if (found.value >= model.range()[1])[: last + 1].all() else None


def _weighed_up(model: Model, trees: tuple[_Tree, _Tree]) -> Outcome | None:
    """The best choice by weights that keep all goals apart."""
    worth = _worth(model)
    if worth is None:
        return None
    chosen = _flow(model, trees, worth, reward=_weighed(model)[1][0])
    return None if chosen is None else settled(model, chosen)


def _worth(model: Model) -> IntArray | None:
    """What each column is worth on all goals; ``None`` where the solver cannot count so far."""
    value, weights = _weighed(model)
    limit = 2**60 // (model.matrix.shape[0] + 4)
    # What a goal adds is bounded before it is added: sums of the products then fit, too.
    largest = [
        weight * int(np.abs(goal).max(initial=0))
        for weight, goal in zip(weights, value, strict=True)
    ]
    if sum(largest) >= limit or weights[0] >= limit:
        return None
    worth: IntArray = np.array(weights, dtype=np.int64) @ value
    return worth


def _weighed(model: Model) -> tuple[IntArray, list[int]]:
    """Each goal's values in its coarsest unit, and weights that keep the goals apart.

    A better flow differs from another by cycles that pass no node twice, the roots neither. Such a
    cycle fills one post at most and empties one, and changes each row by one column. So a coverage
    goal need only outweigh what one cycle can do, not what all of a plan can: with tens of
    thousands of posts nothing else fits into 64 bits.
    """
    least, most = model.range()
    units = [max(1, int(np.gcd.reduce(goal))) if goal.any() else 1 for goal in model.value]
    by_cycle = most - least
    for goal, name in enumerate(model.names):
        if name.startswith("coverage"):
            by_cycle[goal] = min(by_cycle[goal], 2 * int(model.value[goal].max(initial=0)))
    lower = np.flatnonzero(model.lower > 0)
    if not model.value[0].any():
        heaviest = model.matrix[lower].max(axis=1).sum() if len(lower) else 0
        by_cycle[0] = min(by_cycle[0], 2 * int(heaviest))
    units[0] = 1  # short sides count in ones
    extents = np.array([-(-int(e) // unit) for e, unit in zip(by_cycle, units, strict=True)])
    value = model.value // np.array(units, dtype=np.int64)[:, None]
    return value, dominating(extents)


def _nested(model: Model) -> tuple[_Tree, _Tree] | None:
    matrix = model.matrix
    sizes = np.diff(matrix.indptr)
    people = _Tree(np.full(model.size, ROOT))
    posts = _Tree(np.full(model.size, ROOT))
    post = model.post
    for row in np.argsort(-sizes, kind="stable").tolist():
        mine = slice(matrix.indptr[row], matrix.indptr[row + 1])
        members, weight = matrix.indices[mine].astype(np.int64), matrix.data[mine]
        if not len(members):
            continue
        if not (weight == weight[0]).all():
            return None
        one_post = bool((post[members] == post[members[0]]).all())
        first, second = (posts, people) if one_post else (people, posts)
        if not first.takes(row, members) and not second.takes(row, members):
            return None
    return people, posts


def _flow(
    model: Model, trees: tuple[_Tree, _Tree], worth: IntArray, reward: int | None
) -> IntArray | None:
    """Columns that carry flow. Nodes: one per row, then the two roots.

    Each unit of a lower side earns ``reward``, or must flow where there is none; ``None`` if it
    cannot.
    """
    n_rows = model.matrix.shape[0]
    roots = (n_rows, n_rows + 1)
    fixed = np.zeros(model.size, dtype=np.int64)
    fixed[model.fixed] = 1
    weight = np.ones(n_rows, dtype=np.int64)
    filled = np.diff(model.matrix.indptr) > 0
    weight[filled] = model.matrix.data[model.matrix.indptr[:-1][filled]]
    used = (model.matrix @ fixed) // weight
    upper = np.maximum(np.minimum(model.upper // weight, model.size) - used, 0)
    lower = np.clip(-(-np.maximum(model.lower, 0) // weight) - used, 0, upper)
    solver = min_cost_flow.SimpleMinCostFlow()
    supply = np.zeros(n_rows + 2, dtype=np.int64)
    for downward, tree, root in ((True, trees[0], roots[0]), (False, trees[1], roots[1])):
        rows = np.array(list(tree.parent), dtype=np.int64)
        outer = np.array(list(tree.parent.values()), dtype=np.int64)
        outer[outer == ROOT] = root
        tails, heads = (outer, rows) if downward else (rows, outer)
        least, rest, free = lower[rows], upper[rows] - lower[rows], np.zeros_like(rows)
        solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rest, free)
        if reward is None:
            np.subtract.at(supply, tails, least)
            np.add.at(supply, heads, least)
        else:
            earned = -reward * weight[rows]
            solver.add_arcs_with_capacity_and_unit_cost(tails, heads, least, earned)
    open_columns = np.flatnonzero(fixed == 0)
    tails, heads = trees[0].innermost[open_columns], trees[1].innermost[open_columns]
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.where(tails == ROOT, roots[0], tails),
        np.where(heads == ROOT, roots[1], heads),
        np.ones(len(open_columns), dtype=np.int64),
        -worth[open_columns],
    )
    most = len(open_columns)
    solver.add_arc_with_capacity_and_unit_cost(*roots, most, 0)
    supply[roots[0]] += most
    supply[roots[1]] -= most
    solver.set_nodes_supplies(np.arange(n_rows + 2), supply)
    if solver.solve() != solver.OPTIMAL:
        return None
    carried = open_columns[solver.flows(arcs) > 0]
    return np.sort(np.concatenate([carried, model.fixed]))

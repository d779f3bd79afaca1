"""A problem as goals and rows over stint columns, split into parts that do not touch."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from .columns import Columns, candidates, unfold
from .overshadowed import overshadowed
from .plan import Plan
from .problem import Problem
from .rows import UNLIMITED, stacked
from .rules import RULES, Pinned
from .tables import BoolArray, IntArray, Tables
from .values import goals


@dataclass(frozen=True, slots=True)
class Model:
    """max goals in order, over x in {0, 1}: lower ≤ matrix·x ≤ upper.

    ``value`` has shape (goals, columns) and ``offset`` (goals,). ``matrix`` is a CSR matrix of
    whole numbers, shape (rows, columns). Upper sides hold; a unit short of a lower side counts -1
    on goal 0 (rules). ``fixed`` are column numbers that must be one. ``post`` and ``columns``
    give each column's origin.
    """

    columns: Columns
    names: tuple[str, ...]
    value: IntArray
    offset: IntArray
    matrix: sparse.csr_matrix
    lower: IntArray
    upper: IntArray
    fixed: IntArray

    @property
    def size(self) -> int:
        """Number of columns."""
        return int(self.value.shape[1])

    def reached(self, chosen: IntArray) -> IntArray:
        """Value of every goal if just these columns are chosen, with offsets, shape (goals,)."""
        x = np.zeros(self.size, dtype=np.int64)
        x[chosen] = 1
        result: IntArray = self.value[:, chosen].sum(axis=1) + self.offset
        result[0] -= np.maximum(0, self.lower - self.matrix @ x).sum()
        return result

    def holds(self, chosen: IntArray) -> bool:
        """Whether no upper side is broken and every fixed column is chosen."""
        x = np.zeros(self.size, dtype=np.int64)
        x[chosen] = 1
        return bool((self.matrix @ x <= self.upper).all() and x[self.fixed].all())

    def range(self) -> tuple[IntArray, IntArray]:
        """Least and most that each goal can reach, shapes (goals,): simple, and never too narrow.

        Every post is taken at its worst, or best, rate in every period.
        """
        tables = self.columns.tables
        present, of = np.unique(self.columns.post, return_inverse=True)
        periods = (tables.term_end - tables.term_start) * tables.headcount
        worst = np.zeros((len(self.names), len(present)))
        best = np.zeros((len(self.names), len(present)))
        for goal, value in enumerate(self.value):
            rate = value / self.columns.length
            np.maximum.at(best[goal], of, rate)
            np.minimum.at(worst[goal], of, rate)
        least = np.floor(worst * periods[present]).sum(axis=1).astype(np.int64) + self.offset
        most = np.floor(best * periods[present] + 1e-6).sum(axis=1).astype(np.int64) + self.offset
        least[0] -= np.maximum(self.lower, 0).sum()
        return least, most


def allowed(problem: Problem) -> Columns:
    """Every stint column that no rule on a pair or a single stay forbids."""
    pairs = candidates(Tables(problem))
    for rule in RULES:
        pairs = pairs.where(rule.admits(pairs))
    columns = unfold(pairs)
    for rule in RULES:
        columns = columns.where(rule.allows(columns))
    return columns


def compiled(columns: Columns, keep: Plan | None) -> Model:
    """State goals and the rows that can bind over the columns."""
    rows = stacked([block for rule in RULES for block in rule.rows(columns)])
    matrix = sparse.csr_matrix(
        (rows.weight, (rows.row, rows.column)), shape=(len(rows), len(columns)), dtype=np.int64
    )
    lower, upper = np.where(rows.lower > 0, rows.lower, -UNLIMITED), rows.upper
    del rows  # as large as the matrix
    binding = (np.asarray(matrix.sum(axis=1)).ravel() > upper) | (lower > 0)
    matrix, lower, upper = matrix[binding], lower[binding], upper[binding]
    needed = ~_implied(matrix, lower, upper)
    aims = goals(columns, keep)
    return Model(
        columns=columns,
        names=tuple(goal.name for goal in aims),
        value=np.array([goal.value for goal in aims], dtype=np.int64).reshape(len(aims), -1),
        offset=np.array([goal.offset for goal in aims], dtype=np.int64),
        matrix=matrix[needed],
        lower=lower[needed],
        upper=upper[needed],
        fixed=Pinned.fixed(columns),
    )


MOST_COMPARISONS = 20_000_000
"""Above so many pairs of rows that meet in a column, looking for implied rows takes too long."""


def _implied(matrix: sparse.csr_matrix, lower: IntArray, upper: IntArray) -> BoolArray:
    """Rows that cannot be broken, for another row lets at most one of their columns be chosen.

    Of rows with the same columns the first stays.
    """
    sizes = np.diff(matrix.indptr)
    implied = np.zeros(len(sizes), dtype=np.bool_)
    meetings = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int64)
    if (meetings**2).sum() > MOST_COMPARISONS:
        return overshadowed(matrix, lower, upper)
    row = np.repeat(np.arange(len(sizes)), sizes)
    exclusive, single = (lower <= 0) & (sizes > 0), lower <= 0
    np.logical_and.at(exclusive, row, 2 * matrix.data > upper[row])
    np.logical_and.at(single, row, matrix.data <= upper[row])
    ones = sparse.csr_matrix((np.ones(len(row)), matrix.indices, matrix.indptr), matrix.shape)
    shared = (ones @ ones[exclusive].T).tocoo()
    inner, outer = shared.row, np.flatnonzero(exclusive)[shared.col]
    within = (shared.data == sizes[inner]) & single[inner]
    earlier = (sizes[outer] > sizes[inner]) | (outer < inner)
    implied[inner[within & earlier & (inner != outer)]] = True
    return implied


def parts(model: Model) -> Iterator[tuple[IntArray, Model]]:
    """Parts of a model that share no row, each with its columns' numbers in the whole.

    Offsets stay behind: they belong to the whole. So do rows without a column.
    """
    n_rows, n_columns = model.matrix.shape
    rows, columns = model.matrix.nonzero()
    graph = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, columns + n_rows)), shape=(n_rows + n_columns,) * 2
    )
    _, found = connected_components(graph, directed=False)
    label = found.astype(np.int64)
    is_fixed = np.zeros(n_columns, dtype=np.bool_)
    is_fixed[model.fixed] = True
    columns_of, rows_of = _Groups(label[n_rows:]), _Groups(label[:n_rows])
    for part in dict.fromkeys(label[n_rows:].tolist()):
        mine, its_rows = columns_of.members(part), rows_of.members(part)
        yield (
            mine,
            Model(
                columns=model.columns.where(mine),
                names=model.names,
                value=model.value[:, mine],
                offset=np.zeros(len(model.names), dtype=np.int64),
                matrix=model.matrix[its_rows][:, mine],
                lower=model.lower[its_rows],
                upper=model.upper[its_rows],
                fixed=np.flatnonzero(is_fixed[mine]),
            ),
        )


class _Groups:
    """Members of each group, found by one sort."""

    def __init__(self, label: IntArray) -> None:
        self._order = np.argsort(label, kind="stable")
        self._sorted = label[self._order]

    def members(self, group: int) -> IntArray:
        first = np.searchsorted(self._sorted, group)
        found: IntArray = self._order[first : np.searchsorted(self._sorted, group, side="right")]
        return found

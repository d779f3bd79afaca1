"""A part with few columns spelled out: goals and rows over columns, for the exact engines."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sparse

from .ground import Ground, extent, when
from .lattice import NOWHERE, Left
from .overshadowed import overshadowed
from .rows import UNLIMITED, Rows, at_any_time, in_total, stacked
from .tables import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class Model:
    """max goals in order, over x in {0, 1}: lower ≤ matrix·x ≤ upper.

    ``value`` has shape (goals, columns) and ``offset`` (goals,). ``matrix`` is a CSR matrix of
    whole numbers, shape (rows, columns). Upper sides hold; a unit short of a lower side counts -1
    on goal 0 (rules). ``fixed`` are column numbers that must be one. Columns are sorted by
    ``post``; ``length`` are the periods they cover; ``room`` (posts,) is the most periods that each
    post with columns can have covered. ``price`` (rows,) is each row's place in the vector of
    prices of the ground it came from, -1 for seats, which bear none.
    """

    names: tuple[str, ...]
    value: IntArray
    offset: IntArray
    matrix: sparse.csr_matrix
    lower: IntArray
    upper: IntArray
    fixed: IntArray
    post: IntArray
    length: IntArray
    room: IntArray
    price: IntArray

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
        """Least and most that each goal can reach, shapes (goals,): simple, never too narrow."""
        first = np.flatnonzero(np.append(True, np.diff(self.post) > 0))[: len(self.room)]
        least, most = extent(list(self.value), self.length, first, self.room)
        least[0] -= int(np.maximum(self.lower, 0).sum())
        return least + self.offset, most + self.offset


def model_of(ground: Ground, columns: IntArray | None = None, left: Left | None = None) -> Model:
    """Spell a ground out over all its columns, or over some, in ascending order.

    ``left`` is what those may take of the rows; without it, everything.
    """
    chosen = np.arange(ground.size) if columns is None else columns
    totals, seats, timed = (part(ground, chosen, left) for part in (_totals, _seats, _timed))
    rows = stacked([*totals, *seats, *timed])
    price = np.concatenate(
        [
            np.arange(len(ground.total.upper)),
            *(np.full(len(block), NOWHERE) for block in seats),
            *(len(ground.total.upper) + b.entity * ground.periods + b.period for b in timed),
        ]
    )
    matrix = sparse.csr_matrix(
        (rows.weight, (rows.row, rows.column)), shape=(len(rows), len(chosen)), dtype=np.int64
    )
    lower, upper = np.where(rows.lower > 0, rows.lower, -UNLIMITED), rows.upper
    binding = (np.asarray(matrix.sum(axis=1)).ravel() > upper) | (lower > 0)
    matrix, lower, upper = matrix[binding], lower[binding], upper[binding]
    price = price[binding]
    needed = ~_implied(matrix, lower, upper)
    is_fixed = np.zeros(ground.size, dtype=np.bool_)
    is_fixed[ground.fixed] = True
    post = ground.post_of(chosen)
    return Model(
        names=ground.names,
        value=np.array([value[chosen] for value in ground.value], dtype=np.int64).reshape(
            len(ground.names), len(chosen)
        ),
        offset=np.zeros_like(ground.offset) if columns is not None else ground.offset,
        matrix=matrix[needed],
        lower=lower[needed],
        upper=upper[needed],
        fixed=np.flatnonzero(is_fixed[chosen]),
        post=post,
        length=ground.length_of(chosen),
        room=ground.room[np.unique(post)],
        price=price[needed],
    )


def _totals(ground: Ground, columns: IntArray, left: Left | None) -> list[Rows]:
    """Rows over the whole plan."""
    sides, lattice = ground.total, ground.lattice
    upper = sides.upper if left is None else left.total
    lower = sides.lower
    if left is not None:
        lower = np.where(lower > 0, lower - (sides.upper - left.total), lower)
    pair = lattice.pair[columns]
    entries = [np.zeros((3, 0), dtype=np.int64)]
    for row, weight in zip(lattice.total_row, lattice.total_weight, strict=True):
        mine = np.flatnonzero(row[pair] != NOWHERE)
        entries.append(np.stack([row[pair[mine]], mine, weight[pair[mine]]]).astype(np.int64))
    whose, column, taken = np.concatenate(entries, axis=1)
    return [in_total(whose, column, taken, lower, upper)]


def _seats(ground: Ground, columns: IntArray, left: Left | None) -> list[Rows]:
    """Rows of each post's headcount by period."""
    stay = ground.lattice.stay[columns]
    start, end = ground.lattice.stays[0, stay], ground.lattice.stays[1, stay]
    seats = ground.lattice.seats.reshape(-1, 1) if left is None else left.seats
    one = np.ones(len(columns), dtype=np.int64)
    return [at_any_time(ground.post_of(columns), start, end, one, seats)]


def _timed(ground: Ground, columns: IntArray, left: Left | None) -> list[Rows]:
    """Rows by period; each only where something begins or a side drops."""
    lattice = ground.lattice
    pair, stay = lattice.pair[columns], lattice.stay[columns]
    upper = ground.timed.upper if left is None else left.time
    found = []
    for i, kind in enumerate(lattice.time_kind.tolist()):
        row = lattice.time_row[i, pair].astype(np.int64)
        mine = np.flatnonzero(row != NOWHERE)
        start, end = when(lattice, kind, stay[mine])
        weight = lattice.time_weight[i, pair[mine]].astype(np.int64)
        rows = at_any_time(row[mine], start, end, weight, upper)
        found.append(replace(rows, column=mine[rows.column]))
    return found


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

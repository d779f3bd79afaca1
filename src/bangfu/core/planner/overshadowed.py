"""Rows that another row makes needless, found in large models without comparing all with all.

Row r is overshadowed by row s if every column weighs at least as much in s, each row measured in
its own upper side: then what keeps s keeps r, also for parts of columns.
"""

import numpy as np
import scipy.sparse as sparse

from .tables import BoolArray, IntArray

CHUNK = 1_000_000
"""Entries compared at a time, so that memory stays small."""

SAMPLES = 8
"""Columns of a row on which another is tried before all are compared."""


def overshadowed(matrix: sparse.csr_matrix, lower: IntArray, upper: IntArray) -> BoolArray:
    """Flag rows without a lower side that another row overshadows; of equal rows the first stays.

    For each row only one other is tried: the largest that outweighs it on some columns spread
    over it. So a flag is always right, and some rows that might go stay.

    >>> rows = sparse.csr_matrix(np.array([[2, 2, 1], [10, 0, 2], [0, 1, 1]]))
    >>> overshadowed(rows, np.zeros(3, dtype=int), np.array([2, 10, 2])).tolist()
    [False, True, True]
    """
    entries = _Entries(matrix, upper)
    row = np.flatnonzero((lower <= 0) & (entries.size > 0))
    other = entries.candidate(row)
    row, other = row[other >= 0], other[other >= 0]
    result = np.zeros(len(upper), dtype=np.bool_)
    cuts = np.searchsorted(np.cumsum(entries.size[row]), np.arange(CHUNK, entries.total, CHUNK))
    for piece in np.split(np.arange(len(row)), cuts):
        if len(piece):
            result[row[piece]] = entries.outweighed(row[piece], other[piece])
    return result


class _Entries:
    """Entries of a matrix by row and column, each measured in its row's upper side."""

    def __init__(self, matrix: sparse.csr_matrix, upper: IntArray) -> None:
        self._matrix = matrix.sorted_indices()
        self._upper = np.maximum(upper, 1)
        self._by_column = matrix.tocsc()
        self.begin = self._matrix.indptr.astype(np.int64)
        self.size: IntArray = np.diff(self.begin)
        self.total = int(self.begin[-1])
        whose = np.repeat(np.arange(len(upper)), self.size)
        self._keys = whose * np.int64(matrix.shape[1]) + self._matrix.indices

    def candidate(self, row: IntArray) -> IntArray:
        """Of the rows on a row's first column the largest that may overshadow it, else -1."""
        first = self._matrix.indices[self.begin[row]]
        columns = self._by_column
        counts = columns.indptr[first + 1] - columns.indptr[first]
        whose = np.repeat(np.arange(len(row)), counts)
        place = np.repeat(columns.indptr[first] - (np.cumsum(counts) - counts), counts)
        other = columns.indices[place + np.arange(len(whose))].astype(np.int64)
        mine = row[whose]
        larger = self.size[other] > self.size[mine]
        larger |= (self.size[other] == self.size[mine]) & (other < mine)
        whose, other, mine = whose[larger], other[larger], mine[larger]
        for share in range(SAMPLES):
            place = self.begin[mine] + (self.size[mine] - 1) * share // (SAMPLES - 1)
            heavier = self._outweighs(mine, other, self._matrix.indices[place].astype(np.int64))
            whose, other, mine = whose[heavier], other[heavier], mine[heavier]
        found = np.full(len(row), -1, dtype=np.int64)
        by_size = np.argsort(self.size[other], kind="stable")
        found[whose[by_size]] = other[by_size]
        return found

    def outweighed(self, row: IntArray, other: IntArray) -> BoolArray:
        """Whether all of each row's entries are outweighed by the other's."""
        counts = self.size[row]
        begin = np.cumsum(counts) - counts
        place = np.repeat(self.begin[row] - begin, counts) + np.arange(counts.sum())
        column = self._matrix.indices[place].astype(np.int64)
        heavier = self._outweighs(np.repeat(row, counts), np.repeat(other, counts), column)
        flags: BoolArray = np.logical_and.reduceat(heavier, begin)
        return flags

    def _outweighs(self, row: IntArray, other: IntArray, column: IntArray) -> BoolArray:
        mine, theirs = self._at(row, column), self._at(other, column)
        flags: BoolArray = mine * self._upper[other] <= theirs * self._upper[row]
        return flags & (theirs > 0)

    def _at(self, row: IntArray, column: IntArray) -> IntArray:
        key = row * np.int64(self._matrix.shape[1]) + column
        place = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        weight: IntArray = self._matrix.data[place].astype(np.int64)
        return np.where(self._keys[place] == key, weight, 0)

"""The same rows with far fewer entries: each stated as what changes since the row before it.

A row per period lists every stay under way, so long stays fill the matrix and choke presolve.
With one variable for what is under way, a row need only say who begins and who ends, as in a
network.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse

from bangfu.core.planner.tables import BoolArray, IntArray

Matrix = Any
"""A SciPy CSR matrix."""


@dataclass(frozen=True, slots=True)
class Chained:
    """Rows over columns and ``extra`` further variables, one per row of ``levels``.

    ``matrix`` has shape (rows, columns + extra). A row in ``levels`` equals zero, and its
    variable carries the row's own upper side; other rows keep their sides.
    """

    matrix: Matrix
    levels: IntArray


def chained(matrix: Matrix, free: BoolArray) -> Chained:
    """Restate ``free`` rows, those without a lower side, that are mostly like the row before.

    >>> rows = sparse.csr_matrix(np.array([[1, 1, 1, 1, 0], [0, 1, 1, 1, 1]]))
    >>> chained(rows, np.array([True, True])).matrix.toarray().astype(int).tolist()
    [[1, 1, 1, 1, 0], [0, 1, 1, 1, 1]]
    >>> rows = sparse.csr_matrix(np.array([[1] * 8 + [0], [0] + [1] * 8]))
    >>> chained(rows, np.array([True, True])).matrix.toarray().astype(int).tolist()[1]
    [-1, 0, 0, 0, 0, 0, 0, 0, 1, 1, -1]
    """
    n_rows = matrix.shape[0]
    linked = _linked(matrix)
    linked[1:] &= free[:-1]
    linked &= free
    levels = np.flatnonzero(linked | np.append(linked[1:], False))
    number = np.full(n_rows, -1)
    number[levels] = np.arange(len(levels))
    follows = np.flatnonzero(linked)
    keep = sparse.identity(n_rows, format="csr", dtype=np.float64)
    minus = sparse.csr_matrix(
        (np.full(len(follows), -1.0), (follows, follows - 1)), shape=(n_rows, n_rows)
    )
    own = sparse.csr_matrix(
        (np.full(len(levels), -1.0), (levels, number[levels])), shape=(n_rows, len(levels))
    )
    before = sparse.csr_matrix(
        (np.ones(len(follows)), (follows, number[follows - 1])), shape=(n_rows, len(levels))
    )
    changes = ((keep + minus) @ matrix.astype(np.float64)).tocsr()
    changes.eliminate_zeros()
    whole = sparse.hstack([changes, own + before], format="csr")
    return Chained(whole, levels)


def _linked(matrix: Matrix) -> BoolArray:
    """Rows that differ from the row before in fewer entries than they have."""
    n_rows = matrix.shape[0]
    linked = np.zeros(n_rows, dtype=np.bool_)
    if n_rows > 1:
        change = (matrix[1:] - matrix[:-1]).tocsr()
        change.eliminate_zeros()
        linked[1:] = np.diff(change.indptr) + 2 < np.diff(matrix.indptr)[1:]
    return linked

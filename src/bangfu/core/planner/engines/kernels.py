"""The inner loops of large parts, compiled: every stay of every post looked at once per sweep.

Nothing here knows what a row means. Functions that take ``lo`` and ``hi`` work on those posts by
themselves and let go of the interpreter's lock, so that ranges run side by side.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from bangfu.core.planner.lattice import Lattice, Left

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called; where possible it is kept for the next start."""
    made: Any
    try:
        made = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to keep it in
        made = numba.njit(nogil=True)(function)
    return cast("Function", made)


@compiled
def _flat(lattice: Lattice, price: Any, pair: int) -> float:
    """What rows over the whole plan cost any stay of a pair."""
    cost = 0.0
    for i in range(lattice.total_row.shape[0]):
        row = lattice.total_row[i, pair]
        if row >= 0:
            cost += price[row] * lattice.total_weight[i, pair]
    return cost


@compiled
def _from(lattice: Lattice, kind: int, stay: int) -> Any:
    return lattice.stays[0, stay] if lattice.time_kind[kind] == 0 else lattice.stays[2, stay]


@compiled
def _until(lattice: Lattice, kind: int, stay: int) -> Any:
    return lattice.stays[3, stay] if lattice.time_kind[kind] == 2 else lattice.stays[1, stay]


@compiled
def _timed(lattice: Lattice, before: Any, pair: int, stay: int) -> float:
    """What rows by period cost a stay; ``before`` sums each row's prices up to a period."""
    cost = 0.0
    for i in range(lattice.time_row.shape[0]):
        row = lattice.time_row[i, pair]
        if row >= 0:
            cost += lattice.time_weight[i, pair] * (
                before[row, _until(lattice, i, stay)] - before[row, _from(lattice, i, stay)]
            )
    return cost


@compiled
def _best(
    lattice: Lattice, worth: Any, price: Any, before: Any, post: int, best: Any, column_of: Any
) -> None:
    """Fill the best reduced worth, and its first column, of each of a post's stays."""
    first = lattice.shape[post, 0]
    for k in range(lattice.shape[post, 1]):
        best[k] = -np.inf
        column_of[k] = -1
    for pair in range(lattice.post_first[post], lattice.post_first[post + 1]):
        flat = _flat(lattice, price, pair)
        for column in range(lattice.pair_first[pair], lattice.pair_first[pair + 1]):
            stay = lattice.stay[column]
            reduced = worth[column] - flat - _timed(lattice, before, pair, stay)
            if reduced > best[stay - first]:
                best[stay - first] = reduced
                column_of[stay - first] = column


@compiled
def _path(lattice: Lattice, post: int, best: Any, ahead: Any, via: Any) -> float:
    """Longest path over a post's stays; fills the worth up to each period and the stay taken."""
    first, count = lattice.shape[post, 0], lattice.shape[post, 1]
    periods = len(ahead) - 1
    ahead[0] = 0.0
    k = 0
    for period in range(1, periods + 1):
        ahead[period] = ahead[period - 1]
        via[period] = -1
        while k < count and lattice.stays[1, first + k] == period:
            worth = ahead[lattice.stays[0, first + k]] + best[k]
            if worth > ahead[period]:
                ahead[period] = worth
                via[period] = k
            k += 1
    return ahead[periods]  # type: ignore[no-any-return]  # one float


@compiled
def best_paths(
    lo: int,
    hi: int,
    which: Any,
    lattice: Lattice,
    worth: Any,
    price: Any,
    before: Any,
    paths: Any,
    chosen: Any,
) -> None:
    """Best successions of stays of posts ``which[lo:hi]``: worth and columns.

    ``paths`` has shape (posts,), ``chosen`` (posts, most stays of a path), -1 where there are
    fewer.
    """
    most = lattice.shape[:, 1].max()
    best, column_of = np.empty(most), np.empty(most, dtype=np.int64)
    ahead, via = np.zeros(before.shape[1]), np.full(before.shape[1], -1, dtype=np.int64)
    for n in range(lo, hi):
        post = which[n]
        _best(lattice, worth, price, before, post, best, column_of)
        paths[post] = _path(lattice, post, best, ahead, via)
        chosen[post] = -1
        place, period = 0, len(ahead) - 1
        while period > 0:
            k = via[period]
            if k < 0:
                period -= 1
            else:
                chosen[post, place] = column_of[k]
                place += 1
                period = lattice.stays[0, lattice.shape[post, 0] + k]


@compiled
def _behind(lattice: Lattice, post: int, best: Any, behind: Any) -> None:
    """The worth of the best succession from each period on."""
    first, count = lattice.shape[post, 0], lattice.shape[post, 1]
    periods = len(behind) - 1
    behind[periods] = 0.0
    k = count - 1
    for period in range(periods - 1, -1, -1):
        behind[period] = behind[period + 1]
        while k >= 0 and lattice.stays[0, lattice.stays[4, first + k]] == period:
            stay = lattice.stays[4, first + k]
            behind[period] = max(
                behind[period], best[stay - first] + behind[lattice.stays[1, stay]]
            )
            k -= 1


@compiled
def least_lossy(
    lo: int,
    hi: int,
    lattice: Lattice,
    worth: Any,
    price: Any,
    before: Any,
    chosen: Any,
    losses: Any,
) -> None:
    """Of each post the columns whose use costs it least, with that loss; -1 where there are fewer.

    A column's loss is the worth of the post's best path less that of the best path through the
    column. ``chosen`` and ``losses`` have shape (posts, columns wanted).
    """
    most = lattice.shape[lo:hi, 1].max()
    best, column_of = np.empty(most), np.empty(most, dtype=np.int64)
    ahead, via = np.zeros(before.shape[1]), np.full(before.shape[1], -1, dtype=np.int64)
    behind = np.zeros(before.shape[1])
    begins = lattice.pair_first[lattice.post_first[lo : hi + 1]]
    lost = np.empty(max(1, np.diff(begins).max()))
    wanted = chosen.shape[1]
    for post in range(lo, hi):
        _best(lattice, worth, price, before, post, best, column_of)
        whole = _path(lattice, post, best, ahead, via)
        _behind(lattice, post, best, behind)
        begin, end = begins[post - lo], begins[post - lo + 1]
        for pair in range(lattice.post_first[post], lattice.post_first[post + 1]):
            flat = _flat(lattice, price, pair)
            for column in range(lattice.pair_first[pair], lattice.pair_first[pair + 1]):
                stay = lattice.stay[column]
                reduced = worth[column] - flat - _timed(lattice, before, pair, stay)
                around = ahead[lattice.stays[0, stay]] + behind[lattice.stays[1, stay]]
                lost[column - begin] = whole - around - reduced
        chosen[post] = -1
        limit = np.inf
        if end - begin > wanted:
            limit = np.partition(lost[: end - begin], wanted - 1)[wanted - 1]
        place = 0
        for strictly in (True, False):
            for column in range(begin, end):
                loss = lost[column - begin]
                if place < wanted and ((loss < limit) if strictly else (loss == limit)):
                    chosen[post, place] = column
                    losses[post, place] = loss
                    place += 1


@compiled
def _fits(lattice: Lattice, left: Left, post: int, pair: int, stay: int) -> bool:
    """Whether a stay of a pair still fits."""
    for period in range(lattice.stays[0, stay], lattice.stays[1, stay]):
        if left.seats[post, period] < 1:
            return False
    for i in range(lattice.total_row.shape[0]):
        row = lattice.total_row[i, pair]
        if row >= 0 and left.total[row] < lattice.total_weight[i, pair]:
            return False
    for i in range(lattice.time_row.shape[0]):
        row = lattice.time_row[i, pair]
        if row >= 0:
            for period in range(_from(lattice, i, stay), _until(lattice, i, stay)):
                if left.time[row, period] < lattice.time_weight[i, pair]:
                    return False
    return True


@compiled
def take(lattice: Lattice, left: Left, post: int, column: int) -> bool:
    """Take a column of a post from what is left, if it fits; whether it did."""
    pair, stay = lattice.pair[column], lattice.stay[column]
    if left.gone[column] or not _fits(lattice, left, post, pair, stay):
        return False
    for period in range(lattice.stays[0, stay], lattice.stays[1, stay]):
        left.seats[post, period] -= 1
    for i in range(lattice.total_row.shape[0]):
        row = lattice.total_row[i, pair]
        if row >= 0:
            left.total[row] -= lattice.total_weight[i, pair]
    for i in range(lattice.time_row.shape[0]):
        row = lattice.time_row[i, pair]
        if row >= 0:
            for period in range(_from(lattice, i, stay), _until(lattice, i, stay)):
                left.time[row, period] -= lattice.time_weight[i, pair]
    left.gone[column] = True
    return True


@compiled
def serve(order: Any, lattice: Lattice, worth: Any, price: Any, before: Any, left: Left) -> int:
    """Posts take, one after the other, their best succession of stays of what is left.

    How many columns were taken.
    """
    most = lattice.shape[:, 1].max()
    best, column_of = np.empty(most), np.empty(most, dtype=np.int64)
    ahead, via = np.zeros(before.shape[1]), np.full(before.shape[1], -1, dtype=np.int64)
    taken = 0
    for post in order:
        first = lattice.shape[post, 0]
        for k in range(lattice.shape[post, 1]):
            best[k] = -np.inf
        for pair in range(lattice.post_first[post], lattice.post_first[post + 1]):
            flat = _flat(lattice, price, pair)
            for column in range(lattice.pair_first[pair], lattice.pair_first[pair + 1]):
                stay = lattice.stay[column]
                reduced = worth[column] - flat - _timed(lattice, before, pair, stay)
                if (
                    reduced > best[stay - first]
                    and not left.gone[column]
                    and _fits(lattice, left, post, pair, stay)
                ):
                    best[stay - first] = reduced
                    column_of[stay - first] = column
        _path(lattice, post, best, ahead, via)
        period = len(ahead) - 1
        while period > 0:
            k = via[period]
            if k < 0:
                period -= 1
            else:
                # Two stays of one path may want the same person: the second may no longer fit.
                taken += take(lattice, left, post, column_of[k])
                period = lattice.stays[0, first + k]
    return taken

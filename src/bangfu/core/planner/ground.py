"""A problem as plain arrays: posts, who could serve them and when, and what stays share.

Stays are never multiplied with the rows they take from: a pair of post and person says which rows,
a stay says which periods. So ten thousand posts with millions of stays fit into memory, and any
part of them can be sent to another process. What a small part needs spelled out is in ``model.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from .lattice import DUTY, NOWHERE, SERVICE, Lattice, Left
from .tables import IntArray, Whole


@dataclass(frozen=True, slots=True)
class Sides:
    """Rows that columns share. Rule and entity are numbers, for whoever wants to name a row.

    ``upper`` has shape (rows,) or, by period, (rows, periods); ``lower`` has shape (rows,).
    """

    rule: IntArray
    entity: IntArray
    upper: IntArray
    lower: IntArray

    def of(self, rows: IntArray) -> "Sides":
        """Just these rows."""
        return Sides(self.rule[rows], self.entity[rows], self.upper[rows], self.lower[rows])


class Use(NamedTuple):
    """What columns take: of rows over the plan, (rows,); of rows by period, (rows, periods)."""

    total: IntArray
    time: IntArray


@dataclass(frozen=True, slots=True)
class Ground:
    """max goals in order over columns, each a stay of a pair; columns are sorted by post and pair.

    ``value`` holds for each goal one whole number per column, ``offset`` has shape (goals,).
    ``total`` are rows over the whole plan, ``timed`` rows by period. Upper sides hold; a unit short
    of a lower side counts -1 on goal 0 (rules). ``fixed`` are columns that must be chosen.
    ``post`` (posts,) and ``person`` (pairs,) are numbers in the problem; ``room`` (posts,) is the
    most periods that a post can have covered; posts of one ``district`` (posts,) lie together;
    ``unmet`` counts lower sides that no column serves.
    """

    names: tuple[str, ...]
    value: tuple[Whole, ...]
    offset: IntArray
    lattice: Lattice
    total: Sides
    timed: Sides
    fixed: IntArray
    post: IntArray
    person: IntArray
    room: IntArray
    district: IntArray
    unmet: int

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.lattice.stay)

    @property
    def posts(self) -> int:
        """Number of posts that have columns."""
        return len(self.post)

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.timed.upper.shape[1])

    @property
    def is_single_term(self) -> bool:
        """Whether every post allows just one stay, as programmes of deputies do."""
        return bool((self.lattice.shape[:, 1] == 1).all())

    @property
    def first(self) -> IntArray:
        """The first column of each post, shape (posts + 1,)."""
        found: IntArray = self.lattice.pair_first[self.lattice.post_first]
        return found

    def post_of(self, columns: IntArray) -> IntArray:
        """The post, by its number here, of each of these columns."""
        pair = self.lattice.pair[columns]
        after: IntArray = np.searchsorted(self.lattice.post_first, pair, side="right")
        return after - 1

    def length_of(self, columns: IntArray) -> IntArray:
        """Periods covered by each of these columns."""
        stay = self.lattice.stay[columns]
        length: IntArray = self.lattice.stays[1, stay] - self.lattice.stays[0, stay]
        return length

    def duties(self, columns: IntArray) -> Iterator[tuple[int, int, int, int]]:
        """Person and post by number in the problem, start and end, of each of these columns."""
        stay = self.lattice.stay[columns]
        return zip(
            self.person[self.lattice.pair[columns]].tolist(),
            self.post[self.post_of(columns)].tolist(),
            self.lattice.stays[0, stay].tolist(),
            self.lattice.stays[1, stay].tolist(),
            strict=True,
        )

    def numbers(self, duties: list[tuple[int, int, int, int]]) -> IntArray:
        """The columns of such duties, as far as they are here."""
        if not duties:
            return np.zeros(0, dtype=np.int64)
        wanted = np.array(duties, dtype=np.int64).reshape(-1, 4)
        near = np.isin(self.person, wanted[:, 0])
        near &= np.isin(self._post_of_pair, np.flatnonzero(np.isin(self.post, wanted[:, 1])))
        columns = spread(self.lattice.pair_first, np.flatnonzero(near))
        known = set(duties)
        places = zip(columns.tolist(), self.duties(columns), strict=True)
        return np.array([column for column, duty in places if duty in known], dtype=np.int64)

    @property
    def _post_of_pair(self) -> IntArray:
        return np.repeat(np.arange(self.posts), np.diff(self.lattice.post_first))

    def left(self, chosen: IntArray) -> Left:
        """What is left of every row and seat when these columns are chosen; may be negative."""
        in_total, in_time = self.use(chosen)
        seats = np.repeat(self.lattice.seats[:, None], self.periods, axis=1)
        post, stay = self.post_of(chosen), self.lattice.stay[chosen]
        change = np.zeros((self.posts, self.periods + 1), dtype=np.int64)
        np.add.at(change, (post, self.lattice.stays[0, stay]), 1)
        np.add.at(change, (post, self.lattice.stays[1, stay]), -1)
        seats -= np.cumsum(change, axis=1)[:, : self.periods]
        gone = np.zeros(self.size, dtype=np.bool_)
        gone[chosen] = True
        return Left(self.total.upper - in_total, self.timed.upper - in_time, seats, gone)

    def use(self, chosen: IntArray, times: IntArray | None = None) -> Use:
        """What columns, each chosen once or so many ``times``, take of the rows."""
        lattice = self.lattice
        count = np.ones(len(chosen), dtype=np.int64) if times is None else times
        in_total = np.zeros(len(self.total.upper), dtype=np.int64)
        change = np.zeros((len(self.timed.upper), self.periods + 1), dtype=np.int64)
        pair, stay = lattice.pair[chosen], lattice.stay[chosen]
        for row, weight in zip(lattice.total_row, lattice.total_weight, strict=True):
            mine = np.flatnonzero(row[pair] != NOWHERE)
            np.add.at(in_total, row[pair[mine]], weight[pair[mine]] * count[mine])
        for i, kind in enumerate(lattice.time_kind.tolist()):
            row, weight = lattice.time_row[i], lattice.time_weight[i]
            mine = np.flatnonzero(row[pair] != NOWHERE)
            start, end = when(lattice, kind, stay[mine])
            taken = weight[pair[mine]] * count[mine]
            np.add.at(change, (row[pair[mine]], start), taken)
            np.add.at(change, (row[pair[mine]], end), -taken)
        return Use(in_total, np.cumsum(change, axis=1)[:, : self.periods])

    def reached(self, chosen: IntArray) -> IntArray:
        """Value of every goal if just these columns are chosen, with offsets, shape (goals,)."""
        values = [int(value[chosen].sum()) for value in self.value]
        result: IntArray = self.offset + np.array(values, dtype=np.int64)
        short = np.maximum(0, self.total.lower - self.use(chosen)[0]).sum()
        result[0] -= short
        return result

    def holds(self, chosen: IntArray) -> bool:
        """Whether no upper side is broken and every fixed column is chosen."""
        left = self.left(chosen)
        parts = (left.total, left.time, left.seats)
        return all(bool((part >= 0).all()) for part in parts) and bool(left.gone[self.fixed].all())

    def range(self) -> tuple[IntArray, IntArray]:
        """Least and most that each goal can reach, shapes (goals,): simple, never too narrow."""
        length = self.length_of(np.arange(self.size))
        least, most = extent(self.value, length, self.first[:-1], self.room)
        least[0] -= int(np.maximum(self.total.lower, 0).sum())
        return least + self.offset, most + self.offset

    def parts(self) -> Iterator[tuple[IntArray, "Ground"]]:
        """Parts that share no row, each with its columns' numbers here; offsets stay behind."""
        apart = self._apart()
        for posts in apart:
            if len(apart) == 1:
                yield np.arange(self.size), replace(self, offset=np.zeros_like(self.offset))
            else:
                part, numbers = self.restricted(posts)
                yield numbers, part

    def _apart(self) -> list[IntArray]:
        """Posts that share no row, part by part."""
        lattice, post = self.lattice, self._post_of_pair
        nodes = self.posts
        edges = []
        for rows in (*lattice.total_row, *lattice.time_row):
            mine = np.flatnonzero(rows != NOWHERE)
            edges.append((post[mine], nodes + rows[mine].astype(np.int64)))
            nodes += int(rows.max(initial=-1)) + 1
        nothing = np.zeros(0, dtype=np.int64)
        whose, shared = (
            np.concatenate([nothing, *(edge[side] for edge in edges)]) for side in (0, 1)
        )
        graph: sparse.csr_matrix = sparse.csr_matrix(
            (np.ones(len(whose)), (whose, shared)), shape=(nodes, nodes)
        )
        _, label = connected_components(graph, directed=False)
        order = np.argsort(label[: self.posts], kind="stable")
        cuts = np.flatnonzero(np.diff(label[: self.posts][order])) + 1
        found = np.split(order, cuts) if self.posts else []
        return sorted((np.sort(part) for part in found), key=lambda part: int(part[0]))

    def restricted(
        self, posts: IntArray, used: Use | None = None, withheld: Use | None = None
    ) -> tuple["Ground", IntArray]:
        """Only these posts, sorted, with the numbers their columns have here.

        ``used`` is what other posts' columns take of the rows, ``withheld`` what may not be taken
        though it is free. Offsets stay behind: they belong to the whole.
        """
        lattice = self.lattice
        pairs = spread(lattice.post_first, posts)
        columns = spread(lattice.pair_first, pairs)
        total_row, total_rows = renumbered(lattice.total_row[:, pairs])
        time_row, time_rows = renumbered(lattice.time_row[:, pairs])
        total, timed = self.total.of(total_rows), self.timed.of(time_rows)
        if used is not None:
            lower = np.where(total.lower > 0, total.lower - used.total[total_rows], total.lower)
            total = replace(total, upper=total.upper - used.total[total_rows], lower=lower)
            timed = replace(timed, upper=timed.upper - used.time[time_rows])
        if withheld is not None:
            total = replace(total, upper=total.upper - withheld.total[total_rows])
            timed = replace(timed, upper=timed.upper - withheld.time[time_rows])
        sub = Lattice(
            post_first=_firsts(lattice.post_first, posts),
            pair_first=_firsts(lattice.pair_first, pairs),
            pair=np.repeat(
                np.arange(len(pairs), dtype=np.int32), np.diff(lattice.pair_first)[pairs]
            ),
            stay=lattice.stay[columns],
            shape=lattice.shape[posts],
            stays=lattice.stays,
            total_row=total_row,
            total_weight=lattice.total_weight[:, pairs],
            time_row=time_row,
            time_weight=lattice.time_weight[:, pairs],
            time_kind=lattice.time_kind,
            seats=lattice.seats[posts],
        )
        is_fixed = np.zeros(self.size, dtype=np.bool_)
        is_fixed[self.fixed] = True
        ground = replace(
            self,
            value=tuple(value[columns] for value in self.value),
            offset=np.zeros_like(self.offset),
            lattice=sub,
            total=total,
            timed=timed,
            fixed=np.flatnonzero(is_fixed[columns]),
            post=self.post[posts],
            person=self.person[pairs],
            room=self.room[posts],
            district=self.district[posts],
            unmet=0,
        )
        return ground, columns


def extent(
    values: Sequence[Whole], length: IntArray, first: IntArray, room: IntArray
) -> tuple[IntArray, IntArray]:
    """Least and most of each goal, every post taken at its worst, or best, rate in every period.

    ``first`` (posts,) is each post's first column, ``room`` (posts,) its periods times headcount.
    """
    least, most = np.zeros(len(values), dtype=np.int64), np.zeros(len(values), dtype=np.int64)
    if len(first):
        for goal, value in enumerate(values):
            rate = value / length
            best = np.maximum(np.maximum.reduceat(rate, first), 0.0)
            worst = np.minimum(np.minimum.reduceat(rate, first), 0.0)
            least[goal] = int(np.floor(worst * room).sum())
            most[goal] = int(np.floor(best * room + 1e-6).sum())
    return least, most


def when(lattice: Lattice, kind: int, stay: IntArray) -> tuple[IntArray, IntArray]:
    """The periods that rows of a kind count of stays, as (start, end)."""
    start: IntArray = lattice.stays[0 if kind == SERVICE else 2, stay]
    end: IntArray = lattice.stays[3 if kind == DUTY else 1, stay]
    return start, end


def spread(first: IntArray, which: IntArray) -> IntArray:
    """The members of some groups, where group g holds ``first[g]`` up to ``first[g + 1]``.

    >>> spread(np.array([0, 2, 2, 5]), np.array([0, 2])).tolist()
    [0, 1, 2, 3, 4]
    """
    counts = first[which + 1] - first[which]
    begin = np.repeat(first[which] - (np.cumsum(counts) - counts), counts)
    return begin + np.arange(counts.sum())


def _firsts(first: IntArray, which: IntArray) -> IntArray:
    return np.append(0, np.cumsum(first[which + 1] - first[which])).astype(np.int64)


def renumbered(rows: Whole) -> tuple[Whole, IntArray]:
    """Rows numbered from 0 in their old order, -1 as before, and the old numbers."""
    old = np.unique(rows)
    old = old[old != NOWHERE].astype(np.int64)
    new = np.where(rows == NOWHERE, NOWHERE, np.searchsorted(old, rows))
    return new.astype(np.int32), old

"""How many person-times could be had at the very most, before any search."""

from functools import cached_property

import numpy as np

from .columns import Columns, spans
from .problem import Burden
from .tables import VISITING, BoolArray, IntArray


class Supply:
    """Each pair's origin, and bounds on how often people could go and posts take them."""

    def __init__(self, columns: Columns) -> None:
        self._columns, tables = columns, columns.tables
        self._pairs = columns.pairs.where(
            np.bincount(columns.pair, minlength=len(columns.pairs)) > 0
        )
        self.programme = tables.programme[self._pairs.post]
        self.hospital = self._pairs.sender
        self.tier = tables.hospital_tier[self.hospital]
        self.form = tables.form[self._pairs.post]

    def most(self, flags: BoolArray) -> tuple[int, int]:
        """People behind the flagged pairs, and the most person-times they could serve."""
        people = np.unique(self._pairs.person[flags])
        return len(people), int(self._stays[people].sum())

    def seats(self, programme: int) -> int:
        """The most stays that a programme's posts could hold."""
        problem = self._columns.tables.problem
        wanted = problem.programmes[programme].id
        total = 0
        for post in problem.posts:
            if post.programme == wanted:
                term, allowed = problem.term(post), spans(problem, post)
                shortest = min((end - start for start, end in allowed), default=term.end)
                total += post.headcount * ((term.end - term.start) // max(1, shortest))
        return total

    @cached_property
    def _stays(self) -> IntArray:
        """Per person, shape (n_people,): 1 where all stays clash; else by time and burden cap."""
        columns, tables = self._columns, self._columns.tables
        n_people, problem = len(tables.problem.people), tables.problem
        shortest = np.full(n_people, problem.horizon.count + 1)
        lightest = np.full(n_people, np.iinfo(np.int64).max)
        load = columns.pairs.load[columns.pair]
        np.minimum.at(shortest, columns.person, columns.length)
        np.minimum.at(lightest, columns.person, load)
        at_once = np.maximum(1, tables.released // np.maximum(1, lightest))
        last_start = np.zeros(n_people, dtype=np.int64)
        first_end = np.full(n_people, problem.horizon.count + 1)
        np.maximum.at(last_start, columns.person, columns.start)
        np.minimum.at(first_end, columns.person, columns.end)
        in_time = np.where(last_start < first_end, 1, problem.horizon.count // shortest)
        stays: IntArray = np.minimum(at_once * np.maximum(in_time, 0), self._by_burden())
        return stays

    def _by_burden(self) -> IntArray:
        problem = self._columns.tables.problem
        scale = problem.burden or Burden()
        default = None if problem.burden is None else scale.cap
        visits_only = np.ones(len(problem.people), dtype=np.bool_)
        visits_only[self._pairs.person[self.form != VISITING]] = False
        lightest = np.where(visits_only, scale.visiting, min(scale.visiting, scale.full_time))
        caps = [default if p.burden_cap is None else p.burden_cap for p in problem.people]
        unlimited = np.iinfo(np.int32).max
        limit = np.array([unlimited if cap is None else cap for cap in caps], dtype=np.int64)
        only_full = np.ones(len(problem.people), dtype=np.bool_)
        only_full[self._pairs.person[self.form == VISITING]] = False
        weight = np.where(only_full, scale.full_time, lightest)
        result: IntArray = np.where(weight > 0, limit // np.maximum(weight, 1), unlimited)
        return result

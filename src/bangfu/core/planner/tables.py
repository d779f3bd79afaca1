"""The problem as arrays, one entry per person, post or hospital, in the problem's order."""

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from .problem import FULL_TIME, Form, Post, Problem, Tier

IntArray = npt.NDArray[np.int64]
Whole = npt.NDArray[np.integer[Any]]
"""Whole numbers of any width, where millions of them are kept."""
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

FORMS: tuple[Form, ...] = ("resident", "rotating", "leadership", "visiting")
TIERS: tuple[Tier, ...] = ("tertiary", "secondary", "primary")
VISITING = FORMS.index("visiting")

NONE = -1
"""Stands for "no department", "no programme"."""

HALF_DAY_HOURS = 4


def _ints(values: list[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


class Tables:
    """Arrays of one problem; people, posts, hospitals and the rest are numbered from 0."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.person_number = {person.id: i for i, person in enumerate(problem.people)}
        self.post_number = {post.id: i for i, post in enumerate(problem.posts)}
        self.hospital_number = {hospital.id: i for i, hospital in enumerate(problem.hospitals)}
        self.host_number = {host.id: i for i, host in enumerate(problem.hosts)}
        self.department_number = {part.id: i for i, part in enumerate(problem.departments)}
        self.programme_number = {part.id: i for i, part in enumerate(problem.programmes)}
        self._persons(problem)
        self._posts(problem)
        self.hospital_tier = _ints([TIERS.index(hospital.tier) for hospital in problem.hospitals])

    def _persons(self, problem: Problem) -> None:
        people, months = problem.people, problem.horizon.periods_in
        self.rank = _ints([person.rank for person in people])
        self.hospital = _ints([self.hospital_number[person.hospital] for person in people])
        self.department = _ints(
            [self.department_number.get(person.department or "", NONE) for person in people]
        )
        self.released = _ints([person.sessions for person in people])
        self.served = _ints([months(person.served_months) for person in people])
        self.owed = _ints([months(person.owed_months) for person in people])

    def _posts(self, problem: Problem) -> None:
        posts = problem.posts
        terms = [problem.term(post) for post in posts]
        self.rank_floor = _ints([post.rank_floor for post in posts])
        self.host = _ints([self.host_number[post.host] for post in posts])
        self.form = _ints([FORMS.index(post.form) for post in posts])
        self.priority = _ints([post.priority for post in posts])
        self.term_start = _ints([term.start for term in terms])
        self.term_end = _ints([term.end for term in terms])
        self.overlap = _ints([post.overlap for post in posts])
        self.rest = _ints([post.rest for post in posts])
        self.headcount = _ints([post.headcount for post in posts])
        self.sessions = _ints([post.sessions or FULL_TIME for post in posts])
        self.never_uncovered = np.array([post.never_uncovered for post in posts], dtype=np.bool_)
        self.programme = _ints(
            [self.programme_number.get(post.programme or "", NONE) for post in posts]
        )

    @cached_property
    def district(self) -> IntArray:
        """A number per post, shape (posts,): the same where hosts lie in the same area.

        A host without an area is a district of its own.
        """
        areas = {host.id: (host.area, "" if host.area else host.id) for host in self.problem.hosts}
        numbers = {area: number for number, area in enumerate(dict.fromkeys(areas.values()))}
        return _ints([numbers[areas[post.host]] for post in self.problem.posts])

    @cached_property
    def stays(self) -> "Stays":
        """The stays that posts allow; posts alike in stays, term, overlap and rest share theirs."""
        return Stays(self.problem)

    @cached_property
    def preferences(self) -> "PairTable":
        """Stated preference of a person for a host; 0 where none is stated."""
        return self._by_host({p.id: p.preferences for p in self.problem.people})

    @cached_property
    def travel(self) -> "PairTable":
        """Hours one way from a person's home to a host; 0 where none is stated."""
        return self._by_host({p.id: p.travel for p in self.problem.people})

    def _by_host(self, stated: dict[str, dict[str, int]]) -> "PairTable":
        entries = [
            (self.person_number[person], self.host_number[host], value)
            for person, values in stated.items()
            for host, value in values.items()
        ]
        return PairTable(entries, width=len(self.host_number))


def spans(problem: Problem, post: Post) -> list[tuple[int, int]]:
    """The stays a post allows, as (start, end), by start and then length."""
    if post.stays is not None:
        return sorted({(stay.start, stay.end) for stay in post.stays})
    term = problem.term(post)
    if post.stints is None:
        return [(term.start, term.end)]
    shape = post.stints
    found = []
    for start in range(term.start, term.end, shape.starts_every):
        longest = min(shape.longest, term.end - start)
        lengths = set(range(shape.shortest, longest + 1, shape.step))
        if shape.shortest <= term.end - start <= shape.longest:
            lengths.add(term.end - start)
        found += [(start, start + length) for length in sorted(lengths)]
    return found


class Stays:
    """Stays as arrays, shape after shape: those of one shape stand together, by end and start.

    ``first`` and ``count`` (posts,) say where a post's stays are. ``table`` has shape (5, stays):
    start, end, arrival, end of rest, and the number of the stays of the same shape by start. Rest
    ends with the horizon at the latest: who rests beyond it was taken before.
    """

    def __init__(self, problem: Problem) -> None:
        known: dict[tuple[object, ...], tuple[int, int]] = {}
        pieces = [np.zeros((5, 0), dtype=np.int64)]
        place: list[tuple[int, int]] = []
        begin = 0
        for post in problem.posts:
            term = problem.term(post)
            key = (post.stays, post.stints, term, post.overlap, post.rest)
            if key not in known:
                allowed = sorted((end, start) for start, end in spans(problem, post))
                end, start = np.array(allowed, dtype=np.int64).reshape(-1, 2).T
                early = np.maximum(start - post.overlap, term.start)
                arrival = np.where(start > term.start, early, start)
                rested = np.minimum(end + post.rest, problem.horizon.count)
                by_start = begin + np.argsort(start, kind="stable")
                pieces.append(np.stack([start, end, arrival, rested, by_start]))
                known[key] = (begin, len(allowed))
                begin += len(allowed)
            place.append(known[key])
        self.table: IntArray = np.concatenate(pieces, axis=1)
        self.first, self.count = np.array(place, dtype=np.int64).reshape(-1, 2).T


class PairTable:
    """A sparse table of whole numbers by (row, column), 0 elsewhere."""

    def __init__(self, entries: list[tuple[int, int, int]], *, width: int) -> None:
        self.width = max(1, width)
        table = np.array(sorted(entries), dtype=np.int64).reshape(-1, 3)
        self.keys: IntArray = table[:, 0] * self.width + table[:, 1]
        self.values: IntArray = table[:, 2]

    def at(self, row: IntArray, column: IntArray) -> IntArray:
        """Values at the given places, shape as ``row``."""
        keys = row * self.width + column
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, self.values[found], 0)

    def has(self, row: IntArray, column: IntArray) -> BoolArray:
        """Whether the table holds an entry at the given places."""
        return np.isin(row * self.width + column, self.keys)

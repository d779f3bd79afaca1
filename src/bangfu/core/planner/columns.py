"""Person-post pairs, and stint columns: one person on one post from one period to another."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .problem import FULL_TIME, Post, Problem
from .tables import HALF_DAY_HOURS, VISITING, BoolArray, IntArray, Tables


@dataclass(frozen=True, slots=True)
class Pairs:
    """Persons who might serve posts: equally long arrays of post and person numbers.

    ``fit`` is the best accepted specialty's, 0 to 100, or -1 where the post accepts none of the
    person's.
    """

    tables: Tables
    post: IntArray
    person: IntArray
    fit: IntArray

    def __len__(self) -> int:
        return len(self.post)

    def where(self, keep: BoolArray) -> "Pairs":
        """The pairs that are flagged."""
        return Pairs(self.tables, self.post[keep], self.person[keep], self.fit[keep])

    @property
    def person_rank(self) -> IntArray:
        """Rank of each pair's person."""
        return self.tables.rank[self.person]

    @property
    def post_rank_floor(self) -> IntArray:
        """Rank floor of each pair's post."""
        return self.tables.rank_floor[self.post]

    @property
    def sender(self) -> IntArray:
        """Home hospital of each pair's person."""
        return self.tables.hospital[self.person]

    @property
    def host(self) -> IntArray:
        """Host of each pair's post."""
        return self.tables.host[self.post]

    @property
    def load(self) -> IntArray:
        """Half-days a week the post takes of the person; a visit includes its travel."""
        tables = self.tables
        trip = 2 * tables.travel.at(self.person, self.host) // HALF_DAY_HOURS
        visiting = tables.form[self.post] == VISITING
        return np.minimum(tables.sessions[self.post] + np.where(visiting, trip, 0), FULL_TIME)


@dataclass(frozen=True, slots=True)
class Columns:
    """Stints that a plan may choose: pair number, and the periods ``start`` up to ``end``."""

    pairs: Pairs
    pair: IntArray
    start: IntArray
    end: IntArray

    def __len__(self) -> int:
        return len(self.pair)

    def where(self, keep: BoolArray | IntArray) -> "Columns":
        """The columns that are flagged, or numbered."""
        return Columns(self.pairs, self.pair[keep], self.start[keep], self.end[keep])

    @property
    def tables(self) -> Tables:
        """The problem's arrays."""
        return self.pairs.tables

    @property
    def post(self) -> IntArray:
        """Post number of each column."""
        return self.pairs.post[self.pair]

    @property
    def person(self) -> IntArray:
        """Person number of each column."""
        return self.pairs.person[self.pair]

    @property
    def length(self) -> IntArray:
        """Periods covered."""
        return self.end - self.start

    @property
    def arrives(self) -> IntArray:
        """First period away from home: earlier than ``start`` by the overlap with a predecessor."""
        tables, post = self.tables, self.post
        follows = self.start > tables.term_start[post]
        first = np.maximum(self.start - tables.overlap[post], tables.term_start[post])
        return np.where(follows, first, self.start)

    @property
    def rested(self) -> IntArray:
        """First period in which the person may be sent again."""
        return self.end + self.tables.rest[self.post]


def candidates(tables: Tables) -> Pairs:
    """Every pair with a specialty in common, once, in order of post and person.

    A join by specialty, so that work grows with the pairs found and not with posts times people.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(tables.problem.people):
        for specialty in dict.fromkeys(person.specialties):
            holders[specialty].append(number)
    arrays = {
        specialty: np.array(numbers, dtype=np.int64) for specialty, numbers in holders.items()
    }
    posts, people, fits = [], [], []
    for number, post in enumerate(tables.problem.posts):
        for specialty, fit in post.specialties.items():
            if (able := arrays.get(specialty)) is not None:
                posts.append(np.full(len(able), number))
                people.append(able)
                fits.append(np.full(len(able), fit))
    if not posts:
        nothing = np.zeros(0, dtype=np.int64)
        return Pairs(tables, nothing, nothing, nothing)
    found = np.array([np.concatenate(posts), np.concatenate(people), np.concatenate(fits)])
    found = found[:, np.lexsort((-found[2], found[1], found[0]))]
    best = np.ones(found.shape[1], dtype=np.bool_)
    best[1:] = (found[:2, 1:] != found[:2, :-1]).any(axis=0)
    post_of, person_of, fit_of = found[:, best]
    return Pairs(tables, post_of, person_of, fit_of)


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


def unfold(pairs: Pairs) -> Columns:
    """All stays of all pairs, by pair, start and end."""
    problem = pairs.tables.problem
    shapes = [np.array(spans(problem, p), dtype=np.int64).reshape(-1, 2) for p in problem.posts]
    counts = np.array([len(shape) for shape in shapes], dtype=np.int64)[pairs.post]
    pair = np.repeat(np.arange(len(pairs)), counts)
    if not len(pair):
        return Columns(pairs, pair, pair, pair)
    offsets = np.concatenate([[0], np.cumsum([len(shape) for shape in shapes])[:-1]])
    within = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    stays = np.concatenate(shapes)[offsets[pairs.post[pair]] + within]
    return Columns(pairs, pair, stays[:, 0], stays[:, 1])

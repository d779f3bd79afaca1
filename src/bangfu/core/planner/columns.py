"""Person-post pairs, and stint columns: one person on one post from one period to another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .problem import FULL_TIME
from .tables import HALF_DAY_HOURS, VISITING, BoolArray, IntArray, Tables, Whole
from .tables import spans as spans


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
    pair: Whole
    start: Whole
    end: Whole
    stay: Whole | None = None
    """Numbers in the table of stays; columns made up by hand have none."""

    def __len__(self) -> int:
        return len(self.pair)

    def where(self, keep: BoolArray | IntArray | slice) -> "Columns":
        """The columns that are flagged, numbered, or in a run."""
        stay = None if self.stay is None else self.stay[keep]
        return Columns(self.pairs, self.pair[keep], self.start[keep], self.end[keep], stay)

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
        return (self.end - self.start).astype(np.int64)

    @property
    def arrives(self) -> IntArray:
        """First period away from home: earlier than ``start`` by the overlap with a predecessor."""
        tables, post = self.tables, self.post
        follows = self.start > tables.term_start[post]
        first = np.maximum(self.start - tables.overlap[post], tables.term_start[post])
        arrives: IntArray = np.where(follows, first, self.start).astype(np.int64)
        return arrives

    @property
    def rested(self) -> IntArray:
        """First period in which the person may be sent again."""
        return self.end + self.tables.rest[self.post]


def candidates(tables: Tables) -> Pairs:
    """Every pair with a specialty in common, of a hospital that may send, once, in order.

    A join by specialty and hospital, so that work grows with the pairs found and not with posts
    times people. Which hospitals may send is for the rules to say; here their word only saves work.
    """
    entries = [
        (tables.hospital_number[person.hospital], specialty, number)
        for number, person in enumerate(tables.problem.people)
        for specialty in dict.fromkeys(person.specialties)
    ]
    by_hospital: dict[str, dict[int, list[int]]] = {}
    for hospital, specialty, number in entries:
        by_hospital.setdefault(specialty, {}).setdefault(hospital, []).append(number)
    holders = {
        specialty: {hospital: np.array(people, dtype=np.int32) for hospital, people in of.items()}
        for specialty, of in by_hospital.items()
    }
    everywhere = range(len(tables.problem.hospitals))
    paired: dict[str, set[int]] = {}
    for pairing in tables.problem.pairings:
        paired.setdefault(pairing.host, set()).add(tables.hospital_number[pairing.sender])
    posts, people = [], []
    for number, post in enumerate(tables.problem.posts):
        senders: Iterable[int] = everywhere
        if post.senders is not None:
            senders = sorted({tables.hospital_number[id] for id in post.senders})
        elif tables.problem.pairings:
            senders = sorted(paired.get(post.host, ()))
        for specialty, fit in post.specialties.items():
            able = holders.get(specialty, {})
            for hospital in senders:
                if (found := able.get(hospital)) is not None:
                    posts.append((number, fit, len(found)))
                    people.append(found)
    if not posts:
        nothing = np.zeros(0, dtype=np.int64)
        return Pairs(tables, nothing, nothing, nothing)
    post_of, fit_of, counts = np.array(posts, dtype=np.int64).T
    every = np.concatenate(people).astype(np.int64)
    found_fit = np.repeat(fit_of, counts)
    key = np.repeat(post_of, counts) * len(tables.problem.people) + every
    # The best of a person's specialties stands first, and the first of each pair stays.
    order = np.lexsort((-found_fit, key))
    key, found_fit = key[order], found_fit[order]
    first = np.append(True, np.diff(key) > 0)
    width = len(tables.problem.people)
    return Pairs(tables, key[first] // width, key[first] % width, found_fit[first])


CHUNK = 2_000_000
"""Columns unfolded at a time, so that what the rules need for a moment stays small."""


def unfold(pairs: Pairs, lo: int = 0, hi: int | None = None) -> Columns:
    """All stays of the pairs from ``lo`` up to ``hi``, by pair, end and start."""
    last = len(pairs) if hi is None else hi
    stays = pairs.tables.stays
    post = pairs.post[lo:last]
    counts = stays.count[post]
    pair = np.repeat(np.arange(lo, last), counts)
    begin = np.repeat(stays.first[post] - (np.cumsum(counts) - counts), counts)
    stay = begin + np.arange(len(pair))
    return Columns(
        pairs,
        pair.astype(np.int32),
        stays.table[0, stay].astype(np.int32),
        stays.table[1, stay].astype(np.int32),
        stay.astype(np.int32),
    )


def chunks(pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Ranges of pairs that unfold to no more columns at a time than memory bears."""
    total = np.append(0, np.cumsum(pairs.tables.stays.count[pairs.post]))
    lo = 0
    while lo < len(pairs):
        hi = int(np.searchsorted(total, total[lo] + CHUNK, side="right")) - 1
        hi = min(max(hi, lo + 1), len(pairs))
        yield lo, hi
        lo = hi


def joined(pairs: Pairs, pieces: Sequence[Columns]) -> Columns:
    """Several runs of columns of the same pairs as one."""

    def whole(parts: list[Whole]) -> Whole:
        return np.concatenate([np.zeros(0, dtype=np.int32), *parts])

    return Columns(
        pairs,
        whole([piece.pair for piece in pieces]),
        whole([piece.start for piece in pieces]),
        whole([piece.end for piece in pieces]),
        whole([piece.stay for piece in pieces if piece.stay is not None]),
    )

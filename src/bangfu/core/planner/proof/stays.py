"""Every stay a plan may choose and what it is worth on every goal, block of posts by block.

A block holds some posts' stays at a time, so that memory stays small however large the problem.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bangfu.core.planner.horizon import Span
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Post, Problem, Stints

from .staff import FORM_ORDER, Candidates, Staff, Whole

MOST_STAYS = 100_000
"""A block takes no further post once it holds this many."""

VISITING = FORM_ORDER.index("visiting")


@dataclass(frozen=True, slots=True)
class Block:
    """Stays of some posts, ordered by post, then by start and end, then by person.

    ``posts``: numbers of the block's posts; ``seat``: each stay's post as a place in it. All
    arrays but ``posts`` and the values have shape (n,). ``arrival``: first period away from home;
    ``rested``: first period in which the person may be sent again,
    at most the horizon's end. ``value``: by goal.
    """

    posts: Whole
    seat: Whole
    person: Whole
    start: Whole
    end: Whole
    arrival: Whole
    rested: Whole
    load: Whole
    value: dict[str, Whole]

    def __len__(self) -> int:
        return len(self.person)

    @property
    def post(self) -> Whole:
        """Post number of each stay."""
        return self.posts[self.seat]

    def firsts(self) -> Whole:
        """Where each run of stays with the same post, start and end begins."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        key = np.stack([self.seat, self.start, self.end])
        new = (key[:, 1:] != key[:, :-1]).any(axis=0)
        return np.concatenate([[0], np.flatnonzero(new) + 1])


class Enumeration:
    """All stays of a problem. ``keep`` is the plan that stability is measured against."""

    def __init__(self, problem: Problem, goals: Iterable[str], keep: Plan | None) -> None:
        self.problem, self.staff = problem, Staff(problem)
        self.goals = tuple(goals)
        self.form = np.array(
            [FORM_ORDER.index(post.form) for post in problem.posts], dtype=np.int64
        )
        self.post_number = {post.id: n for n, post in enumerate(problem.posts)}
        self._shapes: dict[tuple[object, ...], Whole] = {}
        self._kept: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._exact: set[tuple[str, str, int, int]] = set()
        for duty in () if keep is None else keep.duties:
            self._kept[duty.post, duty.person].update(range(duty.start, duty.end))
            self._exact.add((duty.post, duty.person, duty.start, duty.end))
        self._worth: dict[str, Callable[[_OfPost], Whole]] = {
            "rules": lambda stays: stays.length * stays.post.never_uncovered,
            "stability": self._stability,
            "quality": self._quality,
            "fairness": self._fairness,
        }

    def several(self, block: Block) -> npt.NDArray[np.bool_]:
        """Whether each stay is on a post of several places, shape (n,)."""
        seats = np.array([post.headcount for post in self.problem.posts], dtype=np.int64)
        return seats[block.post] > 1

    def blocks(self, groups: Iterable[Iterable[int]]) -> Iterator[tuple[int, Block]]:
        """Blocks of stays, each with the number of the group of posts that it belongs to."""
        for group, posts in enumerate(groups):
            gathered: list[_OfPost] = []
            for number in posts:
                gathered.append(self._of_post(number))
                if sum(len(stays.person) for stays in gathered) >= MOST_STAYS:
                    yield group, self._block(gathered)
                    gathered = []
            if gathered:
                yield group, self._block(gathered)

    def _of_post(self, number: int) -> "_OfPost":
        post = self.problem.posts[number]
        able = self.staff.candidates(post)
        start, end = self._spans(post).T
        opens = self.problem.term(post).start
        arrival = np.where(start == opens, start, np.maximum(start - post.overlap, opens))
        shape, who = np.nonzero(self.staff.free(able.person, arrival, end))
        return _OfPost(post, number, able, who, start[shape], end[shape], arrival[shape])

    def _spans(self, post: Post) -> Whole:
        """The stays a post allows, by start and end, shape (k, 2)."""
        term = self.problem.term(post)
        key = (term.start, term.end, post.stints, post.stays)
        if key not in self._shapes:
            found = [
                (start, end)
                for start in range(term.start, term.end)
                for end in range(start + 1, term.end + 1)
                if _allowed(post, term, start, end)
            ]
            self._shapes[key] = np.array(found, dtype=np.int64).reshape(-1, 2)
        return self._shapes[key]

    def _block(self, gathered: "list[_OfPost]") -> Block:
        def joined(part: Callable[[_OfPost], Whole]) -> Whole:
            return np.concatenate([part(stays) for stays in gathered])

        count = self.problem.horizon.count
        return Block(
            posts=np.array([stays.number for stays in gathered], dtype=np.int64),
            seat=np.repeat(np.arange(len(gathered)), [len(stays.person) for stays in gathered]),
            person=joined(lambda stays: stays.person),
            start=joined(lambda stays: stays.start),
            end=joined(lambda stays: stays.end),
            arrival=joined(lambda stays: stays.arrival),
            # Nobody begins after the horizon, so a longer rest takes nothing from anybody.
            rested=joined(lambda stays: np.minimum(stays.end + stays.post.rest, count)),
            load=joined(lambda stays: stays.able.load[stays.who]),
            value={
                goal: np.concatenate([self._value(goal, stays) for stays in gathered])
                for goal in self.goals
            },
        )

    def _value(self, goal: str, stays: "_OfPost") -> Whole:
        kind, _, priority = goal.partition(" ")
        if kind == "coverage":
            return stays.length * (stays.post.priority == int(priority))
        return self._worth[kind](stays)

    def _quality(self, stays: "_OfPost") -> Whole:
        weights, length = self.problem.weights, stays.length
        hours = stays.able.hours[stays.who]
        if stays.post.form == "visiting":
            extra = -weights.travel * hours * length
        else:
            owed = np.minimum(length, self.staff.owed[stays.person])
            extra = weights.owed * owed - weights.travel * hours
        return stays.able.rate[stays.who] * length + extra - weights.change

    def _fairness(self, stays: "_OfPost") -> Whole:
        """Less burden: every period counts the periods served before it."""
        length = stays.length
        return -(length * self.staff.served[stays.person] + length * (length - 1) // 2)

    def _stability(self, stays: "_OfPost") -> Whole:
        """Periods kept, and one more for a duty of which nothing changes."""
        found = np.zeros(len(stays.person), dtype=np.int64)
        people = self.problem.people
        for place, person in enumerate(stays.able.person.tolist()):
            place_id = (stays.post.id, people[person].id)
            if kept := self._kept.get(place_id):
                for stay in np.flatnonzero(stays.who == place).tolist():
                    span = (int(stays.start[stay]), int(stays.end[stay]))
                    unchanged = (*place_id, *span) in self._exact
                    found[stay] = len(kept.intersection(range(*span))) + unchanged
        return found


@dataclass(frozen=True, slots=True)
class _OfPost:
    """One post's stays; ``who`` are places among the candidates."""

    post: Post
    number: int
    able: Candidates
    who: npt.NDArray[np.intp]
    start: Whole
    end: Whole
    arrival: Whole

    @property
    def person(self) -> Whole:
        return self.able.person[self.who]

    @property
    def length(self) -> Whole:
        return self.end - self.start


def _allowed(post: Post, term: Span, start: int, end: int) -> bool:
    """Whether a post with this term allows the stay."""
    if post.stays is not None:
        return Span(start=start, end=end) in post.stays
    if post.stints is None:
        return (start, end) == (term.start, term.end)
    return _fits(post.stints, start - term.start, end - start, end == term.end)


def _fits(shape: Stints, begins: int, periods: int, closes: bool) -> bool:
    if begins % shape.starts_every != 0 or not shape.shortest <= periods <= shape.longest:
        return False
    return closes or (periods - shape.shortest) % shape.step == 0

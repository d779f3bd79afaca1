"""What a plan leaves free of everything that duties share, so that any further stay can be tried.

Rules on a pair are asked themselves. What duties share is looked up in what the plan leaves over.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import numpy as np

from .columns import Columns, Pairs, spans
from .grid import BIT, Grid, Patterns
from .left_over import LeftOver
from .plan import Plan
from .price import Ledger, Price
from .problem import Duty, Problem
from .rules import RULES
from .tables import BoolArray, IntArray
from .values import quality

PAIRS_AT_ONCE = 100_000

ON_PAIRS = frozenset(("pairing", "consent", "forbidden", "specialty", "rank_floor"))
"""Rules that look at a person and a post alone, whatever the periods and the rest of the plan."""


class Standing:
    """One plan of one problem with all that questions about it need; made once, asked often."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.left = LeftOver(problem, plan)
        self.tables = self.left.tables
        self.pinned = frozenset(problem.pinned)
        self._allowed: dict[str, dict[tuple[int, int], None]] = {}
        self._losses: dict[Duty, Price] = {}
        self._refused: dict[str, tuple[IntArray, Patterns]] = {}

    @cached_property
    def ledger(self) -> Ledger:
        """Prices of changes to the plan."""
        return Ledger(self.problem, self.plan)

    def loss(self, duty: Duty) -> Price:
        """What ending one duty of the plan does to the goals."""
        if duty not in self._losses:
            self._losses[duty] = self.ledger.change(strike=[duty])
        return self._losses[duty]

    @property
    def by_post(self) -> dict[str, list[Duty]]:
        """The plan's duties by post."""
        return self.left.by_post

    @cached_property
    def by_person(self) -> dict[str, list[Duty]]:
        """The plan's duties by person."""
        groups: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.plan.duties:
            groups[duty.person].append(duty)
        return groups

    @cached_property
    def sharing(self) -> dict[tuple[str, int], list[Duty]]:
        """The plan's duties by the capacity they draw on: a rule's code and a number."""
        found: dict[tuple[str, int], list[Duty]] = defaultdict(list)
        for duty in self.plan.duties:
            for code, whose, *_ in self.left.footprints(duty):
                found[code, whose].append(duty)
        return found

    # People and stays

    def allowed(self, post: str) -> Collection[tuple[int, int]]:
        """The stays a post allows, as (start, end), in order."""
        if post not in self._allowed:
            self._allowed[post] = dict.fromkeys(spans(self.problem, self.problem.post(post)))
        return self._allowed[post].keys()

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = defaultdict(list)
        for number, person in enumerate(self.problem.people):
            for specialty in person.specialties:
                holders[specialty].append(number)
        return holders

    def fitting(self, post: str) -> IntArray:
        """Numbers of the people with a specialty the post accepts, ascending."""
        accepted = self.problem.post(post).specialties
        found = {number for specialty in accepted for number in self._holders.get(specialty, ())}
        return np.array(sorted(found), dtype=np.int64)

    def refusals(self, post: str) -> tuple[IntArray, Patterns]:
        """The fitting people and the set of rules that refuse each outright, shape (people,)."""
        if post not in self._refused:
            self.prepare(self._next_posts(post))
        return self._refused[post]

    def _next_posts(self, post: str) -> list[str]:
        """The post and some after it: the rules on pairs take hardly longer for all of these."""
        posts, first = self.problem.posts, self.tables.post_number[post]
        found, pairs = [], 0
        for number in range(first, len(posts)):
            if posts[number].id in self._refused:
                continue
            found.append(posts[number].id)
            pairs += sum(len(self._holders[known]) for known in posts[number].specialties)
            if pairs > PAIRS_AT_ONCE:
                break
        return found

    def prepare(self, posts: Sequence[str]) -> None:
        """Ask the rules on pairs about several posts at once, which is quicker than one by one."""
        people = [self.fitting(post) for post in posts]
        place = np.array([self.tables.post_number[post] for post in posts], dtype=np.int64)
        counts = np.array([len(found) for found in people], dtype=np.int64)
        refused = self._asked(np.repeat(place, counts), np.concatenate([*people, place[:0]]))
        ends = np.cumsum(counts)
        for n, post in enumerate(posts):
            self._refused[post] = people[n], refused[ends[n] - counts[n] : ends[n]]

    def refused(self, post: str, person: str) -> list[str]:
        """Codes of the rules that refuse a pair outright.

        For one pair the reader's statements are quicker: the solver's make arrays over everybody.
        """
        term = self.problem.term(self.problem.post(post))
        stay = Plan(duties=(Duty(person=person, post=post, start=term.start, end=term.end),))
        rules = (rule for rule in RULES if rule.code in ON_PAIRS)
        return [r.code for r in rules if next(r.violations(stay, self.problem), None) is not None]

    def _asked(self, post: IntArray, person: IntArray) -> Patterns:
        pairs = Pairs(self.tables, post, person, np.zeros(len(post), dtype=np.int64))
        refused = np.zeros(len(post), dtype=np.int32)
        for rule in RULES:
            refused[~rule.admits(pairs)] |= BIT[rule.code]
        return refused

    def against(self, stay: Duty, *, without: Iterable[Duty] = ()) -> tuple[str, ...]:
        """Codes of the rules other than those on pairs that forbid one stay."""
        number = np.array([self.tables.person_number[stay.person]])
        grid = self.grid(stay.post, number, [(stay.start, stay.end)], without=without)
        return grid.rules(0, 0)

    def qualities(self, post: str, people: IntArray, start: IntArray, end: IntArray) -> IntArray:
        """Points of quality of one stay each, shapes (stays,)."""
        accepted, here = self.problem.post(post).specialties, self.tables.post_number[post]
        fits = [
            max((accepted.get(known, 0) for known in self.problem.people[n].specialties), default=0)
            for n in people.tolist()
        ]
        posts, each = np.full(len(people), here), np.arange(len(people))
        pairs = Pairs(self.tables, posts, people, np.array(fits, dtype=np.int64))
        return quality(Columns(pairs, each, start, end))

    def others(self, stay: Duty, code: str) -> list[Duty]:
        """The plan's other duties that draw on the same capacity of one rule as a stay."""
        uses = [use for use in self.left.footprints(stay) if use[0] == code]
        found = [other for use in uses for other in self.sharing.get((code, use[1]), ())]
        return [other for other in found if other != stay]

    def in_the_way(self, stay: Duty, code: str) -> list[Duty]:
        """Those of the others that draw on it at the same time as the stay."""
        windows = {use[1]: use for use in self.left.footprints(stay) if use[0] == code}
        return [
            other
            for other in self.others(stay, code)
            for use in self.left.footprints(other)
            if use[0] == code
            and use[1] in windows
            and use[2] < windows[use[1]][3]
            and windows[use[1]][2] < use[3]
        ]

    def open_periods(self, post: str) -> list[int]:
        """Periods of a post's term with fewer people than its headcount."""
        term = self.problem.term(self.problem.post(post))
        seats = self.left.seats[self.tables.post_number[post]]
        return [t for t in range(term.start, term.end) if seats[t] > 0]

    # Trying stays

    def grid(
        self,
        post: str,
        people: IntArray,
        stays: Collection[tuple[int, int]],
        *,
        refused: Patterns | None = None,
        without: Iterable[Duty] = (),
        plus: Iterable[Duty] = (),
    ) -> Grid:
        """Which rules stand against each of these people on each of these stays, one at a time.

        ``refused`` are the sets of rules that refuse each pair, shape (people,). ``without`` and
        ``plus`` are duties struck from the plan and added to it beforehand.
        """
        number, listed = self.tables.post_number[post], list(stays)
        start, end = np.array(listed, dtype=np.int64).reshape(-1, 2).T
        against = np.zeros((len(people), len(listed)), dtype=np.int32)
        if refused is not None:
            against |= refused[:, None]
        allowed = self.allowed(post)
        against[:, [stay not in allowed for stay in listed]] |= BIT["stint_shape"]
        changed = [(use, 1) for duty in without for use in self.left.footprints(duty)]
        changed += [(use, -1) for duty in plus for use in self.left.footprints(duty)]
        for code, whose, left, weight, first, last in self.left.demands(number, people, start, end):
            for (other, entity, since, until, freed), sign in changed:
                if other == code and (mine := whose == entity).any():
                    left[mine, since:until] += sign * freed
            lacking = left < weight[:, None]
            if lacking.any():
                against[_meets(lacking, first, last)] |= BIT[code]
        return Grid(self.problem, post, people, listed, against)


def _meets(lacking: BoolArray, first: IntArray, last: IntArray) -> BoolArray:
    """Whether each window of periods holds one that is flagged: (people, windows)."""
    counted = np.zeros((lacking.shape[0], lacking.shape[1] + 1), dtype=np.int16)
    np.cumsum(lacking, axis=1, out=counted[:, 1:])
    result: BoolArray = counted[:, last] > counted[:, first]
    return result

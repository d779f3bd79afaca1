"""What a change of duties does to each goal, counted duty by duty in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from .plan import Plan
from .problem import Duty, Post, Problem
from .tally import burden, level_names, parts


class Price(Struct, frozen=True, kw_only=True):
    """How much each goal changes, in the problem's order of goals; goals that stay are left out.

    More is better in each, so that a loss is negative. ``rules`` counts units by which rules with
    a minimum fall short, ``coverage 1`` to ``coverage 9`` post-periods by priority, ``quality``
    points, ``fairness`` burden (negative).
    """

    goals: dict[str, int] = {}

    @property
    def coverage(self) -> int:
        """Post-periods gained, over all priorities."""
        return sum(by for goal, by in self.goals.items() if goal.startswith("coverage"))

    @property
    def quality(self) -> int:
        """Points of quality gained."""
        return self.goals.get("quality", 0)

    @property
    def deciding(self) -> tuple[str, int] | None:
        """The first goal that changes, and by how much: it alone decides which plan is better."""
        return next(iter(self.goals.items()), None)

    @property
    def is_gain(self) -> bool:
        """Whether the first goal that changes gets better."""
        return self.deciding is not None and self.deciding[1] > 0


def added_up(prices: Iterable[Price], order: Iterable[str]) -> Price:
    """The sum of several prices, in an order of goals.

    >>> added_up([Price(goals={"quality": 5}), Price(goals={"quality": -5})], ["quality"]).goals
    {}
    """
    total: Counter[str] = Counter()
    for price in prices:
        for goal, by in price.goals.items():
            total[goal] += by
    return Price(goals={goal: total[goal] for goal in order if total[goal]})


class Ledger:
    """A plan's duties, put down and struck out one at a time; each step tells its price.

    Prices along any way from one plan to another add up to the difference of the plans' tallies. A
    post that the problem does not know is not wanted and has no price; a person whom it does not
    know covers a post and counts for nothing else.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self.order = tuple(level_names(problem, False))
        self._present: dict[str, Counter[int]] = {}
        self._sent: Counter[tuple[str, str]] = Counter()
        self._tiers: Counter[tuple[str, str]] = Counter()
        self._times: Counter[str] = Counter()
        self._lower = {h.id: h.quota for h in problem.hospitals if h.quota and h.quota.lower}
        self._programmes = {part.id: part for part in problem.programmes}
        self.minimums = bool(self._lower) or any(
            part.person_times or part.tiers for part in problem.programmes
        )
        """Whether any hospital or programme has to send a least number of people."""
        self._worth: dict[Duty, tuple[int, int]] = {}
        self._planned: dict[str, list[Duty]] = defaultdict(list)
        for duty in plan.duties:
            self._planned[duty.post].append(duty)
            if self.minimums and problem.knows("post", duty.post):
                self._send(duty, 1)

    def put(self, duty: Duty) -> Price:
        """Add a duty."""
        return self._step(duty, 1)

    def strike(self, duty: Duty) -> Price:
        """Take a duty away that was put before."""
        return self._step(duty, -1)

    def change(self, *, strike: Iterable[Duty] = (), put: Iterable[Duty] = ()) -> Price:
        """The price of striking and putting these duties; the ledger stays as it is."""
        out, into = list(strike), list(put)
        steps = [*map(self.strike, out), *map(self.put, into)]
        for duty in into:
            self._enter(duty, -1)
        for duty in out:
            self._enter(duty, 1)
        return added_up(steps, self.order)

    def in_order(self, price: Price) -> tuple[int, ...]:
        """A price's goals one after the other, so that prices compare as plans do."""
        return tuple(price.goals.get(goal, 0) for goal in self.order)

    def worth(self, duty: Duty) -> tuple[int, int]:
        """Quality and burden of a duty, in points and periods."""
        if duty not in self._worth:
            known = self._problem.knows("person", duty.person)
            quality = sum(parts(self._problem, duty).values()) if known else 0
            self._worth[duty] = quality, burden(self._problem, duty) if known else 0
        return self._worth[duty]

    def _step(self, duty: Duty, count: int) -> Price:
        if not self._problem.knows("post", duty.post):
            return Price()
        before = self._short(duty)
        self._enter(duty, max(0, count))
        covered, in_term = self._covered(duty)
        self._enter(duty, min(0, count))
        post = self._problem.post(duty.post)
        missed = before - self._short(duty) + count * in_term * post.never_uncovered
        quality, burdened = self.worth(duty)
        found = {
            "rules": missed,
            f"coverage {post.priority}": count * covered,
            "quality": count * quality,
            "fairness": -count * burdened,
        }
        return Price(goals={goal: found[goal] for goal in self.order if found.get(goal)})

    def _enter(self, duty: Duty, count: int) -> None:
        if not count:
            return
        present = self._present_at(duty.post)
        for period in range(duty.start, duty.end):
            present[period] += count
        if self.minimums:
            self._send(duty, count)

    def _present_at(self, post: str) -> Counter[int]:
        """People serving a post by period; counted when it is first asked for."""
        if post not in self._present:
            self._present[post] = Counter(
                period for duty in self._planned[post] for period in range(duty.start, duty.end)
            )
        return self._present[post]

    def _send(self, duty: Duty, count: int) -> None:
        if not self._problem.knows("person", duty.person):
            return
        post = self._problem.post(duty.post)
        home = self._problem.person(duty.person).hospital
        self._sent[home, post.form] += count
        if post.programme is not None:
            self._times[post.programme] += count
            self._tiers[post.programme, self._problem.hospital(home).tier] += count

    def _covered(self, duty: Duty) -> tuple[int, int]:
        """Periods covered only because of a duty that stands; and those within the post's term."""
        post, present = self._problem.post(duty.post), self._present_at(duty.post)
        term = self._problem.term(post)
        alone = [t for t in range(duty.start, duty.end) if present[t] <= post.headcount]
        return len(alone), sum(term.start <= period < term.end for period in alone)

    def _short(self, duty: Duty) -> int:
        """Person-times that minimums touched by the duty lack."""
        if not self._problem.knows("person", duty.person):
            return 0
        home, post = self._problem.person(duty.person).hospital, self._problem.post(duty.post)
        missing = 0
        if quota := self._lower.get(home):
            missing += max(0, quota.lower - sum(self._sent[home, form] for form in quota.forms))
        return missing + self._short_of_programme(post)

    def _short_of_programme(self, post: Post) -> int:
        programme = self._programmes.get(post.programme or "")
        if programme is None:
            return 0
        missing = max(0, programme.person_times - self._times[programme.id])
        for tier, count in programme.tiers.items():
            missing += max(0, count - self._tiers[programme.id, tier])
        return missing

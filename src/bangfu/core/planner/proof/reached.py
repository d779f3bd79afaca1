"""What a plan reaches on every goal, counted post by post, so that it adds up over any parts."""

from collections import defaultdict

from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Duty, Problem
from bangfu.core.planner.tally import burden, parts


class Reached:
    """A plan's values by post. ``keep`` is the plan that stability is measured against."""

    def __init__(self, problem: Problem, plan: Plan, keep: Plan | None) -> None:
        self.problem = problem
        self._duties: dict[str, list[Duty]] = defaultdict(list)
        for duty in plan.duties:
            self._duties[duty.post].append(duty)
        self._kept: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._exact = frozenset(() if keep is None else keep.duties)
        for duty in () if keep is None else keep.duties:
            self._kept[duty.post].update((duty.person, t) for t in range(duty.start, duty.end))

    def needed(self, number: int) -> int:
        """Periods in which the post must have somebody, times its headcount."""
        post = self.problem.posts[number]
        term = self.problem.term(post)
        return (term.end - term.start) * post.headcount * post.never_uncovered

    def of(self, goal: str, number: int) -> int:
        """The goal's value on one post; of ``rules``, only what never-uncovered posts lack."""
        post = self.problem.posts[number]
        duties = self._duties[post.id]
        kind, _, priority = goal.partition(" ")
        if kind == "coverage":
            return self._covered(number) if post.priority == int(priority) else 0
        if kind == "rules":
            return self._covered(number) * post.never_uncovered - self.needed(number)
        if kind == "quality":
            return sum(sum(parts(self.problem, duty).values()) for duty in duties)
        if kind == "fairness":
            return -sum(burden(self.problem, duty) for duty in duties)
        places = {(duty.person, t) for duty in duties for t in range(duty.start, duty.end)}
        return len(places & self._kept[post.id]) + len(self._exact.intersection(duties))

    def _covered(self, number: int) -> int:
        post = self.problem.posts[number]
        present: dict[int, int] = defaultdict(int)
        for duty in self._duties[post.id]:
            for period in range(duty.start, duty.end):
                present[period] += 1
        return sum(min(post.headcount, people) for people in present.values())

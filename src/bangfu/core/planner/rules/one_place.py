"""Nobody is in two places at once; two half-time posts are fine."""

from collections import defaultdict
from collections.abc import Iterator

from bangfu.core.planner.capacities import Capacity, always, unbounded
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import FULL_TIME, Duty, Problem
from bangfu.core.planner.wording import spans_of, when_en, when_zh

from .rule import Rule


class OnePlace(Rule):
    """Half-days a week, from arrival to the end of rest, stay within what the home unit releases.

    A full-time post takes the whole week. A visiting post takes its sessions, and one half-day
    more for every four hours of travel there and back.
    """

    code = "one_place"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per person and moment: half-days taken, at most those released."""
        released = pairs.tables.released
        yield Capacity(
            self.code,
            pairs.person,
            pairs.load,
            always(released),
            unbounded(len(released)),
            during="duty",
        )

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each person and stretch of time in which duties ask for more than is released."""
        by_person: dict[str, list[Duty]] = defaultdict(list)
        for duty in plan.duties:
            by_person[duty.person].append(duty)
        for person, duties in by_person.items():
            taken: dict[int, int] = defaultdict(int)
            for duty in duties:
                post, half_days = problem.post(duty.post), self._half_days(problem, duty)
                for period in range(problem.arrival(duty), duty.end + post.rest):
                    taken[period] += half_days
            released = problem.person(person).sessions
            crowded = sorted(period for period, load in taken.items() if load > released)
            for span in spans_of(crowded):
                most = max(taken[period] for period in range(span.start, span.end))
                name = problem.label("person", person)
                yield Violation(
                    f"{name}在{when_zh(problem, span.start, span.end)}的安排每周共{most}个半天，"
                    f"超过可派出的{released}个半天（含交接与间隔）。",
                    f"{name} is given {most} half-days a week "
                    f"{when_en(problem, span.start, span.end)}, "
                    f"hand-over and rest included; {released} are released.",
                    rule=self.code,
                    duty=duties[0],
                )

    @staticmethod
    def _half_days(problem: Problem, duty: Duty) -> int:
        post = problem.post(duty.post)
        sessions = FULL_TIME if post.sessions is None else post.sessions
        if post.form == "visiting":
            hours = problem.person(duty.person).travel.get(post.host, 0)
            sessions += (hours + hours) // 4
        return min(sessions, FULL_TIME)

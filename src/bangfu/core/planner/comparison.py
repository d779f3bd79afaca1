"""Two plans side by side: what each goal reaches, who carries what, which host gets what."""

from collections import Counter
from collections.abc import Mapping
from statistics import pstdev
from typing import TypeVar

from msgspec import Struct

from .moves import Move, revision
from .plan import Plan
from .price import Price
from .problem import Problem
from .tally import PARTS_ZH, covered_by, covered_by_priority, parts, required_periods, tally


class Both(Struct, frozen=True, kw_only=True):
    """One figure in each of two plans."""

    first: int
    second: int

    @property
    def change(self) -> int:
        """What the second has more."""
        return self.second - self.first


class Spread(Struct, frozen=True, kw_only=True):
    """How evenly people are called on.

    ``sent``: people with a duty; ``periods``: person-periods of the plan; ``most``: of the person
    with most service, past service included; ``deviation``: standard deviation of that total over
    all people of the problem, in periods: the smaller, the more even.
    """

    sent: int
    periods: int
    most: int
    deviation: float


class Carried(Struct, frozen=True, kw_only=True):
    """What a hospital sends, of so many people: person-times and person-periods."""

    hospital: str
    people: int
    times: Both
    periods: Both


class Received(Struct, frozen=True, kw_only=True):
    """What a host gets: post-periods asked for and covered."""

    host: str
    required: Both
    covered: Both


class Called(Struct, frozen=True, kw_only=True):
    """Periods a person serves, where the two plans differ."""

    person: str
    periods: Both


class Comparison(Struct, frozen=True, kw_only=True):
    """A second plan against a first.

    ``goals`` holds every goal in order, ``price`` the differences; ``coverage`` is by priority,
    ``quality`` by part. Hospitals and people stand with those first that carry more in the second.
    """

    goals: dict[str, Both]
    price: Price
    required: Both
    coverage: dict[int, Both]
    quality: dict[str, Both]
    fairness: tuple[Spread, Spread]
    hospitals: tuple[Carried, ...]
    hosts: tuple[Received, ...]
    people: tuple[Called, ...]
    moves: tuple[Move, ...]
    unaffected: int


def compare(
    problem: Problem, first: Plan, second: Plan, *, changed: Problem | None = None
) -> Comparison:
    """Set two plans side by side; ``changed`` is the second one's problem where it is another.

    Every person and post of a plan must be known to its problem.
    """
    other = problem if changed is None else changed
    moved = revision(other, second, since=first, before=changed and problem)
    goals = _both(dict(tally(problem, first).levels), dict(tally(other, second).levels))
    coverage = covered_by_priority(problem, first), covered_by_priority(other, second)
    quality = _by_part(problem, first), _by_part(other, second)
    return Comparison(
        goals=goals,
        price=Price(goals={goal: both.change for goal, both in goals.items() if both.change}),
        required=Both(first=required_periods(problem), second=required_periods(other)),
        coverage=dict(sorted(_both(*coverage).items())),
        quality=_both(*quality),
        fairness=(_spread(problem, first), _spread(other, second)),
        hospitals=_hospitals((problem, first), (other, second)),
        hosts=_hosts((problem, first), (other, second)),
        people=_people(first, second),
        moves=moved.moves,
        unaffected=moved.unaffected,
    )


Key = TypeVar("Key")


def _both(first: Mapping[Key, int], second: Mapping[Key, int]) -> dict[Key, Both]:
    """Two counts as one, in the second's order; 0 where one has nothing."""
    keys = dict.fromkeys([*second, *first])
    return {key: Both(first=first.get(key, 0), second=second.get(key, 0)) for key in keys}


def _by_part(problem: Problem, plan: Plan) -> dict[str, int]:
    """Points of quality by part, over all duties."""
    total = dict.fromkeys(PARTS_ZH, 0)
    for duty in plan.duties:
        for part, points in parts(problem, duty).items():
            total[part] += points
    return total


def _served(plan: Plan) -> Counter[str]:
    """Periods by person."""
    served: Counter[str] = Counter()
    for duty in plan.duties:
        served[duty.person] += duty.periods
    return served


def _spread(problem: Problem, plan: Plan) -> Spread:
    served = _served(plan)
    past = {p.id: problem.horizon.periods_in(p.served_months) for p in problem.people}
    totals = [before + served[id] for id, before in past.items()]
    return Spread(
        sent=len(served),
        periods=served.total(),
        most=max(totals, default=0),
        deviation=round(pstdev(totals), 2) if totals else 0.0,
    )


Stated = tuple[Problem, Plan]


def _hospitals(first: Stated, second: Stated) -> tuple[Carried, ...]:
    """Every hospital of either problem that sends or could send somebody."""
    before, after = _sent(*first), _sent(*second)
    sizes = Counter(p.hospital for p in second[0].people)
    sizes |= Counter(p.hospital for p in first[0].people)
    found = [
        Carried(
            hospital=id,
            people=people,
            times=Both(first=before[0][id], second=after[0][id]),
            periods=Both(first=before[1][id], second=after[1][id]),
        )
        for id, people in sizes.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.periods.change, row.hospital)))


def _sent(problem: Problem, plan: Plan) -> tuple[Counter[str], Counter[str]]:
    """Person-times and person-periods by hospital."""
    times: Counter[str] = Counter()
    periods: Counter[str] = Counter()
    for duty in plan.duties:
        home = problem.person(duty.person).hospital
        times[home] += 1
        periods[home] += duty.periods
    return times, periods


def _hosts(first: Stated, second: Stated) -> tuple[Received, ...]:
    """Every host that asks for somebody in either problem; who loses most stands first."""
    required = _both(_asked(first[0]), _asked(second[0]))
    covered = _both(*(covered_by(*one, lambda post: post.host) for one in (first, second)))
    found = [
        Received(host=id, required=asked, covered=covered.get(id, Both(first=0, second=0)))
        for id, asked in required.items()
    ]
    return tuple(sorted(found, key=lambda row: (row.covered.change, row.host)))


def _asked(problem: Problem) -> Counter[str]:
    asked: Counter[str] = Counter()
    for post in problem.posts:
        term = problem.term(post)
        asked[post.host] += (term.end - term.start) * post.headcount
    return asked


def _people(first: Plan, second: Plan) -> tuple[Called, ...]:
    """Everybody who serves longer or shorter; who serves longer stands first."""
    periods = _both(_served(first), _served(second))
    found = [Called(person=id, periods=both) for id, both in periods.items() if both.change]
    return tuple(sorted(found, key=lambda row: (-row.periods.change, row.person)))

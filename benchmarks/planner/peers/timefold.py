"""Timefold, out of the box: each turn on a seat takes one stay or none; rules are constraints.

Its Python package (1.24, no longer continued by its makers) carries the Java engine and needs a
JDK 17 or newer. Default construction and late acceptance; a model written in Java and tuned would
do better. What must be reached (exact tiers, posts never empty) is left to the worth of coverage,
for a search that starts from nothing could not pass through plans that fall short. The package's
domain classes can only be declared where it is installed, hence inside functions.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np

from bangfu.core.planner import Problem

from . import Answer
from .whole import Whole, stated


@dataclass(frozen=True, slots=True)
class Domain:
    """Timefold's view of the problem: what is decided, what is known, and the rules."""

    turn: Any
    plan: Any
    stay: Any
    period: Any
    rules: Any


def planned(problem: Problem, seconds: float) -> Answer:
    """The best plan after so many seconds of search; handing the model over takes its own time."""
    from timefold.solver import SolverFactory
    from timefold.solver.config import (
        Duration,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        TerminationConfig,
    )

    whole = stated(problem, "timefold")
    domain = _domain()
    turns = _turns(whole, domain)
    periods = [domain.period(period) for period in range(problem.horizon.count)]
    config = SolverConfig(
        solution_class=domain.plan,
        entity_class_list=[domain.turn],
        random_seed=1,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=domain.rules
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=int(1000 * seconds))
        ),
    )
    solved = SolverFactory.create(config).build_solver().solve(domain.plan(periods, turns))
    chosen = sorted(turn.stay.number for turn in solved.turns if turn.stay is not None)
    note = f"score {solved.score}; {len(turns):,} turns, {len(whole.post):,} stays"
    return Answer(whole.plan(np.array(chosen, dtype=np.int64)), note=note)


def _turns(whole: Whole, domain: Domain) -> list[Any]:
    """As many turns on each seat as the shortest stays fit into the term."""
    problem = whole.problem
    people, hospitals = problem.people, {h.id: n for n, h in enumerate(problem.hospitals)}
    spare = {d.id: d.staff - d.minimum for d in problem.departments}
    homes = {d.id: n for n, d in enumerate(problem.departments)}
    burden = problem.burden
    tiers = {hospital.id: hospital.tier for hospital in problem.hospitals}
    named = {
        (programme.id, tier): (100 * n + k, count)
        for n, programme in enumerate(problem.programmes)
        for k, (tier, count) in enumerate(programme.tiers.items())
    }
    options: dict[int, list[Any]] = {}
    shortest: dict[int, int] = {}
    stays = whole.stays
    for number, post in enumerate(whole.post.tolist()):
        person, visit = people[int(stays.person[number])], problem.posts[post].form == "visiting"
        quota = problem.hospital(person.hospital).quota
        counts = quota is not None and problem.posts[post].form in quota.forms
        most = quota.upper if quota is not None and quota.upper is not None else 10**6
        start, end = int(stays.start[number]), int(stays.end[number])
        stay = domain.stay(
            number,
            int(stays.person[number]),
            start,
            end,
            int(stays.since[number]),
            int(stays.until[number]),
            int(stays.load[number]),
            person.sessions,
            int(whole.value[number]),
            0 if burden is None else burden.visiting if visit else burden.full_time,
            burden.cap if burden else 0,
            hospitals[person.hospital],
            counts,
            most,
            homes.get(person.department or "", -1),
            person.department is not None and not visit,
            spare.get(person.department or "", 0),
            *named.get((problem.posts[post].programme or "", tiers[person.hospital]), (-1, 0)),
        )
        options.setdefault(post, []).append(stay)
        shortest[post] = min(shortest.get(post, end - start), end - start)
    turns: list[Any] = []
    for post, offered in options.items():
        term = problem.term(problem.posts[post])
        for seat in range(problem.posts[post].headcount):
            for _ in range((term.end - term.start) // shortest[post]):
                turns.append(domain.turn(len(turns), post * 10_000 + seat, offered))
    return turns


def _domain() -> Domain:
    """Declare the classes that Timefold translates."""
    from timefold.solver.domain import (
        PlanningEntityCollectionProperty,
        PlanningId,
        PlanningScore,
        PlanningVariable,
        ProblemFactCollectionProperty,
        ValueRangeProvider,
        planning_entity,
        planning_solution,
    )
    from timefold.solver.score import (
        ConstraintCollectors,
        HardSoftScore,
        Joiners,
        constraint_provider,
    )

    @dataclass
    class Stay:
        number: int
        person: int
        start: int
        end: int
        since: int
        until: int
        load: int
        released: int
        value: int
        weight: int
        cap: int
        hospital: int
        counts: bool
        quota: int
        department: int
        away: bool
        spare: int
        tier: int
        exactly: int

        def __hash__(self) -> int:
            return self.number

        def __eq__(self, other: object) -> bool:
            return self is other

    @dataclass
    class Period:
        number: int

        def __hash__(self) -> int:
            return self.number

    @planning_entity
    @dataclass
    class Turn:
        id: Annotated[int, PlanningId]
        seat: int
        options: Annotated[list[Stay], ValueRangeProvider] = field(default_factory=list)
        stay: Annotated[Stay | None, PlanningVariable(allows_unassigned=True)] = field(default=None)

        def __hash__(self) -> int:
            return self.id

    @planning_solution
    @dataclass
    class Schedule:
        periods: Annotated[list[Period], ProblemFactCollectionProperty]
        turns: Annotated[list[Turn], PlanningEntityCollectionProperty]
        score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)

    def rules(each: Any) -> list[Any]:
        count, total = ConstraintCollectors.count, ConstraintCollectors.sum
        return [
            each.for_each(Turn)
            .reward(HardSoftScore.ONE_SOFT, lambda turn: turn.stay.value)
            .as_constraint("worth"),
            each.for_each_unique_pair(Turn, Joiners.equal(lambda turn: turn.seat))
            .filter(lambda one, two: one.stay.start < two.stay.end)
            .filter(lambda one, two: two.stay.start < one.stay.end)
            .penalize(HardSoftScore.ONE_HARD)
            .as_constraint("headcount"),
            each.for_each_unique_pair(Turn, Joiners.equal(lambda turn: turn.stay.person))
            .filter(lambda one, two: one.stay.since < two.stay.until)
            .filter(lambda one, two: two.stay.since < one.stay.until)
            .filter(lambda one, two: one.stay.load + two.stay.load > one.stay.released)
            .penalize(HardSoftScore.ONE_HARD)
            .as_constraint("one place"),
            each.for_each(Turn)
            .filter(lambda turn: turn.stay.weight > 0)
            .group_by(
                lambda turn: turn.stay.person,
                ConstraintCollectors.max(lambda turn: turn.stay.cap),
                total(lambda turn: turn.stay.weight),
            )
            .filter(lambda person, cap, weight: weight > cap)
            .penalize(HardSoftScore.ONE_HARD, lambda person, cap, weight: weight - cap)
            .as_constraint("burden"),
            each.for_each(Turn)
            .filter(lambda turn: turn.stay.away)
            .join(Period)
            .filter(lambda turn, period: turn.stay.since <= period.number)
            .filter(lambda turn, period: period.number < turn.stay.end)
            .group_by(
                lambda turn, period: turn.stay.department * 10000 + period.number,
                ConstraintCollectors.max(lambda turn, period: turn.stay.spare),
                ConstraintCollectors.count_bi(),
            )
            .filter(lambda home, spare, away: away > spare)
            .penalize(HardSoftScore.ONE_HARD, lambda home, spare, away: away - spare)
            .as_constraint("department"),
            each.for_each(Turn)
            .filter(lambda turn: turn.stay.counts)
            .group_by(
                lambda turn: turn.stay.hospital,
                ConstraintCollectors.max(lambda turn: turn.stay.quota),
                count(),
            )
            .filter(lambda hospital, most, sent: sent > most)
            .penalize(HardSoftScore.ONE_HARD, lambda hospital, most, sent: sent - most)
            .as_constraint("quota"),
            each.for_each(Turn)
            .filter(lambda turn: turn.stay.tier >= 0)
            .group_by(
                lambda turn: turn.stay.tier,
                ConstraintCollectors.max(lambda turn: turn.stay.exactly),
                count(),
            )
            .filter(lambda tier, exactly, sent: sent > exactly)
            .penalize(HardSoftScore.ONE_HARD, lambda tier, exactly, sent: sent - exactly)
            .as_constraint("tiers"),
        ]

    return Domain(Turn, Schedule, Stay, Period, constraint_provider(rules))

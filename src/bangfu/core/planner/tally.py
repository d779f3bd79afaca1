"""What a plan reaches on each goal, counted duty by duty in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from .plan import Plan
from .problem import Duty, Post, Problem

Kind = TypeVar("Kind")

PARTS_ZH = {
    "specialty": "专业契合",
    "rank": "职称",
    "preference": "意愿",
    "owed": "晋升前服务",
    "travel": "路程",
    "change": "轮换成本",
}


class Tally(Struct, frozen=True, kw_only=True):
    """Post-periods covered and required, quality in points, every goal's value in order."""

    covered: int
    required: int
    quality: int
    levels: tuple[tuple[str, int], ...]


def tally(problem: Problem, plan: Plan, keep: Plan | None = None) -> Tally:
    """Count a plan. ``keep`` is the plan that stability is measured against."""
    covered = covered_by_priority(problem, plan)
    quality = sum(sum(parts(problem, duty).values()) for duty in plan.duties)
    values = {
        "quality": quality,
        "fairness": -sum(burden(problem, duty) for duty in plan.duties),
        "stability": 0 if keep is None else stability(plan, keep),
    }
    levels = [("rules", -shortfall(problem, plan))]
    for name in level_names(problem, keep is not None)[1:]:
        kind, _, priority = name.partition(" ")
        levels.append((name, covered[int(priority)] if kind == "coverage" else values[kind]))
    return Tally(
        covered=sum(covered.values()),
        required=required_periods(problem),
        quality=quality,
        levels=tuple(levels),
    )


def level_names(problem: Problem, keeping: bool) -> list[str]:
    """Goals in order: coverage once per priority, stability only where a plan is kept.

    Rules with a minimum stand before every goal.
    """
    names = ["rules"]
    for goal in problem.goals:
        if goal == "coverage":
            priorities = sorted({post.priority for post in problem.posts})
            names += [f"coverage {priority}" for priority in priorities]
        elif goal != "stability" or keeping:
            names.append(goal)
    return names


def required_periods(problem: Problem) -> int:
    """Post-periods to cover: each post's term times its headcount."""
    terms = ((problem.term(post), post.headcount) for post in problem.posts)
    return sum((term.end - term.start) * headcount for term, headcount in terms)


def covered_by_priority(problem: Problem, plan: Plan) -> Counter[int]:
    """Post-periods covered, by priority."""
    return covered_by(problem, plan, lambda post: post.priority)


def covered_by(problem: Problem, plan: Plan, kind: Callable[[Post], Kind]) -> Counter[Kind]:
    """Post-periods covered, by kind of post; more people than the headcount cover no more."""
    present: dict[str, Counter[int]] = defaultdict(Counter)
    for duty in plan.duties:
        present[duty.post].update(range(duty.start, duty.end))
    covered: Counter[Kind] = Counter()
    for id, people in present.items():
        post = problem.post(id)
        covered[kind(post)] += sum(min(there, post.headcount) for there in people.values())
    return covered


def parts(problem: Problem, duty: Duty) -> dict[str, int]:
    """Quality of a duty by part, in points; the parts add up."""
    person, post, weights = problem.person(duty.person), problem.post(duty.post), problem.weights
    fit = max((post.specialties.get(known, 0) for known in person.specialties), default=0)
    visiting = post.form == "visiting"
    owed = 0 if visiting else min(duty.periods, problem.horizon.periods_in(person.owed_months))
    trips = duty.periods if visiting else 1
    return {
        "specialty": weights.specialty * fit * duty.periods,
        "rank": weights.rank * max(0, min(2, post.rank_floor - person.rank)) * duty.periods,
        "preference": weights.preference * person.preferences.get(post.host, 0) * duty.periods,
        "owed": weights.owed * owed,
        "travel": -weights.travel * person.travel.get(post.host, 0) * trips,
        "change": -weights.change,
    }


def burden(problem: Problem, duty: Duty) -> int:
    """Sum over the duty's periods of the periods its person has served before each."""
    served = problem.horizon.periods_in(problem.person(duty.person).served_months)
    return sum(served + periods for periods in range(duty.periods))


def stability(plan: Plan, keep: Plan) -> int:
    """Periods in which a person serves the post that the kept plan gives, too, and duties kept.

    A duty is kept if nothing about it changes, its first and last period included.
    """

    def places(duties: tuple[Duty, ...]) -> set[tuple[str, str, int]]:
        return {(d.person, d.post, t) for d in duties for t in range(d.start, d.end)}

    return len(places(plan.duties) & places(keep.duties)) + len({*plan.duties} & {*keep.duties})


def shortfall(problem: Problem, plan: Plan) -> int:
    """Units by which rules with a minimum fall short: empty periods, person-times."""
    missing = 0
    present = Counter((d.post, t) for d in plan.duties for t in range(d.start, d.end))
    for post in problem.posts:
        if post.never_uncovered:
            term = problem.term(post)
            missing += sum(
                max(0, post.headcount - present[post.id, period])
                for period in range(term.start, term.end)
            )
    sent: Counter[tuple[str, str]] = Counter()
    tiers: Counter[tuple[str | None, str]] = Counter()
    times: Counter[str | None] = Counter()
    for duty in plan.duties:
        home, post = problem.person(duty.person).hospital, problem.post(duty.post)
        sent[home, post.form] += 1
        tiers[post.programme, problem.hospital(home).tier] += 1
        times[post.programme] += 1
    for hospital in problem.hospitals:
        if hospital.quota is not None:
            total = sum(sent[hospital.id, form] for form in hospital.quota.forms)
            missing += max(0, hospital.quota.lower - total)
    for programme in problem.programmes:
        missing += max(0, programme.person_times - times[programme.id])
        for tier, count in programme.tiers.items():
            missing += max(0, count - tiers[programme.id, tier])
    return missing

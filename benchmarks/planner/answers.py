"""What is asked of a plan once there is one: who takes over, why not that person, what changed."""

import random
from collections.abc import Callable

import msgspec

from bangfu.core.planner import Explainer, Plan, Problem, Seconds, solve, why_not
from bangfu.core.planner.changes import without_people
from bangfu.core.planner.comparison import compare
from benchmarks.bar import clock, p95

from .peers import planned_by

LOST = 20
"""People who drop out after publication."""
ASKED = 40
"""Persons and posts that are asked about; half of the persons are from hospitals that support."""
SEED = 7
PUBLISHED_WITHIN = 60.0


def replanned(given: Problem, seconds: float | None) -> dict[str, float]:
    """Drop people out of a published plan and plan again with what is published first of goals.

    ``moved`` counts duties of people still there that are gone; ``left`` the posts with a vacated
    period that somebody could fill without any change.
    """
    published = solve(given, stop=Seconds(PUBLISHED_WITHIN)).plan
    lost = _dropped_out(published)
    changed = _without(given, lost)
    with clock() as taken:
        again = solve(changed, stop=Seconds(seconds or 9.0), keep=published).plan
    vacated = {duty.post for duty in published.duties if duty.person in lost}
    unaffected = {duty for duty in published.duties if duty.person not in lost}
    empty = Explainer(changed, again).empty_reasons()
    return {
        "seconds": taken.seconds,
        "serving": len({duty.person for duty in published.duties}),
        "vacated": len(vacated),
        "moved": len(unaffected - set(again.duties)),
        "left": sum(reason.kind == "traded" and reason.post in vacated for reason in empty),
    }


def asked(given: Problem, seconds: float | None) -> dict[str, float]:
    """Why not this person on that post, asked of one plan again and again, and once by itself.

    ``p95`` is the slowest but one in twenty; ``first`` includes what is kept for the others.
    """
    plan = planned_by("greedy", given, 0).plan
    drawn = random.Random(SEED)  # noqa: S311 - a sample, no secret
    taken: list[float] = []
    kept = Explainer(given, plan)
    for number in range(ASKED):
        post = drawn.choice(given.posts)
        able = [p for p in given.people if p.hospital in (post.senders or ())]
        person = drawn.choice(able if number % 2 and able else given.people)
        with clock() as one:
            kept.why_not(person.id, post.id)
        taken.append(one.seconds)
    with clock() as alone:
        why_not(given, plan, person.id, post.id)
    return {"first": taken[0], "p95": p95(taken[1:]), "alone": alone.seconds}


def compared(given: Problem, seconds: float | None) -> dict[str, float]:
    """Set two plans side by side, of which the second lacks people."""
    before = planned_by("greedy", given, 0).plan
    changed = _without(given, _dropped_out(before))
    after = planned_by("greedy", changed, 0).plan
    with clock() as taken:
        found = compare(given, before, after, changed=changed)
    return {"seconds": taken.seconds, "moves": len(found.moves)}


ANSWERS: dict[str, Callable[[Problem, float | None], dict[str, float]]] = {
    "re-plan": replanned,
    "why-not": asked,
    "scenarios": compared,
}


def _dropped_out(plan: Plan) -> set[str]:
    serving = sorted({duty.person for duty in plan.duties})
    return set(random.Random(SEED).sample(serving, min(LOST, len(serving))))  # noqa: S311 - a sample


def _without(given: Problem, people: set[str]) -> Problem:
    """The problem after they left; what is published comes before everything else."""
    goals = ("stability", "coverage", "quality")
    return msgspec.structs.replace(without_people(given, people), goals=goals)

"""Why this person: what the stay is worth by part, who else could come, what home gives up."""

import numpy as np

from .exchanges import given_up
from .hindrance import hindrances, told
from .horizon import Span
from .phrases import price_told
from .plan import Sentence
from .price import Price
from .problem import Duty, Problem
from .reason import AssignmentReason, Blocker, Presence, RunnerUp
from .standing import ON_PAIRS, Standing
from .tables import IntArray
from .tally import PARTS_ZH, parts
from .wording import duty_en, duty_zh, place_en, place_zh, spans_of, when_en, when_zh

RUNNERS_UP = 3
COMPARED = 20
"""So many of the best are asked what keeps them away; a department has no more to choose from."""


def assignment_reason(standing: Standing, duty: Duty) -> AssignmentReason:
    """Why a duty is as it is."""
    share = parts(standing.problem, duty)
    quality = sum(share.values())
    able, points, others = _ranked(standing, duty)
    place = 1 + int((points > quality).sum())
    home, presence = _home(standing, duty)
    return AssignmentReason(
        duty=duty,
        parts=share,
        quality=quality,
        place=place,
        among=len(able) + 1,
        summary=_summary(standing.problem, duty, share, rank=place, among=len(able) + 1),
        runners_up=_runners_up(standing, duty, np.concatenate([able, others])[:COMPARED]),
        home=home,
        presence=presence,
    )


def place_of(standing: Standing, duty: Duty) -> tuple[int, int]:
    """The place in quality among those who may be sent here, and how many these are."""
    _, points, _ = _ranked(standing, duty)
    quality = sum(parts(standing.problem, duty).values())
    return 1 + int((points > quality).sum()), len(points) + 1


def _ranked(standing: Standing, duty: Duty) -> tuple[IntArray, IntArray, IntArray]:
    """Everybody else whom no rule refuses here, best first, with their quality in the same stay.

    Last, those of a fitting specialty whom some rule refuses.
    """
    people, refused = standing.refusals(duty.post)
    able = refused == 0
    able &= people != standing.tables.person_number[duty.person]
    others = people[refused != 0]
    people = people[able]
    start, end = np.full(len(people), duty.start), np.full(len(people), duty.end)
    points = standing.qualities(duty.post, people, start, end)
    order = np.argsort(-points, kind="stable")
    return people[order], points[order], others


def _runners_up(standing: Standing, duty: Duty, people: IntArray) -> tuple[RunnerUp, ...]:
    """The best, among them one who could be sent, if there is one."""
    people = people[people != standing.tables.person_number[duty.person]]
    if not len(people):
        return ()
    fitting, refused = standing.refusals(duty.post)
    grid = standing.grid(
        duty.post,
        people,
        [(duty.start, duty.end)],
        refused=refused[np.searchsorted(fitting, people)],
        without=[duty],
    )
    free = np.flatnonzero(grid.free[:, 0]).tolist()
    named = list(range(min(RUNNERS_UP, len(people))))
    if free and free[0] not in named:
        named[-1] = free[0]
    return tuple(_runner_up(standing, duty, grid.duty(n, 0), grid.rules(n, 0)) for n in named)


def _runner_up(standing: Standing, duty: Duty, stay: Duty, rules: tuple[str, ...]) -> RunnerUp:
    problem, worth = standing.problem, standing.ledger.worth(stay)[0]
    kept_away = hindrances(standing, stay, rules, without=[duty])
    lost = standing.ledger.worth(duty)[0] - worth
    serves: tuple[Duty, ...] | None = ()
    if rules:
        bound = duty in standing.pinned or not ON_PAIRS.isdisjoint(rules)
        serves = None if bound else given_up(standing, stay, [duty])
    price = None
    if serves is not None:
        price = standing.ledger.change(strike=[duty, *serves], put=[stay])
    return RunnerUp(
        person=stay.person,
        span=Span(start=duty.start, end=duty.end),
        quality=worth,
        difference=lost,
        kept_away=kept_away,
        serves=serves or (),
        price=price,
        sentence=_compared(problem, stay.person, worth, lost, kept_away, serves or (), price),
    )


def _compared(
    problem: Problem,
    person: str,
    worth: int,
    lost: int,
    kept_away: tuple[Blocker, ...],
    serves: tuple[Duty, ...],
    price: Price | None,
) -> Sentence:
    name = problem.label("person", person)
    zh, en = f"{name}（{worth}分）：", f"{name} ({worth} points): "
    if not kept_away:
        return Sentence(
            f"{zh}可以接替，质量相差{lost}分。",
            f"{en}could take over at a difference of {lost} points.",
        )
    if price is not None and serves:
        where = "、".join(place_zh(problem, other) for other in serves)
        where_en = ", ".join(place_en(problem, other) for other in serves)
        effect = price_told(problem, price)
        return Sentence(
            f"{zh}已安排在{where}；如改派到本岗，{effect.zh}。",
            f"{en}serves {where_en}; moved here: {effect.en}.",
        )
    reasons = told(kept_away)
    return Sentence(f"{zh}{reasons.zh}。", f"{en}{reasons.en}.")


def _summary(
    problem: Problem, duty: Duty, share: dict[str, int], *, rank: int, among: int
) -> Sentence:
    told_zh = "、".join(f"{PARTS_ZH[part]}{points:+d}" for part, points in share.items() if points)
    told_en = ", ".join(f"{part} {points:+d}" for part, points in share.items() if points)
    total = sum(share.values())
    return Sentence(
        f"{duty_zh(problem, duty)}：{told_zh}，合计{total}分，"
        f"在{among}名符合条件的人选中质量居第{rank}位。",
        f"{duty_en(problem, duty)}: {told_en}; {total} points in all, "
        f"number {rank} in quality among {among} who may be sent here.",
    )


def _home(standing: Standing, duty: Duty) -> tuple[Sentence, Presence | None]:
    problem = standing.problem
    person, post = problem.person(duty.person), problem.post(duty.post)
    hospital = problem.label("hospital", person.hospital)
    if post.form == "visiting":
        half_days = post.sessions or 10
        zh = f"每周坐诊{half_days}个半天，不脱离{hospital}岗位。"
        en = f"{half_days} half-days a week; no absence from {hospital}."
        return Sentence(zh, en), None
    if person.department is None:
        zh, en = f"由{hospital}派出，未登记科室。", f"Sent by {hospital}; no department given."
        return Sentence(zh, en), None
    presence = _presence(standing, duty, person.department)
    return _left_at_home(problem, hospital, presence), presence


def _presence(standing: Standing, duty: Duty, id: str) -> Presence:
    department = standing.problem.department(id)
    first = standing.problem.arrival(duty)
    spare = standing.left.staff[standing.tables.department_number[id], first : duty.end]
    return Presence(
        department=id,
        staff=department.staff,
        minimum=department.minimum,
        start=first,
        on_duty=tuple((spare + department.minimum).tolist()),
    )


def _left_at_home(problem: Problem, hospital: str, presence: Presence) -> Sentence:
    label = problem.label("department", presence.department)
    fewest, most = min(presence.on_duty), max(presence.on_duty)
    lowest = [presence.start + n for n, left in enumerate(presence.on_duty) if left == fewest]
    span = spans_of(lowest)[0]
    zh = f"{hospital}{label}编制{presence.staff}人，其间至少{fewest}人在岗"
    en = f"{label} of {hospital} has {presence.staff} staff; at least {fewest} stay on duty"
    if fewest < most:
        zh += f"（{when_zh(problem, span.start, span.end)}最少，其余时间至多{most}人）"
        en += f" (fewest {when_en(problem, span.start, span.end)}, at other times up to {most})"
    return Sentence(
        f"{zh}，最低要求{presence.minimum}人。", f"{en}, the minimum is {presence.minimum}."
    )

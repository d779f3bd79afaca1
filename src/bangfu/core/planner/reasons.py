"""Why this person, why nobody, why not that one: answers drawn from a plan and its problem."""

import numpy as np

from .horizon import Span
from .phrases import blocker
from .plan import Plan, Sentence
from .problem import Duty, Problem
from .reason import AssignmentReason, RunnerUp, WhyNot
from .rules import RULES
from .standing import Trials, pairs_of, refusals, stays, trials
from .tables import Tables
from .tally import PARTS_ZH, parts
from .wording import duty_en, duty_zh

RUNNERS_UP = 3
COMPARED = 20
"""So many of the best are asked what keeps them away; a department has no more to choose from."""


def reasons_for(problem: Problem, plan: Plan, duty: Duty) -> AssignmentReason:
    """Why a duty is as it is: worth by part, runners-up for the same stay, what home gives up."""
    share = parts(problem, duty)
    quality = sum(share.values())
    without = Plan(duties=tuple(other for other in plan.duties if other != duty))
    tables = Tables(problem)
    others = [person.id for person in problem.people if person.id != duty.person]
    pairs = pairs_of(tables, duty.post, others)
    fitting = pairs.where(pairs.fit >= 0)
    tried = trials(stays(fitting, [(duty.start, duty.end)]), without)
    ranked = sorted(
        ((_quality(problem, tried, n), n) for n in range(len(tried.columns))),
        key=lambda entry: (-entry[0], entry[1]),
    )
    place = 1 + sum(worth > quality for worth, _ in ranked)
    named = _named(ranked[:COMPARED], tried)
    return AssignmentReason(
        duty=duty,
        parts=share,
        quality=quality,
        place=place,
        among=len(ranked) + 1,
        summary=_summary(problem, duty, share, rank=place, among=len(ranked) + 1),
        runners_up=tuple(_runner_up(problem, tried, n, worth, quality) for worth, n in named),
        home=_home(problem, plan, duty),
    )


def _named(ranked: list[tuple[int, int]], tried: Trials) -> list[tuple[int, int]]:
    """The runners-up to tell of: the best, among them one who could be sent, if there is one."""
    free = [entry for entry in ranked if not tried.rules(entry[1])]
    named = ranked[:RUNNERS_UP]
    if free and not set(free) & set(named):
        named = [*named[:-1], free[0]]
    return named


def _quality(problem: Problem, tried: Trials, number: int) -> int:
    return sum(parts(problem, tried.duty(number)).values())


def _summary(
    problem: Problem, duty: Duty, share: dict[str, int], *, rank: int, among: int
) -> Sentence:
    told_zh = "、".join(f"{PARTS_ZH[part]}{points:+d}" for part, points in share.items() if points)
    told_en = ", ".join(f"{part} {points:+d}" for part, points in share.items() if points)
    total = sum(share.values())
    return Sentence(
        f"{duty_zh(problem, duty)}：{told_zh}，合计{total}分，"
        f"在{among}名专业相符的人选中质量居第{rank}位。",
        f"{duty_en(problem, duty)}: {told_en}; {total} points in all, "
        f"number {rank} in quality among {among} with a fitting specialty.",
    )


def _runner_up(problem: Problem, tried: Trials, number: int, worth: int, quality: int) -> RunnerUp:
    duty = tried.duty(number)
    kept_away = tuple(blocker(rule) for rule in tried.rules(number))
    name = problem.label("person", duty.person)
    if kept_away:
        zh = f"{name}（{worth}分）：{'、'.join(reason.zh for reason in kept_away)}。"
        en = f"{name} ({worth} points): {', '.join(reason.en for reason in kept_away)}."
    else:
        zh = f"{name}（{worth}分）：可以接替，质量相差{quality - worth}分。"
        en = (
            f"{name} ({worth} points): could take over at a difference of {quality - worth} points."
        )
    return RunnerUp(
        person=duty.person,
        span=Span(start=duty.start, end=duty.end),
        quality=worth,
        difference=quality - worth,
        kept_away=kept_away,
        sentence=Sentence(zh, en),
    )


def _home(problem: Problem, plan: Plan, duty: Duty) -> Sentence:
    person, post = problem.person(duty.person), problem.post(duty.post)
    hospital = problem.label("hospital", person.hospital)
    if post.form == "visiting":
        half_days = post.sessions or 10
        return Sentence(
            f"每周坐诊{half_days}个半天，不脱离{hospital}岗位。",
            f"{half_days} half-days a week; no absence from {hospital}.",
        )
    if person.department is None:
        return Sentence(
            f"由{hospital}派出，未登记科室。", f"Sent by {hospital}; no department given."
        )
    department = problem.department(person.department)
    left = [
        department.staff
        - sum(leave.people for leave in department.leave if leave.start <= period < leave.end)
        - sum(
            problem.arrival(other) <= period < other.end
            for other in plan.duties
            if problem.person(other.person).department == department.id
            and problem.post(other.post).form != "visiting"
        )
        for period in range(problem.arrival(duty), duty.end)
    ]
    label = problem.label("department", department.id)
    return Sentence(
        f"{hospital}{label}编制{department.staff}人，其间至少{min(left)}人在岗，"
        f"最低要求{department.minimum}人。",
        f"{label} of {hospital} has {department.staff} staff; at least {min(left)} stay on duty, "
        f"the minimum is {department.minimum}.",
    )


def why_not(problem: Problem, plan: Plan, person: str, post: str) -> WhyNot:
    """Why a person is not on a post: refused outright, held by rules, or outdone."""
    name, place = problem.label("person", person), problem.label("post", post)
    pairs = pairs_of(Tables(problem), post, [person])
    outright = [rule.code for rule, no in zip(RULES, refusals(pairs)[:, 0], strict=True) if no]
    serving = tuple(duty for duty in plan.duties if duty.post == post)
    if any(duty.person == person for duty in serving):
        verdict = Sentence(f"{name}就在“{place}”任职。", f"{name} does serve on “{place}”.")
        return _not(person, post, verdict, [], (), None)
    if outright:
        return _not(person, post, _told(name, place, outright), outright, (), None)
    alone = trials(stays(pairs), Plan(duties=tuple(d for d in plan.duties if d.post != post)))
    hindrance = alone.against.sum(axis=0)
    if not len(hindrance) or hindrance.min() > 0:
        rules = alone.rules(int(hindrance.argmin())) if len(hindrance) else ["stint_shape"]
        return _not(person, post, _told(name, place, rules), rules, (), None)
    return _outdone(problem, plan, alone, serving)


def _outdone(problem: Problem, plan: Plan, alone: Trials, serving: tuple[Duty, ...]) -> WhyNot:
    """The best stay with the post to itself, against whoever serves in those periods."""
    able = np.flatnonzero(~alone.against.any(axis=0)).tolist()
    options = [(alone.duty(n), _quality(problem, alone, n)) for n in able]
    duty, worth = max(options, key=lambda option: (option[1], -option[0].start))
    instead = tuple(d for d in serving if d.start < duty.end and duty.start < d.end)
    lost = sum(sum(parts(problem, other).values()) for other in instead) - worth
    name, place = problem.label("person", duty.person), problem.label("post", duty.post)
    if instead:
        zh = f"没有规则阻止{name}到“{place}”，但须替下{len(instead)}项安排，质量变化{-lost:+d}分。"
        en = (
            f"No rule keeps {name} from “{place}”; it would replace {len(instead)} duties and "
            f"change quality by {-lost:+d} points."
        )
    else:
        zh = f"没有规则阻止{name}到“{place}”，其时段尚空，质量变化{-lost:+d}分。"
        en = f"No rule keeps {name} from “{place}”, which is free then; quality {-lost:+d} points."
    return _not(duty.person, duty.post, Sentence(zh, en), [], instead, lost)


def _told(name: str, place: str, rules: list[str]) -> Sentence:
    reasons = [blocker(rule) for rule in rules]
    return Sentence(
        f"{name}不能到“{place}”：{'、'.join(reason.zh for reason in reasons)}。",
        f"{name} cannot serve on “{place}”: {', '.join(reason.en for reason in reasons)}.",
    )


def _not(
    person: str,
    post: str,
    verdict: Sentence,
    rules: list[str],
    instead_of: tuple[Duty, ...],
    difference: int | None,
) -> WhyNot:
    return WhyNot(
        person=person,
        post=post,
        verdict=verdict,
        blockers=tuple(blocker(rule) for rule in rules),
        instead_of=instead_of,
        difference=difference,
    )

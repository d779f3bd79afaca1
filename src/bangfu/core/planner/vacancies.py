"""Why a post stands empty, counted over everybody who might have come, and what would help."""

from collections import Counter

import numpy as np

from .columns import spans
from .horizon import Span
from .phrases import blocker
from .plan import Plan, Sentence
from .problem import Problem
from .reason import EmptyReason, Fix
from .rules import RULES
from .standing import Trials, open_periods, pairs_of, refusals, stays, trials
from .tables import Tables
from .tally import parts
from .wording import duty_en, duty_zh, spans_of, when_en, when_zh


def why_empty(problem: Problem, plan: Plan, post: str) -> EmptyReason | None:
    """Why a post lacks people in some periods; ``None`` where it never does."""
    vacant = open_periods(problem, plan, post)
    if not vacant:
        return None
    everyone = pairs_of(Tables(problem), post, [person.id for person in problem.people])
    refused = refusals(everyone)
    eligible = everyone.where(~np.logical_or.reduce(refused))
    free = set(vacant)
    fitting = [
        (start, end)
        for start, end in spans(problem, problem.post(post))
        if free.issuperset(range(start, end))
    ]
    if not len(eligible):
        counts = [(rule.code, int(n)) for rule, n in zip(RULES, refused.sum(axis=1), strict=True)]
        return _empty(problem, post, vacant, "nobody", Counter(dict(counts)), ())
    if not fitting:
        return _empty(problem, post, vacant, "too_short", Counter(), ())
    tried = trials(stays(eligible, fitting), plan)
    if not tried.against.any(axis=0).all():
        return _empty(problem, post, vacant, "traded", Counter(), ())
    return _empty(problem, post, vacant, "blocked", _counted(tried), _fixes(problem, tried))


def _counted(tried: Trials) -> Counter[str]:
    """For each rule, the people whose least hindered stay it forbids."""
    counts: Counter[str] = Counter()
    hindrance = tried.against.sum(axis=0)
    for person in np.unique(tried.columns.person):
        mine = np.flatnonzero(tried.columns.person == person)
        counts.update(tried.rules(int(mine[hindrance[mine].argmin()])))
    return counts


def _fixes(problem: Problem, tried: Trials) -> tuple[Fix, ...]:
    """The best stay that one relaxed rule would allow, per rule: periods first, then quality."""
    best: dict[str, Fix] = {}
    for number in np.flatnonzero(tried.against.sum(axis=0) == 1).tolist():
        (rule,) = tried.rules(number)
        duty = tried.duty(number)
        worth = sum(parts(problem, duty).values())
        known = best.get(rule)
        if known and (known.gained_periods, known.quality) >= (duty.periods, worth):
            continue
        reason = blocker(rule)
        best[rule] = Fix(
            rule=rule,
            person=duty.person,
            span=Span(start=duty.start, end=duty.end),
            gained_periods=duty.periods,
            quality=worth,
            sentence=Sentence(
                f"若放宽“{reason.zh}”，可由{duty_zh(problem, duty)}补上{duty.periods}期。",
                f"If “{reason.en}” were relaxed, {duty_en(problem, duty)} would fill "
                f"{duty.periods} periods.",
            ),
        )
    return tuple(
        sorted(best.values(), key=lambda fix: (-fix.gained_periods, -fix.quality, fix.rule))
    )


def _empty(
    problem: Problem,
    post: str,
    vacant: list[int],
    kind: str,
    counts: Counter[str],
    fixes: tuple[Fix, ...],
) -> EmptyReason:
    blockers = tuple(blocker(rule, people) for rule, people in counts.most_common() if people)
    told_zh = "、".join(f"{b.zh}{b.people}人" for b in blockers)
    told_en = ", ".join(f"{b.people} people: {b.en}" for b in blockers)
    zh, en = {
        "nobody": (f"没有符合条件的人员：{told_zh}", f"nobody is eligible: {told_en}"),
        "too_short": ("空缺时段短于最短派驻期", "the gap is shorter than the shortest stay"),
        "traded": (
            "尚有人可派，但会使更靠前的目标变差，或搜索提前结束",
            "somebody could come, at the cost of an earlier goal, or the search ended early",
        ),
        "blocked": (f"有符合条件的人员，但{told_zh}", f"people are eligible, but {told_en}"),
    }[kind]
    gaps = spans_of(vacant)
    first = gaps[0]
    place = problem.label("post", post)
    more_zh = f"等{len(gaps)}段" if len(gaps) > 1 else ""
    return EmptyReason(
        post=post,
        spans=gaps,
        periods=len(vacant),
        kind=kind,  # type: ignore[arg-type] # one of the four keys above
        verdict=Sentence(
            f"“{place}”在{when_zh(problem, first.start, first.end)}{more_zh}空缺：{zh}。",
            f"“{place}” is short of people {when_en(problem, first.start, first.end)}"
            f"{' and later' if more_zh else ''}: {en}.",
        ),
        blockers=blockers,
        fixes=fixes,
    )

"""What changes between two plans, move by move."""

from collections import defaultdict

from .horizon import Span
from .plan import Move, Plan, Sentence, in_order
from .problem import Duty, Problem
from .wording import duty_en, duty_zh


def moves(problem: Problem, plan: Plan, *, since: Plan) -> tuple[Move, ...]:
    """Duties dropped, added and shifted in time since an earlier plan, in the order of posts.

    A duty of ``since`` and one of ``plan`` with the same person and post count as one that shifted.
    """
    gone, new = (
        _grouped(set(since.duties) - set(plan.duties)),
        _grouped(set(plan.duties) - set(since.duties)),
    )
    found = []
    for key in sorted({*gone, *new}):
        before, after = gone.get(key, []), new.get(key, [])
        for old, now in zip(before, after, strict=False):
            found.append(_shifted(problem, old, now))
        found += [_dropped(problem, duty) for duty in before[len(after) :]]
        found += [_added(problem, duty) for duty in after[len(before) :]]
    return tuple(found)


def _grouped(duties: set[Duty]) -> dict[tuple[str, str], list[Duty]]:
    groups: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in in_order(list(duties)):
        groups[duty.post, duty.person].append(duty)
    return groups


def _span(duty: Duty) -> Span:
    return Span(start=duty.start, end=duty.end)


def _shifted(problem: Problem, old: Duty, now: Duty) -> Move:
    return Move(
        kind="shifted",
        person=now.person,
        post=now.post,
        before=_span(old),
        after=_span(now),
        sentence=Sentence(
            f"{duty_zh(problem, old)}调整为{duty_zh(problem, now)}。",
            f"{duty_en(problem, old)} becomes {duty_en(problem, now)}.",
        ),
    )


def _dropped(problem: Problem, duty: Duty) -> Move:
    return Move(
        kind="dropped",
        person=duty.person,
        post=duty.post,
        before=_span(duty),
        sentence=Sentence(
            f"取消{duty_zh(problem, duty)}。", f"{duty_en(problem, duty)} is dropped."
        ),
    )


def _added(problem: Problem, duty: Duty) -> Move:
    return Move(
        kind="added",
        person=duty.person,
        post=duty.post,
        after=_span(duty),
        sentence=Sentence(f"新增{duty_zh(problem, duty)}。", f"{duty_en(problem, duty)} is added."),
    )

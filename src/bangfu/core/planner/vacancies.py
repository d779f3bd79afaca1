"""Why a post stands empty, gap by gap: whom which rule keeps away, counted, and what would help."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from .exchanges import exchanges
from .grid import BIT, Grid, Patterns
from .horizon import Span
from .phrases import blocker
from .plan import Sentence
from .problem import Problem
from .reason import Blocker, EmptyReason, Kind, Vacancy
from .relaxations import relaxations
from .standing import Standing
from .tables import IntArray
from .wording import periods_en, periods_zh, spans_of, when_en, when_zh

TRIED = 4_000_000
"""So many stays of people are tried for a gap; only posts planned by the day may allow more."""


def empty_reason(standing: Standing, post: str, fixes: bool) -> EmptyReason | None:
    """Why a post is short of people in some periods; ``None`` where it never is."""
    gaps = spans_of(standing.open_periods(post))
    if not gaps:
        return None
    return EmptyReason(post=post, gaps=tuple(_vacancy(standing, post, gap, fixes) for gap in gaps))


def empty_reasons(standing: Standing, fixes: bool) -> list[EmptyReason]:
    """Why each post that is short of people is so, in the problem's order."""
    short = [post.id for post in standing.problem.posts if standing.open_periods(post.id)]
    standing.prepare(short)
    return [reason for post in short if (reason := empty_reason(standing, post, fixes)) is not None]


def _vacancy(standing: Standing, post: str, gap: Span, fixes: bool) -> Vacancy:
    people, refused = standing.refusals(post)
    within = [
        (start, end)
        for start, end in standing.allowed(post)
        if gap.start <= start and end <= gap.end
    ]
    tried, whole = _spread(within, len(people)), (gap.start, gap.end)
    stays = tried if whole in tried else [*tried, whole]  # the gap as it is, whatever its shape
    grid = standing.grid(post, people, stays, refused=refused)
    able = grid.of(np.flatnonzero(refused == 0))
    kind: Kind
    if not len(able.people):
        kind, blockers = "nobody", _refusing(standing, people, refused)
    elif not within:
        kind, blockers = "too_short", (_against(standing, "stint_shape", able.people),)
    elif able.free.any():
        kind, blockers = "traded", ()
    else:
        kind, blockers = "blocked", _keeping(standing, able.first(len(tried)))
    found = relaxations(standing, grid) if fixes else []
    if fixes and kind == "blocked":
        found += exchanges(standing, able.first(len(tried)))
    covered = {period for start, end in within for period in range(start, end)}
    return Vacancy(
        span=gap,
        kind=kind,
        verdict=_verdict(standing.problem, post, gap, kind, blockers),
        blockers=blockers,
        fixes=tuple(found),
        uncoverable=spans_of([t for t in range(gap.start, gap.end) if t not in covered]),
    )


def _spread(stays: list[tuple[int, int]], people: int) -> list[tuple[int, int]]:
    """The stays to try: all, or from each beginning the shortest, the longest and some between."""
    if len(stays) * people <= TRIED:
        return stays
    ends: dict[int, list[int]] = defaultdict(list)
    for start, end in stays:
        ends[start].append(end)
    each = max(2, TRIED // (people * len(ends)))
    return [
        (start, found[at])
        for start, found in ends.items()
        for at in np.unique(np.linspace(0, len(found) - 1, each).round().astype(np.int64))
    ]


def _refusing(standing: Standing, people: IntArray, refused: Patterns) -> tuple[Blocker, ...]:
    """For each rule on pairs, whom it refuses: strangers to the specialty, and among the rest."""
    strangers = len(standing.problem.people) - len(people)
    found = [blocker("specialty", strangers)] if strangers else []
    return _by_number([*found, *_by_rule(standing, people, refused)])


def _keeping(standing: Standing, able: Grid) -> tuple[Blocker, ...]:
    """For each rule, whom it keeps away from their least hindered stay."""
    least = able.hindrance.argmin(axis=1)
    against = able.against[np.arange(len(able.people)), least]
    return _by_number(_by_rule(standing, able.people, against))


def _by_rule(standing: Standing, people: IntArray, against: Patterns) -> list[Blocker]:
    """Each rule with the people in whose set of rules it is."""
    return [
        _against(standing, code, people[against & bit != 0])
        for code, bit in BIT.items()
        if (against & bit).any()
    ]


def _by_number(blockers: list[Blocker]) -> tuple[Blocker, ...]:
    return tuple(sorted(blockers, key=lambda blocker: -blocker.people))


def _against(standing: Standing, code: str, people: IntArray) -> Blocker:
    who = tuple(standing.problem.people[number].id for number in people.tolist())
    return blocker(code, len(who), who)


def _verdict(
    problem: Problem, post: str, gap: Span, kind: Kind, blockers: Sequence[Blocker]
) -> Sentence:
    told_zh = "、".join(f"{b.zh}{b.people}人" for b in blockers)
    told_en = ", ".join(f"{b.people} people: {b.en}" for b in blockers)
    place, length = problem.label("post", post), gap.end - gap.start
    zh, en = {
        "nobody": (
            f"没有符合条件的人员：{told_zh or '没有可派人员'}",
            f"nobody is eligible: {told_en or 'there are no people'}",
        ),
        "too_short": (
            f"空缺只有{periods_zh(problem, length)}，排不下一段合乎规定的派驻期",
            f"no stay of an allowed length and beginning fits into {periods_en(problem, length)}",
        ),
        "traded": (
            "尚有人可派，或因其他目标在先，或因测算提前结束",
            "somebody could come; another goal stands before, or the search ended early",
        ),
        "blocked": (f"有符合条件的人员，但{told_zh}", f"people are eligible, but {told_en}"),
    }[kind]
    return Sentence(
        f"“{place}”在{when_zh(problem, gap.start, gap.end)}空缺：{zh}。",
        f"“{place}” is short of people {when_en(problem, gap.start, gap.end)}: {en}.",
    )

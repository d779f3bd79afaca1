"""What happens after a plan is published, as data: each change returns a new problem.

Somebody drops out, a post comes or goes, somebody is free for less time; what has begun is settled.
``solve(changed, keep=published)`` then moves only what it must.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import structs

from bangfu.core.refusal import Refusal

from .columns import spans
from .horizon import Span
from .plan import Plan, in_order
from .problem import Duty, Person, Post, Problem


class NotInProblem(Refusal):
    """A change names a person or a post that the problem does not have."""


def without_people(problem: Problem, ids: Collection[str], *, from_period: int = 0) -> Problem:
    """People who can serve no more from a period on; what they served before stays possible.

    They stay in the problem, so that what they served can still be named and priced. Their pinned
    duties that reach beyond the period are released. Raises ``NotInProblem``.
    """
    until = () if from_period == 0 else (Span(start=0, end=from_period),)
    return with_shorter_availability(problem, dict.fromkeys(ids, until))


def with_shorter_availability(problem: Problem, available: Mapping[str, Sequence[Span]]) -> Problem:
    """People, by id, who are free only within the given periods, and where they already were.

    Pinned duties that this makes impossible are released. Raises ``NotInProblem``.
    """
    _refuse_unknown(problem, "person", available)
    people = tuple(
        _shortened(problem, person, available[person.id]) if person.id in available else person
        for person in problem.people
    )
    changed = structs.replace(problem, people=people)
    return structs.replace(
        changed,
        pinned=tuple(duty for duty in problem.pinned if _is_free(changed, duty)),
    )


def with_posts(problem: Problem, posts: Iterable[Post]) -> Problem:
    """Further posts; one whose id is known takes the place of the known one."""
    stated = {post.id: post for post in problem.posts}
    stated.update((post.id, post) for post in posts)
    return structs.replace(problem, posts=tuple(stated.values()))


def without_posts(problem: Problem, ids: Collection[str]) -> Problem:
    """Posts that are no longer wanted, with what was pinned to or excluded from them.

    Raises ``NotInProblem``.
    """
    _refuse_unknown(problem, "post", ids)
    return structs.replace(
        problem,
        posts=tuple(post for post in problem.posts if post.id not in ids),
        pinned=tuple(duty for duty in problem.pinned if duty.post not in ids),
        forbidden=tuple(entry for entry in problem.forbidden if entry.post not in ids),
    )


def settled(problem: Problem, published: Plan, *, before: int) -> Problem:
    """What began before a period stays: those duties are pinned.

    Where its person can no longer serve it to the end, what was served until then is pinned, and
    the post allows both that part and a successor's stay for the rest. Duties of people and posts
    that the problem does not know are left out.
    """
    stays: dict[str, set[Span]] = {}
    pinned = dict.fromkeys(problem.pinned)
    for duty in published.duties:
        known = problem.knows("person", duty.person) and problem.knows("post", duty.post)
        if not known or duty.start >= before:
            continue
        served = _served(problem, duty)
        if served == duty:
            pinned[duty] = None
        elif served is not None:
            pinned[served] = None
            rest = Span(start=served.end, end=duty.end)
            stays.setdefault(duty.post, set()).update(
                (Span(start=served.start, end=served.end), rest)
            )
    posts = tuple(
        _also_allowing(problem, post, stays[post.id]) if post.id in stays else post
        for post in problem.posts
    )
    return structs.replace(problem, posts=posts, pinned=in_order(list(pinned)))


def _refuse_unknown(problem: Problem, kind: str, ids: Iterable[str]) -> None:
    if missing := [id for id in ids if not problem.knows(kind, id)]:
        named = {"person": "人员", "post": "岗位"}[kind]
        raise NotInProblem(
            zh=f"问题文件中没有{named}“{missing[0]}”，不能改动。",
            en=f"There is no {kind} “{missing[0]}” in the problem to change.",
        )


def _shortened(problem: Problem, person: Person, within: Sequence[Span]) -> Person:
    """Free where the person was free and the given periods say so."""
    whole = (Span(start=0, end=problem.horizon.count),)
    free = [
        (max(old.start, new.start), min(old.end, new.end))
        for old in (whole if person.available is None else person.available)
        for new in within
    ]
    left = tuple(Span(start=start, end=end) for start, end in sorted(free) if start < end)
    return structs.replace(person, available=left)


def _first_missing(problem: Problem, duty: Duty) -> int | None:
    """The first period, hand-over included, in which the duty's person is not available."""
    available = problem.person(duty.person).available
    if available is None:
        return None
    return next(
        (
            period
            for period in range(problem.arrival(duty), duty.end)
            if not any(span.start <= period < span.end for span in available)
        ),
        None,
    )


def _is_free(problem: Problem, duty: Duty) -> bool:
    return _first_missing(problem, duty) is None


def _served(problem: Problem, duty: Duty) -> Duty | None:
    """The part of a duty until its person stops being available; ``None`` if there is none."""
    missing = _first_missing(problem, duty)
    if missing is None:
        return duty
    return None if missing <= duty.start else structs.replace(duty, end=missing)


def _also_allowing(problem: Problem, post: Post, further: set[Span]) -> Post:
    stated = {Span(start=start, end=end) for start, end in spans(problem, post)}
    listed = sorted(stated | further, key=lambda span: (span.start, span.end))
    return structs.replace(post, stays=tuple(listed), stints=None)

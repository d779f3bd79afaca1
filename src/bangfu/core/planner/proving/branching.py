"""Where to split: groups of stays of which a fractional solution takes a fractional number."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.certificate import Stays
from bangfu.core.planner.proof.stays import Block, Enumeration

from .labelled import FloatArray

SMALL = 1e-6
PER_KIND = 10
"""Of each kind of group so many, the most undecided, are looked at closely."""


def undecided(over: Enumeration, block: Block, x: FloatArray) -> list[tuple[Stays, int]]:
    """Groups with a fractional sum, each with the sum rounded down; the most promising first."""
    sums: dict[tuple[str, Stays], float] = defaultdict(float)
    members: dict[tuple[str, Stays], list[int]] = defaultdict(list)
    for stay in np.flatnonzero(x > SMALL).tolist():
        for key in _groups(over, block, stay):
            sums[key] += float(x[stay])
            members[key].append(stay)
    kinds: dict[str, list[tuple[float, Stays, int]]] = defaultdict(list)
    seen: set[tuple[int, ...]] = set()
    for (kind, stays), total in sums.items():
        part = total - np.floor(total)
        if 0.01 < part < 0.99 and tuple(members[kind, stays]) not in seen:
            seen.add(tuple(members[kind, stays]))
            kinds[kind].append((abs(part - 0.5), stays, int(np.floor(total))))
    return [
        (stays, at)
        for found in kinds.values()
        for _, stays, at in sorted(found, key=lambda entry: entry[0])[:PER_KIND]
    ]


def _groups(over: Enumeration, block: Block, stay: int) -> Iterator[tuple[str, Stays]]:
    problem = over.problem
    someone = problem.people[block.person[stay]]
    post = problem.posts[block.post[stay]].id
    start, end = int(block.start[stay]), int(block.end[stay])
    yield "post and start", Stays(post=post, start=start)
    yield "pair", Stays(person=someone.id, post=post)
    yield "post", Stays(post=post)
    yield "person", Stays(person=someone.id)
    for period in range(start, end):
        yield "post in period", Stays(post=post, serving=period)
        yield "person in period", Stays(person=someone.id, serving=period)
        if someone.department is not None:
            yield "department in period", Stays(department=someone.department, serving=period)
    if someone.department is not None:
        yield "department", Stays(department=someone.department)
    yield "hospital", Stays(hospital=someone.hospital)
    yield "stay", Stays(person=someone.id, post=post, start=start, end=end)

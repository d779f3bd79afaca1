"""The whole problem as one integer programme: a variable for each stay, all limits as rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from bangfu.core.planner import Duty, Plan, Problem
from bangfu.core.refusal import Refusal

from . import MOST_STAYS, points_of
from .eligible import BoolArray, IntArray, Register, Stays

ANY = 2**40
"""No limit."""


class TooLarge(Refusal):
    """The full model has more variables than the peer can be given here."""

    def __init__(self, most: int) -> None:
        super().__init__(
            zh=f"派驻方式超过{most:,}种，本对照方法不作尝试。",
            en=f"not tried: more than {most:,} stays",
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one kind: equally long ``row``, ``column``, ``weight``; a side per row."""

    row: IntArray
    column: IntArray
    weight: IntArray
    lower: IntArray
    upper: IntArray


@dataclass(frozen=True, slots=True)
class Whole:
    """max value·x, lower ≤ matrix·x ≤ upper, x in {0, 1}; ``post`` and ``stays`` per variable."""

    problem: Problem
    post: IntArray
    stays: Stays
    value: IntArray
    matrix: sparse.csr_matrix
    lower: IntArray
    upper: IntArray

    def plan(self, chosen: IntArray) -> Plan:
        """The chosen variables as duties."""
        people, posts = self.problem.people, self.problem.posts
        stays = self.stays
        places = zip(
            stays.person[chosen].tolist(),
            self.post[chosen].tolist(),
            stays.start[chosen].tolist(),
            stays.end[chosen].tolist(),
            strict=True,
        )
        return Plan(
            duties=tuple(
                Duty(person=people[i].id, post=posts[j].id, start=start, end=end)
                for i, j, start, end in places
            )
        )


def stated(problem: Problem, peer: str) -> Whole:
    """State the whole problem; ``TooLarge`` above what the peer is given at most."""
    register = Register(problem)
    found, total = [], 0
    for one in problem.posts:
        found.append(register.stays(one))
        total += len(found[-1].person)
        if total > MOST_STAYS[peer]:
            raise TooLarge(MOST_STAYS[peer])
    lengths = [len(stays.person) for stays in found]
    post = np.repeat(np.arange(len(found)), lengths)
    stays = Stays(
        *(np.concatenate([getattr(part, name) for part in found]) for name in Stays.__slots__)
    )
    worth = np.array([points_of(one.priority) for one in problem.posts], dtype=np.int64)
    blocks = list(_rows(register, post, stays))
    above = np.cumsum([0, *(len(block.upper) for block in blocks)])
    row = np.concatenate([block.row + at for block, at in zip(blocks, above, strict=False)])
    column = np.concatenate([block.column for block in blocks])
    weight = np.concatenate([block.weight for block in blocks])
    matrix = sparse.csr_matrix((weight, (row, column)), shape=(int(above[-1]), len(post)))
    lower = np.concatenate([block.lower for block in blocks])
    upper = np.concatenate([block.upper for block in blocks])
    binding = (np.asarray(matrix.sum(axis=1)).ravel() > upper) | (lower > 0)
    return Whole(
        problem=problem,
        post=post,
        stays=stays,
        value=worth[post] * (stays.end - stays.start) + stays.points,
        matrix=matrix[binding],
        lower=lower[binding],
        upper=upper[binding],
    )


def _rows(register: Register, post: IntArray, stays: Stays) -> Iterator[Block]:
    """Every limit that several stays share."""
    posts = register.problem.posts
    one = np.ones(len(post), dtype=np.int64)
    seats = np.array([p.headcount for p in posts], dtype=np.int64)
    yield _at_once(post, stays.start, stays.end, one, seats)
    weight = np.array([register.weight(p) for p in posts], dtype=np.int64)[post]
    yield _in_all(stays.person, np.arange(len(post)), weight, None, register.cap)
    free = np.flatnonzero(~_never_crowded(register, stays, weight)[stays.person])
    block = _at_once(
        stays.person[free],
        stays.since[free],
        stays.until[free],
        stays.load[free],
        register.released,
    )
    yield Block(block.row, free[block.column], block.weight, block.lower, block.upper)
    visiting = np.array([p.form == "visiting" for p in posts], dtype=np.bool_)
    home = register.department[stays.person]
    away = np.flatnonzero(~visiting[post] & (home >= 0))
    always = (register.spare == register.spare[:, :1]).all()
    spare = register.spare[:, 0] if always else register.spare
    block = _at_once(home[away], stays.since[away], stays.end[away], one[away], spare)
    yield Block(block.row, away[block.column], block.weight, block.lower, block.upper)
    yield from _sent(register, post, stays)
    yield from _programmes(register, post, stays)
    yield from _never_empty(register, post, stays)


def _never_crowded(register: Register, stays: Stays, weight: IntArray) -> BoolArray:
    """People whose burden keeps them from two places at once anyway: rows fewer, plans the same.

    Stays are heavy if a person can carry one only. Nobody is crowded by heavy ones that leave no
    room for a light one, nor by as many light ones as can be carried if even those fit a week.
    """
    person, cap = stays.person, register.cap
    heavy = 2 * weight > cap[person]

    def most(of: BoolArray, value: IntArray) -> IntArray:
        found = np.zeros(len(cap), dtype=np.int64)
        np.maximum.at(found, person[of], value[of])
        return found

    lightest_heavy, lightest = (cap - most(of, cap[person] - weight) for of in (heavy, ~heavy))
    apart = (most(heavy, weight) == 0) | (lightest_heavy + lightest > cap)
    fits = most(heavy, stays.load) <= register.released
    together = cap // np.maximum(1, lightest) * most(~heavy, stays.load) <= register.released
    has_light = most(~heavy, np.ones_like(weight)) > 0
    never: BoolArray = fits & (~has_light | (apart & together & (lightest > 0)))
    return never


def _sent(register: Register, post: IntArray, stays: Stays) -> Iterator[Block]:
    """Person-times of a hospital with a quota, in the forms that count."""
    posts, sender = register.problem.posts, register.hospital[stays.person]
    forms = np.array([p.form for p in posts])[post]
    for number, hospital in enumerate(register.problem.hospitals):
        if hospital.quota is not None:
            mine = np.flatnonzero((sender == number) & np.isin(forms, hospital.quota.forms))
            yield _total(mine, hospital.quota.lower, hospital.quota.upper)


def _programmes(register: Register, post: IntArray, stays: Stays) -> Iterator[Block]:
    """Person-times of a programme, in all and by the tier of who sends."""
    problem = register.problem
    of = np.array([p.programme or "" for p in problem.posts])[post]
    tiers = np.array([h.tier for h in problem.hospitals])[register.hospital[stays.person]]
    for programme in problem.programmes:
        mine = of == programme.id
        if programme.person_times:
            yield _total(np.flatnonzero(mine), programme.person_times, None)
        for tier, count in programme.tiers.items():
            yield _total(np.flatnonzero(mine & (tiers == tier)), count, count)


def _never_empty(register: Register, post: IntArray, stays: Stays) -> Iterator[Block]:
    """Each period of a post that may not be found empty."""
    for number, one in enumerate(register.problem.posts):
        if one.never_uncovered:
            term, mine = register.problem.term(one), np.flatnonzero(post == number)
            for period in range(term.start, term.end):
                there = (stays.start[mine] <= period) & (period < stays.end[mine])
                yield _total(mine[there], one.headcount, None)


def _total(columns: IntArray, lower: int, upper: int | None) -> Block:
    """One row."""
    row, one = np.zeros(len(columns), dtype=np.int64), np.ones(len(columns), dtype=np.int64)
    most = ANY if upper is None else upper
    return Block(row, columns, one, np.array([lower]), np.array([most]))


def _in_all(
    entity: IntArray, column: IntArray, weight: IntArray, lower: IntArray | None, upper: IntArray
) -> Block:
    """One row per entity over the whole plan."""
    least = np.zeros(len(upper), dtype=np.int64) if lower is None else lower
    return Block(entity, column, weight, least, upper)


def _at_once(
    entity: IntArray, since: IntArray, until: IntArray, weight: IntArray, most: IntArray
) -> Block:
    """What goes on at one time weighs at most so much; ``most`` is per entity, or also per period.

    A limit that never changes is stated where something begins only; between two beginnings what
    goes on only grows less.
    """
    width = int(until.max(initial=0)) + 1
    if most.ndim == 1:
        points = np.unique(entity * width + since)
    else:
        points = (np.arange(len(most))[:, None] * width + np.arange(most.shape[1])).ravel()
    first, last = (np.searchsorted(points, entity * width + edge) for edge in (since, until))
    count = last - first
    column = np.repeat(np.arange(len(entity)), count)
    row = first[column] + np.arange(len(column)) - np.repeat(np.cumsum(count) - count, count)
    upper = most[points // width] if most.ndim == 1 else most.ravel()
    return Block(row, column, weight[column], np.zeros(len(points), dtype=np.int64), upper)

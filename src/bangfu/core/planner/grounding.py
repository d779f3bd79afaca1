"""From columns to the ground: which entities can bind, which rows another row makes needless."""

from dataclasses import dataclass, replace

import numpy as np

from .capacities import Capacity, During
from .columns import CHUNK, Columns
from .ground import Ground, Sides, renumbered
from .lattice import ABSENCE, DUTY, NOWHERE, SERVICE, Lattice
from .plan import Plan
from .rows import UNLIMITED
from .rules import RULES, Pinned
from .tables import NONE, IntArray, Whole
from .values import goals

KINDS: dict[During, int] = {"service": SERVICE, "absence": ABSENCE, "duty": DUTY}


def ground_of(columns: Columns, keep: Plan | None) -> Ground:
    """State the goals, and what can bind, over the columns of a problem."""
    tables = columns.tables
    present = np.flatnonzero(np.bincount(columns.pair, minlength=len(columns.pairs)))
    width = len(present)
    posts, post_first = np.unique(columns.pairs.post[present], return_index=True)
    pair_first = np.searchsorted(columns.pair, np.append(present, len(columns.pairs)))
    periods = tables.problem.horizon.count
    stated = [
        (number, capacity)
        for number, rule in enumerate(RULES)
        for capacity in rule.capacities(columns.pairs)
        if capacity.rule != "headcount"  # seats keep it
    ]
    post = columns.pairs.post[present]
    # With a hand-over or a rest, stays of one pair may be under way at the same time.
    alone = (tables.overlap[post] == 0) & (tables.rest[post] == 0)
    seats = np.where(alone, tables.headcount[post], periods)
    blocks = _needed([_bound(n, capacity, present, seats, periods) for n, capacity in stated])
    total_blocks = [block for block in blocks if block.during is None]
    timed_blocks = [block for block in blocks if block.during is not None]
    total_row, total_weight, total = _assembled(total_blocks, 1)
    time_row, time_weight, timed = _assembled(timed_blocks, periods)
    lattice = Lattice(
        post_first=np.append(post_first, width).astype(np.int64),
        pair_first=pair_first.astype(np.int64),
        pair=np.repeat(np.arange(width, dtype=np.int32), np.diff(pair_first)),
        stay=columns.stay,
        shape=np.stack([tables.stays.first[posts], tables.stays.count[posts]], axis=1),
        stays=tables.stays.table,
        total_row=total_row.reshape(len(total_blocks), width),
        total_weight=total_weight.reshape(len(total_blocks), width),
        time_row=time_row.reshape(len(timed_blocks), width),
        time_weight=time_weight.reshape(len(timed_blocks), width),
        time_kind=np.array([KINDS[b.during] for b in timed_blocks if b.during], dtype=np.int64),
        seats=tables.headcount[posts],
    )
    names, value, offset = _goals(columns, keep)
    return Ground(
        names=names,
        value=value,
        offset=offset,
        lattice=lattice,
        total=replace(total, upper=total.upper[:, 0]),
        timed=timed,
        fixed=Pinned.fixed(columns),
        post=posts,
        person=columns.pairs.person[present],
        room=((tables.term_end - tables.term_start) * tables.headcount)[posts],
        district=tables.district[posts],
        unmet=sum(_unmet(capacity, present) for _, capacity in stated),
    )


def _goals(
    columns: Columns, keep: Plan | None
) -> tuple[tuple[str, ...], tuple[Whole, ...], IntArray]:
    """Names, values per column and offsets of the goals, so many columns at a time."""
    first, *rest = range(0, max(1, len(columns)), CHUNK)
    found = goals(columns.where(slice(first, CHUNK)), keep)
    pieces = [[_small(goal.value) for goal in found]]
    for cut in rest:
        more = goals(columns.where(slice(cut, cut + CHUNK)), keep)
        pieces.append([_small(goal.value) for goal in more])
    values = tuple(np.concatenate(piece) for piece in zip(*pieces, strict=True))
    offsets = np.array([goal.offset for goal in found], dtype=np.int64)
    return tuple(goal.name for goal in found), values, offsets


def _small(values: IntArray) -> Whole:
    """In as little memory as the numbers allow."""
    least, most = int(values.min(initial=0)), int(values.max(initial=0))
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return values.astype(kind)
    return values


@dataclass(frozen=True, slots=True)
class _Block:
    """A capacity over the pairs that have columns; ``entity`` is -1 where nothing can bind."""

    rule: int
    during: During | None
    entity: IntArray
    weight: IntArray
    upper: IntArray
    lower: IntArray


def _unmet(capacity: Capacity, present: IntArray) -> int:
    """Lower sides that no pair serves, in units."""
    served = np.unique(capacity.entity[present])
    needed = np.maximum(capacity.lower, 0)
    return int(needed.sum() - needed[served[served != NONE]].sum())


def _bound(
    rule: int, capacity: Capacity, present: IntArray, seats: IntArray, periods: int
) -> _Block:
    """A capacity without the entities that all pairs together cannot exhaust.

    ``seats`` (pairs,) is the most stays of each pair that can be under way at the same time.
    """
    upper = capacity.upper[:, :periods]
    entity, weight = capacity.entity[present], capacity.weight[present]
    taking = entity != NONE
    least = upper.min(axis=1, initial=UNLIMITED)
    if capacity.during is None:  # one pair may serve again and again
        binds = (least < UNLIMITED) | (capacity.lower > 0)
    else:
        binds = np.bincount(entity[taking], (weight * seats)[taking], len(upper)) > least
    free = ~np.append(binds, False)[entity]  # -1: no entity
    return _Block(
        rule, capacity.during, np.where(free, NOWHERE, entity), weight, upper, capacity.lower
    )


def _needed(blocks: list[_Block]) -> list[_Block]:
    """Without rows by period that a row over the whole plan keeps anyway, and empty blocks.

    Each row is measured in its own upper side: if every pair of an entity weighs at least as much
    in one and the same total, then what keeps the total keeps every period.
    """
    blocks = [block for block in blocks if (block.entity != NOWHERE).any()]
    totals = [block for block in blocks if block.during is None]
    found = []
    for block in blocks:
        entity = block.entity
        for other in totals if block.during is not None else ():
            mine = np.flatnonzero(entity != NOWHERE)
            whose, theirs = entity[mine], other.entity[mine]
            side = other.upper[np.maximum(theirs, 0), 0]
            least = block.upper.min(axis=1)[whose]
            heavier = block.weight[mine] * side <= other.weight[mine] * least
            lowest = np.full(len(block.upper), np.iinfo(np.int64).max)
            highest = np.full(len(block.upper), NOWHERE)
            np.minimum.at(lowest, whose, theirs)
            np.maximum.at(highest, whose, theirs)
            implied = (lowest == highest) & (lowest != NOWHERE)
            np.logical_and.at(implied, whose, heavier)
            entity = np.where((entity != NOWHERE) & implied[entity], NOWHERE, entity)
        if (entity != NOWHERE).any():
            found.append(replace(block, entity=entity))
    return found


def _assembled(blocks: list[_Block], width: int) -> tuple[Whole, Whole, Sides]:
    """Rows and weights of each block's pairs, flat, and the sides of all rows in order.

    ``width`` is the number of periods; the last side stated holds from there on.
    """
    rows, weights = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    nothing = np.zeros(0, dtype=np.int64)
    rule, entity, lower = [nothing], [nothing], [nothing]
    upper = [np.zeros((0, width), dtype=np.int64)]
    count = 0
    for block in blocks:
        row, known = renumbered(block.entity)
        rows.append(np.where(row == NOWHERE, NOWHERE, row + count).astype(np.int32))
        weights.append(block.weight.astype(np.int32))
        rule.append(np.full(len(known), block.rule))
        entity.append(known)
        stated = np.minimum(np.arange(width), block.upper.shape[1] - 1)
        upper.append(block.upper[known][:, stated])
        lower.append(block.lower[known])
        count += len(known)
    sides = Sides(*(np.concatenate(column) for column in (rule, entity, upper, lower)))
    return np.concatenate(rows), np.concatenate(weights), sides

"""All stays of a part with the rows that limit them, each row named as a certificate names it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from bangfu.core.planner.certificate import Price, Row
from bangfu.core.planner.problem import Burden
from bangfu.core.planner.proof.sides import Sides
from bangfu.core.planner.proof.staff import FORM_ORDER, TIER_ORDER
from bangfu.core.planner.proof.stays import VISITING, Block, Enumeration

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """lower ≤ matrix·x ≤ upper over the stays of a block; ``rows`` names each row, at price 0.

    ``matrix`` is a CSR matrix of whole numbers, shape (rows, stays). Sides that do not limit are
    infinite.
    """

    over: Enumeration
    block: Block
    matrix: sparse.csr_matrix
    rows: tuple[Price, ...]
    lower: FloatArray
    upper: FloatArray

    @property
    def pinned(self) -> npt.NDArray[np.bool_]:
        """Rows that every plan keeps on both sides, shape (rows,)."""
        return np.array([row.rule == "pinned" for row in self.rows], dtype=np.bool_)

    @property
    def minimums(self) -> IntArray:
        """Rows whose lower side a plan may miss at the cost of the goal of rules."""
        return np.flatnonzero((self.lower > 0) & ~self.pinned)

    def of(self, rows: IntArray, stays: IntArray, block: Block) -> "Labelled":
        """Just these rows and stays; ``block`` holds the same stays."""
        return Labelled(
            self.over,
            block,
            self.matrix[rows][:, stays],
            tuple(self.rows[row] for row in rows.tolist()),
            self.lower[rows],
            self.upper[rows],
        )


@dataclass(frozen=True, slots=True)
class _Family:
    """Rows of one rule: entries in coordinate form, and each row's name."""

    row: IntArray
    stay: IntArray
    weight: IntArray
    names: list[Price]


def labelled(over: Enumeration, block: Block) -> Labelled:
    """Every row that could bind over a block of stays."""
    families = [
        _one_place(over, block),
        _department_minimum(over, block),
        _headcount(over, block),
        _one_seat(over, block),
        *_hospital_quotas(over, block),
        *_programmes(over, block),
        _burden_cap(over, block),
        _pinned(over, block),
    ]
    offsets = np.cumsum([0, *(len(family.names) for family in families)])
    row = np.concatenate([f.row + o for f, o in zip(families, offsets, strict=False)])
    stay = np.concatenate([family.stay for family in families])
    weight = np.concatenate([family.weight for family in families])
    names = [name for family in families for name in family.names]
    matrix = sparse.csr_matrix(
        (weight, (row, stay)), shape=(len(names), len(block)), dtype=np.int64
    )
    sides = Sides(over.problem)
    upper = _sides(sides.upper, names, np.inf)
    lower = _sides(sides.lower, names, -np.inf)
    most = np.asarray(matrix.sum(axis=1)).ravel()
    # On a post of several places nothing else keeps a stay from being chosen twice.
    places = np.array([name.rule == "one_seat" for name in names], dtype=np.bool_)
    binding = np.flatnonzero((most > upper) | (lower > 0) | places)
    whole = Labelled(over, block, matrix, tuple(names), lower, upper)
    return whole.of(binding, np.arange(len(block)), block)


def _sides(side: Callable[[Price], int | None], names: list[Price], none: float) -> FloatArray:
    stated = [side(name) for name in names]
    return np.array([none if value is None else value for value in stated], dtype=np.float64)


def _timed(
    rule: Row,
    ids: Sequence[tuple[str, ...]],
    entity: IntArray,
    first: IntArray,
    end: IntArray,
    weight: IntArray,
    *,
    changing: IntArray | None = None,
) -> _Family:
    """A row for each entity and period after which somebody leaves.

    Between two beginnings sums only shrink, and while nobody leaves they only grow, so other
    periods are implied. ``changing``: entities whose capacity is not always the same; they keep
    every period in which something begins.
    """
    span = int(end.max(initial=0)) + 1
    points = np.unique(entity * span + first)
    low = np.searchsorted(points, entity * span + first)
    high = np.searchsorted(points, entity * span + end)
    kept = np.zeros(len(points), dtype=np.bool_)
    kept[high[high > low] - 1] = True
    if changing is not None:
        kept |= np.isin(points // span, changing)
    before = np.concatenate([[0], np.cumsum(kept)])
    points, low, high = points[kept], before[low], before[high]
    counts = high - low
    stay = np.repeat(np.arange(len(entity)), counts)
    row = np.arange(len(stay)) - np.repeat(np.cumsum(counts) - counts - low, counts)
    names = [
        Price(rule=rule, of=ids[point // span], period=point % span, price=0)
        for point in points.tolist()
    ]
    return _Family(row, stay, weight[stay], names)


def _one_place(over: Enumeration, block: Block) -> _Family:
    ids = [(person.id,) for person in over.problem.people]
    return _timed("one_place", ids, block.person, block.arrival, block.rested, block.load)


def _department_minimum(over: Enumeration, block: Block) -> _Family:
    """Where colleagues go on leave the capacity drops although nobody leaves: a row there, too."""
    problem = over.problem
    home = over.staff.department[block.person]
    away = np.flatnonzero((home >= 0) & (over.form[block.post] != VISITING))
    ids = [(part.id,) for part in problem.departments]
    one = np.ones(len(away), dtype=np.int64)
    drops = np.array(
        [
            (number, leave.start)
            for number, part in enumerate(problem.departments)
            for leave in part.leave
            if leave.start < problem.horizon.count
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    # Beginnings that belong to no stay are given as stays of no length, which use nothing.
    family = _timed(
        "department_minimum",
        ids,
        np.concatenate([home[away], drops[:, 0]]),
        np.concatenate([block.arrival[away], drops[:, 1]]),
        np.concatenate([block.end[away], drops[:, 1]]),
        np.concatenate([one, np.zeros(len(drops), dtype=np.int64)]),
        changing=drops[:, 0],
    )
    return replace(family, stay=away[family.stay])


def _headcount(over: Enumeration, block: Block) -> _Family:
    ids = [(post.id,) for post in over.problem.posts]
    one = np.ones(len(block), dtype=np.int64)
    return _timed("headcount", ids, block.post, block.start, block.end, one)


def _one_seat(over: Enumeration, block: Block) -> _Family:
    people, posts = over.problem.people, over.problem.posts
    several = np.flatnonzero(over.several(block))
    code = block.post[several] * len(people) + block.person[several]
    codes, entity = np.unique(code, return_inverse=True)
    ids = [
        (people[pair % len(people)].id, posts[pair // len(people)].id) for pair in codes.tolist()
    ]
    one = np.ones(len(several), dtype=np.int64)
    family = _timed("one_seat", ids, entity, block.start[several], block.end[several], one)
    return replace(family, stay=several[family.stay])


def _total(name: Price, weight: IntArray) -> _Family:
    stay = np.flatnonzero(weight)
    return _Family(np.zeros(len(stay), dtype=np.int64), stay, weight[stay], [name])


def _hospital_quotas(over: Enumeration, block: Block) -> list[_Family]:
    home, form = over.staff.hospital[block.person], over.form[block.post]
    found = []
    for number, hospital in enumerate(over.problem.hospitals):
        if hospital.quota is not None:
            times = np.array([hospital.quota.forms.count(form) for form in FORM_ORDER])
            weight = np.where(home == number, times[form], 0)
            found.append(_total(Price(rule="hospital_quota", of=(hospital.id,), price=0), weight))
    return found


def _programmes(over: Enumeration, block: Block) -> list[_Family]:
    tier = over.staff.tier[block.person]
    found = []
    for programme in over.problem.programmes:
        belongs = [post.programme == programme.id for post in over.problem.posts]
        mine = np.array(belongs, dtype=np.int64)[block.post]
        found.append(_total(Price(rule="person_times", of=(programme.id,), price=0), mine))
        for name in programme.tiers:
            weight = mine * (tier == TIER_ORDER.index(name))
            found.append(_total(Price(rule="tier_quota", of=(programme.id, name), price=0), weight))
    return found


def _burden_cap(over: Enumeration, block: Block) -> _Family:
    scale = over.problem.burden or Burden()
    visiting = over.form[block.post] == VISITING
    people, row = np.unique(block.person, return_inverse=True)
    names = [
        Price(rule="burden_cap", of=(over.problem.people[person].id,), price=0)
        for person in people.tolist()
    ]
    weight = np.where(visiting, scale.visiting, scale.full_time)
    return _Family(row, np.arange(len(block)), weight, names)


def _pinned(over: Enumeration, block: Block) -> _Family:
    places = []
    for duty in dict.fromkeys(over.problem.pinned):
        same = (block.post == over.post_number[duty.post]) & (block.start == duty.start)
        same &= (block.person == over.staff.number[duty.person]) & (block.end == duty.end)
        places += [(int(stay), duty) for stay in np.flatnonzero(same)]
    names = [
        Price(rule="pinned", of=(d.person, d.post), period=d.start, end=d.end, price=0)
        for _, d in places
    ]
    stay = np.array([stay for stay, _ in places], dtype=np.int64)
    return _Family(np.arange(len(stay)), stay, np.ones(len(stay), dtype=np.int64), names)

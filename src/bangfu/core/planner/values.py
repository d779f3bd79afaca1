"""What each stint column is worth on each goal, as whole numbers."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .columns import Columns
from .plan import Plan
from .rules import RULES
from .tables import VISITING, IntArray
from .tally import level_names


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: ``value`` per column, added to a fixed ``offset``."""

    name: str
    value: IntArray
    offset: int = 0


def goals(columns: Columns, keep: Plan | None) -> list[Goal]:
    """Every goal of the problem in order, rules with a minimum first."""
    tables = columns.tables
    owed = [part for rule in RULES if (part := rule.serves(columns)) is not None]
    served = sum((value for value, _ in owed), np.zeros(len(columns), dtype=np.int64))
    found = [Goal("rules", served, -sum(needed for _, needed in owed))]
    made: dict[str, Callable[[], IntArray]] = {
        "quality": lambda: quality(columns),
        "fairness": lambda: -burden(columns),
        "stability": lambda: stability(columns, keep or Plan()),
    }
    for name in level_names(tables.problem, keep is not None)[1:]:
        kind, _, priority = name.partition(" ")
        if kind == "coverage":
            mine = tables.priority[columns.post] == int(priority)
            found.append(Goal(name, np.where(mine, columns.length, 0)))
        else:
            found.append(Goal(name, made[kind]()))
    return found


def quality(columns: Columns) -> IntArray:
    """Points of quality per column, shape (n_columns,)."""
    tables, pairs, weights = columns.tables, columns.pairs, columns.tables.problem.weights
    above = np.clip(pairs.post_rank_floor - pairs.person_rank, 0, 2)
    wish = tables.preferences.at(pairs.person, pairs.host)
    rate = weights.specialty * pairs.fit + weights.rank * above + weights.preference * wish
    visiting = tables.form[columns.post] == VISITING
    owed = np.where(visiting, 0, np.minimum(columns.length, tables.owed[columns.person]))
    trips = np.where(visiting, columns.length, 1)
    hours = tables.travel.at(pairs.person, pairs.host)[columns.pair]
    per_period: IntArray = rate[columns.pair] * columns.length
    extra: IntArray = weights.owed * owed - weights.travel * hours * trips - weights.change
    return per_period + extra


def burden(columns: Columns) -> IntArray:
    """Periods served before, summed over the column's periods: convex in what one is asked for."""
    length = columns.length
    result: IntArray = columns.tables.served[columns.person] * length + length * (length - 1) // 2
    return result


def stability(columns: Columns, keep: Plan) -> IntArray:
    """Periods of each column in which the kept plan has the same person on the same post.

    A column that is a kept duty, date for date, counts one more: another's dates change only for
    the sake of an earlier goal.
    """
    tables = columns.tables
    periods: dict[tuple[int, int], set[int]] = defaultdict(set)
    exact: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for duty in keep.duties:
        person = tables.person_number.get(duty.person)
        post = tables.post_number.get(duty.post)
        if person is not None and post is not None:
            periods[post, person].update(range(duty.start, duty.end))
            exact[post, person].add((duty.start, duty.end))
    result = np.zeros(len(columns), dtype=np.int64)
    width = max(1, len(tables.problem.people))
    wanted = np.array(sorted(post * width + person for post, person in periods), dtype=np.int64)
    near = np.flatnonzero(np.isin(columns.post * width + columns.person, wanted))
    key = columns.post[near] * width + columns.person[near]
    for (post, person), served in periods.items():
        mine = near[key == post * width + person]
        ordered = np.array(sorted(served), dtype=np.int64)
        begun = np.searchsorted(ordered, columns.start[mine])
        result[mine] = np.searchsorted(ordered, columns.end[mine]) - begun
        for start, end in exact[post, person]:
            result[mine] += (columns.start[mine] == start) & (columns.end[mine] == end)
    return result

"""What stands against further stays, given the duties of a plan: every rule is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from .columns import Columns, Pairs, unfold
from .plan import Plan
from .problem import Duty, Problem
from .rules import RULES
from .tables import BoolArray, IntArray, Tables


@dataclass(frozen=True, slots=True)
class Trials:
    """Stays that might be added to a plan, and which rules forbid each.

    ``against`` has shape (rules, columns), in the order of ``RULES``.
    """

    columns: Columns
    against: BoolArray

    def duty(self, number: int) -> Duty:
        """A stay as a duty."""
        columns, problem = self.columns, self.columns.tables.problem
        return Duty(
            person=problem.people[int(columns.person[number])].id,
            post=problem.posts[int(columns.post[number])].id,
            start=int(columns.start[number]),
            end=int(columns.end[number]),
        )

    def rules(self, number: int) -> list[str]:
        """Codes of the rules that forbid a stay."""
        return [RULES[rule].code for rule in np.flatnonzero(self.against[:, number])]


def pairs_of(tables: Tables, post: str, people: Sequence[str]) -> Pairs:
    """The post with each of these people, whether or not they fit."""
    problem, number = tables.problem, tables.post_number[post]
    accepted = problem.post(post).specialties
    fits = [
        max((accepted.get(known, -1) for known in problem.person(id).specialties), default=-1)
        for id in people
    ]
    return Pairs(
        tables,
        np.full(len(people), number, dtype=np.int64),
        np.array([tables.person_number[id] for id in people], dtype=np.int64),
        np.array(fits, dtype=np.int64),
    )


def refusals(pairs: Pairs) -> BoolArray:
    """Which rules refuse each pair outright, shape (rules, pairs)."""
    return np.array([~rule.admits(pairs) for rule in RULES], dtype=np.bool_)


def stays(pairs: Pairs, spans: Sequence[tuple[int, int]] | None = None) -> Columns:
    """Every allowed stay of the pairs, or just the given periods."""
    if spans is None:
        return unfold(pairs)
    pair = np.repeat(np.arange(len(pairs)), len(spans))
    times = np.tile(np.array(spans, dtype=np.int64).reshape(-1, 2), (len(pairs), 1))
    return Columns(pairs, pair, times[:, 0], times[:, 1])


def trials(columns: Columns, plan: Plan) -> Trials:
    """Ask every rule about each stay, one at a time on top of the plan."""
    together = _with_plan(columns, plan)
    n_planned = len(plan.duties)
    outright = refusals(columns.pairs)[:, columns.pair]
    against = np.array([~rule.allows(columns) for rule in RULES], dtype=np.bool_) | outright
    for number, rule in enumerate(RULES):
        for rows in rule.rows(together):
            matrix = sparse.csc_matrix(
                (rows.weight, (rows.row, rows.column)), shape=(len(rows), len(together))
            )
            used = np.asarray(matrix[:, :n_planned].sum(axis=1)).ravel()
            added = matrix[:, n_planned:].tocoo()
            over = added.data > (rows.upper - used)[added.row]
            against[number, added.col[over]] = True
    return Trials(columns, against)


def _with_plan(columns: Columns, plan: Plan) -> Columns:
    """The plan's duties first, then the columns, over one set of pairs."""
    tables, pairs, n_planned = columns.tables, columns.pairs, len(plan.duties)

    def whole(values: list[int]) -> IntArray:
        return np.array(values, dtype=np.int64)

    planned_post = whole([tables.post_number[d.post] for d in plan.duties])
    planned_person = whole([tables.person_number[d.person] for d in plan.duties])
    joined = Pairs(
        tables,
        np.concatenate([planned_post, pairs.post]),
        np.concatenate([planned_person, pairs.person]),
        np.concatenate([np.zeros(n_planned, dtype=np.int64), pairs.fit]),
    )
    return Columns(
        joined,
        np.concatenate([np.arange(n_planned), columns.pair + n_planned]),
        np.concatenate([whole([d.start for d in plan.duties]), columns.start]),
        np.concatenate([whole([d.end for d in plan.duties]), columns.end]),
    )


def open_periods(problem: Problem, plan: Plan, post: str) -> list[int]:
    """Periods of a post's term with fewer people than its headcount."""
    term, headcount = problem.term(problem.post(post)), problem.post(post).headcount
    mine = [duty for duty in plan.duties if duty.post == post]
    return [
        period
        for period in range(term.start, term.end)
        if sum(duty.start <= period < duty.end for duty in mine) < headcount
    ]

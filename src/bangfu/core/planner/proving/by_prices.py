"""Certificates for large problems: prices alone, goal by goal, from sweeps over all stays."""

from collections.abc import Callable

import numpy as np

from bangfu.core.planner.certificate import (
    Certificate,
    Leaf,
    LevelProof,
    PartProof,
    Price,
    Row,
    certified,
)
from bangfu.core.planner.columns import Columns
from bangfu.core.planner.engines.ascent import ascended
from bangfu.core.planner.engines.priced import level_weights, proving_weights
from bangfu.core.planner.engines.relaxation import Relaxation
from bangfu.core.planner.ground import Ground, Sides
from bangfu.core.planner.grounding import ground_of
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.proof import bounded
from bangfu.core.planner.rules import RULES
from bangfu.core.planner.rules.tier_quota import TierQuota
from bangfu.core.planner.tables import TIERS, FloatArray, IntArray
from bangfu.core.planner.tally import tally

SWEEPS = 300
"""Price updates for all goals together, and again for each."""

WITHOUT_PRICE = ("one_seat",)
"""Rules whose rows bear no price in a certificate: they rarely bind, and a bound does without."""


def certify_by_prices(
    problem: Problem,
    plan: Plan,
    columns: Columns,
    *,
    keep: Plan | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Certificate:
    """A certificate of one case per goal; ``columns`` are all stays that the rules leave.

    ``stopped`` is asked now and then; after it says so prices are taken as they are.
    """
    ground = ground_of(columns, keep)
    relaxation, weights = Relaxation(ground, threads=2), level_weights(ground)
    value = np.array([level for _, level in tally(problem, plan, keep).levels]) - ground.offset
    value[0] += ground.unmet
    names = _Names(problem, ground)
    prices = np.zeros(len(relaxation.upper))

    def better(weights: IntArray, prices: FloatArray) -> FloatArray:
        reached = float(weights @ value)
        return ascended(
            relaxation, weights, prices, reached=reached, sweeps=SWEEPS, stopped=stopped
        ).prices

    prices = better(weights, prices)
    levels = []
    for goal, name in enumerate(ground.names):
        if weights[goal]:
            mine = proving_weights(weights, goal)
            found = better(mine, prices / weights[goal])
            found[names.without_price] = 0.0
            _, parts, whole = relaxation.certified(mine, found)
            leaf = Leaf(
                weights={
                    ground.names[g]: int(weight) * parts for g, weight in enumerate(mine) if weight
                },
                prices=names.priced(whole),
            )
        else:
            leaf = Leaf(weights={name: 1})
        levels.append(LevelProof(goal=name, bound=0, parts=(PartProof(bound=0, proof=leaf),)))
    return certified(problem, plan, bounded(problem, plan, tuple(levels), keep))


class _Names:
    """What the rows of a ground are called in a certificate."""

    def __init__(self, problem: Problem, ground: Ground) -> None:
        self._problem, self._ground = problem, ground
        self._tiers = list(TierQuota.entities(problem))
        codes = np.array([rule.code for rule in RULES])
        periods = ground.periods
        rule = np.concatenate([ground.total.rule, np.repeat(ground.timed.rule, periods)])
        self.without_price: IntArray = np.flatnonzero(np.isin(codes[rule], WITHOUT_PRICE))

    def priced(self, prices: IntArray) -> tuple[Price, ...]:
        """The prices that are not 0, each with its row; ``prices`` as those of a relaxation."""
        total, timed = self._ground.total, self._ground.timed
        count, periods = len(total.upper), self._ground.periods
        found = []
        for number in np.flatnonzero(prices).tolist():
            if number < count:
                found.append(self._price(total, number, None, int(prices[number])))
            else:
                row, period = divmod(number - count, periods)
                found.append(self._price(timed, row, period, int(prices[number])))
        return tuple(found)

    def _price(self, sides: Sides, row: int, period: int | None, price: int) -> Price:
        code, entity = RULES[sides.rule[row]].code, int(sides.entity[row])
        rule: Row = code
        return Price(rule=rule, of=self._of(code, entity), period=period, price=price)

    def _of(self, code: str, entity: int) -> tuple[str, ...]:
        problem = self._problem
        match code:
            case "one_place" | "burden_cap":
                return (problem.people[entity].id,)
            case "department_minimum":
                return (problem.departments[entity].id,)
            case "hospital_quota":
                return (problem.hospitals[entity].id,)
            case "person_times":
                return (problem.programmes[entity].id,)
            case "tier_quota":
                programme, tier = self._tiers[entity]
                return (problem.programmes[programme].id, TIERS[tier])
        raise ValueError(f"rows of {code} bear no price")

"""What the rows of a ground are called in a certificate, and proofs of its goals in those names."""

from collections.abc import Sequence

import numpy as np

from bangfu.core.planner.certificate import Leaf, LevelProof, PartProof, Price, Row
from bangfu.core.planner.engines.outcome import Proof
from bangfu.core.planner.ground import Ground, Sides
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.rules import RULES
from bangfu.core.planner.rules.tier_quota import TierQuota
from bangfu.core.planner.tables import TIERS, IntArray

WITHOUT_PRICE = ("one_seat",)
"""Rules whose rows bear no price in a certificate: they rarely bind, and a bound does without."""


def levels_of(problem: Problem, ground: Ground, proofs: Sequence[Proof]) -> tuple[LevelProof, ...]:
    """One case per goal; bounds are left for the verifier to compute."""
    names, by_goal = Names(problem, ground), {proof.goal: proof for proof in proofs}
    levels = []
    for goal, name in enumerate(ground.names):
        leaf = Leaf(weights={name: 1})
        if goal in by_goal:
            proof = by_goal[goal]
            counted = np.flatnonzero(proof.weights)
            weights = {ground.names[g]: int(proof.weights[g]) for g in counted}
            leaf = Leaf(weights=weights, prices=names.priced(proof.prices))
        levels.append(LevelProof(goal=name, bound=0, parts=(PartProof(bound=0, proof=leaf),)))
    return tuple(levels)


class Names:
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
        for number in np.setdiff1d(np.flatnonzero(prices), self.without_price).tolist():
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

"""Exactly so many from hospitals of each level, as a programme's notice says."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, always
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import NONE, TIERS
from bangfu.core.planner.wording import TIER_ZH

from .rule import Rule


class TierQuota(Rule):
    """Person-times of a programme from hospitals of a named tier are exactly the number named."""

    code = "tier_quota"

    @staticmethod
    def entities(problem: Problem) -> dict[tuple[int, int], int]:
        """Programme and tier, by number, of every entity, with the count its notice names."""
        return {
            (number, TIERS.index(tier)): count
            for number, programme in enumerate(problem.programmes)
            for tier, count in programme.tiers.items()
        }

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per programme and tier named: its stays, exactly so many."""
        tables = pairs.tables
        exact = self.entities(tables.problem)
        if not exact:
            return
        number = np.full((len(tables.problem.programmes), len(TIERS)), NONE)
        for place, key in enumerate(exact):
            number[key] = place
        programme = tables.programme[pairs.post]
        tier = tables.hospital_tier[pairs.sender]
        entity = np.where(programme == NONE, NONE, number[programme, tier])
        count = np.array(list(exact.values()), dtype=np.int64)
        one = np.ones(len(pairs), dtype=np.int64)
        yield Capacity(self.code, entity, one, always(count), count)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each programme and tier whose number is not met exactly."""
        for programme in problem.programmes:
            tiers = Counter(
                problem.hospital(problem.person(duty.person).hospital).tier
                for duty in plan.duties
                if problem.post(duty.post).programme == programme.id
            )
            label = problem.label("programme", programme.id)
            for tier, count in programme.tiers.items():
                if tiers[tier] != count:
                    yield Violation(
                        f"“{label}”应从{TIER_ZH[tier]}选派{count}人次，方案为{tiers[tier]}人次。",
                        f"“{label}” takes exactly {count} from {tier} hospitals; "
                        f"the plan has {tiers[tier]}.",
                        rule=self.code,
                        short=tiers[tier] < count,
                    )

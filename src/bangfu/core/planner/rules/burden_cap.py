"""No person is asked for more than a fair share within one plan."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, always, unbounded
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Burden, Problem
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import NONE, VISITING

from .rule import Rule


class BurdenCap(Rule):
    """Each duty weighs something (full time more than a clinic); a person's sum is capped."""

    code = "burden_cap"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per person: weight of duties over the whole plan."""
        tables = pairs.tables
        problem = tables.problem
        burden = problem.burden or Burden()
        default = UNLIMITED if problem.burden is None else burden.cap
        caps = [default if p.burden_cap is None else p.burden_cap for p in problem.people]
        visiting = tables.form[pairs.post] == VISITING
        weight = np.where(visiting, burden.visiting, burden.full_time)
        person = np.where(weight > 0, pairs.person, NONE)
        upper = always(np.array(caps, dtype=np.int64))
        yield Capacity(self.code, person, weight, upper, unbounded(len(caps)))

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each person above the cap."""
        scale = problem.burden or Burden()
        carried: Counter[str] = Counter()
        for duty in plan.duties:
            is_visit = problem.post(duty.post).form == "visiting"
            carried[duty.person] += scale.visiting if is_visit else scale.full_time
        for id, weight in carried.items():
            own = problem.person(id).burden_cap
            cap = own if own is not None else problem.burden.cap if problem.burden else None
            if cap is not None and weight > cap:
                name = problem.label("person", id)
                yield Violation(
                    f"{name}的派驻负担合计{weight}，超过上限{cap}。",
                    f"{name}'s duties weigh {weight} in all; the cap is {cap}.",
                    rule=self.code,
                )

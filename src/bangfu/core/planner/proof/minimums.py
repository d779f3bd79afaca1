"""Rules with a minimum: what the plan lacks, and to which part each of them belongs.

A unit short is a loss of the goal ``rules``. It is counted in a part only where all stays that
could mend it are that part's; elsewhere it is left out, which never makes a bound too small.
"""

from collections import Counter

import numpy as np

from bangfu.core.planner.certificate import Price
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem

from .staff import FORM_ORDER, TIER_ORDER
from .stays import Block, Enumeration

Key = tuple[str, tuple[str, ...]]
"""A row with a lower side: its rule and what it is of."""


def key_of(price: Price) -> Key:
    """The row that a price stands on."""
    return price.rule, price.of


class Minimums:
    """All rows with a lower side, what a plan lacks of each, and which groups of posts serve it."""

    def __init__(self, over: Enumeration, plan: Plan) -> None:
        self.over = over
        self.lacking = _lacking(over.problem, plan)
        self._groups: dict[Key, set[int]] = {key: set() for key in self.lacking}

    def see(self, group: int, block: Block) -> None:
        """Note which rows the block's stays could serve."""
        if not self._groups or not len(block):
            return
        staff, problem, post = self.over.staff, self.over.problem, block.post
        forms = len(FORM_ORDER)
        for code in np.unique(staff.hospital[block.person] * forms + self.over.form[post]).tolist():
            hospital = problem.hospitals[code // forms]
            if hospital.quota and FORM_ORDER[code % forms] in hospital.quota.forms:
                self._served(("hospital_quota", (hospital.id,)), group)
        tiers = len(TIER_ORDER)
        for code in np.unique(post * tiers + staff.tier[block.person]).tolist():
            if (programme := problem.posts[code // tiers].programme) is not None:
                self._served(("person_times", (programme,)), group)
                self._served(("tier_quota", (programme, TIER_ORDER[code % tiers])), group)

    def _served(self, key: Key, group: int) -> None:
        if key in self._groups:
            self._groups[key].add(group)

    def owner(self, key: Key, part_of: list[int]) -> int | None:
        """The part that has all of a row's stays; the first where there are none at all.

        ``part_of``: the part of each group.
        """
        parts = {part_of[group] for group in self._groups[key]}
        return None if len(parts) > 1 else next(iter(parts), 0)


def _lacking(problem: Problem, plan: Plan) -> dict[Key, int]:
    """Units by which the plan falls short of each lower side."""
    sent: Counter[tuple[str, str]] = Counter()
    tiers: Counter[tuple[str | None, str]] = Counter()
    times: Counter[str | None] = Counter()
    for duty in plan.duties:
        post, home = problem.post(duty.post), problem.person(duty.person).hospital
        sent[home, post.form] += 1
        tiers[post.programme, problem.hospital(home).tier] += 1
        times[post.programme] += 1
    found: dict[Key, int] = {}
    for hospital in problem.hospitals:
        if hospital.quota is not None and hospital.quota.lower:
            have = sum(sent[hospital.id, form] for form in hospital.quota.forms)
            found["hospital_quota", (hospital.id,)] = max(0, hospital.quota.lower - have)
    for programme in problem.programmes:
        for tier, count in programme.tiers.items():
            lack = max(0, count - tiers[programme.id, tier])
            found["tier_quota", (programme.id, tier)] = lack
        lack = max(0, programme.person_times - times[programme.id])
        found["person_times", (programme.id,)] = lack
    return found

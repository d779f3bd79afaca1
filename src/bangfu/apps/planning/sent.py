"""What of a programme's quotas is met before a plan begins: people posted, and names in talks.

A programme that sends exactly nine from one level and five from another sends the fourteen once,
however often the plan is made again for those who are left.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.planner import Tier

from .facts import Facts

TIERS: dict[int, Tier] = {3: "tertiary", 2: "secondary"}


@dataclass(frozen=True, slots=True)
class Sent:
    """Person-times sent already: in all, by tier, and by home unit, by its key."""

    in_all: int
    by_tier: Mapping[Tier, int]
    by_home: Mapping[int, int]

    def rest_of_tiers(self, tiers: Mapping[Tier, int]) -> dict[Tier, int]:
        """So many of each tier are still to be sent."""
        return {tier: max(0, count - self.by_tier[tier]) for tier, count in tiers.items()}

    def rest_of_times(self, times: int) -> int:
        """So many person-times are still to be sent."""
        return max(0, times - self.in_all)

    def rest_of(self, home: Institution, quota: tuple[int, int | None]) -> tuple[int, int | None]:
        """Fewest and most that a home unit is still to send."""
        (lower, upper), sent = quota, self.by_home[home.pk]
        return max(0, lower - sent), None if upper is None else max(0, upper - sent)


def tier_of(home: Institution) -> Tier:
    """The level of a hospital as the planner names it."""
    return TIERS.get(home.level, "primary")


def sent_for(facts: Facts) -> Sent:
    """Who is sent for the needs that the plan is about; somebody replaced counts once."""
    needs = {need.pk for need in facts.needs}
    held = [one for one in facts.held if one.need_id in needs]
    relieved = {one.predecessor_id for one in held if isinstance(one, Posting)}
    counted = [
        one.home
        for one in held
        if not (isinstance(one, Posting) and one.ended_early_on and one.pk in relieved)
    ]
    return Sent(
        in_all=len(counted),
        by_tier=Counter(tier_of(home) for home in counted),
        by_home=Counter(home.pk for home in counted),
    )

"""What stays share: places, people's time, departments' presence, quotas.

A capacity is stated once, by person-post pair and by time, and never over all stays: a large part
keeps it so, a small one spells it out as rows (``model.py``).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .rows import UNLIMITED
from .tables import IntArray

During = Literal["service", "absence", "duty"]
"""Which periods of a stay take from a capacity: those served; those away from home, from arrival
on; those in which the person is taken, rest included."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Stays of a pair take ``weight`` units of the pair's ``entity``, within lower and upper sides.

    ``entity`` and ``weight`` have shape (pairs,), -1 where a pair takes nothing. With ``during`` a
    unit is taken in each of those periods and ``upper`` has shape (entities, periods); without,
    once per stay, and ``upper`` has shape (entities, 1). ``lower`` has shape (entities,): only
    capacities over the whole plan have one. An upper side is never broken; falling short of a
    lower side is counted as a broken rule.
    """

    rule: str
    entity: IntArray
    weight: IntArray
    upper: IntArray
    lower: IntArray
    during: During | None = None


def unbounded(entities: int) -> IntArray:
    """No lower side for any entity, shape (entities,)."""
    return np.full(entities, -UNLIMITED)


def always(upper: IntArray) -> IntArray:
    """The same upper side in every period, or for the whole plan: shape (entities, 1)."""
    return upper.reshape(-1, 1)

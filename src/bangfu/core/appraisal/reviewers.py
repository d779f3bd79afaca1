"""Who reviews at a level: the one appraised, its unit, the other side, or an authority above."""

from typing import TYPE_CHECKING

from bangfu.core.programmes.words import Coded

if TYPE_CHECKING:
    from .scheme import Scheme


class Reviewer(Coded):
    """On whose behalf a level of review is filled in."""

    OWN = "own", "考核对象自评", "the one appraised"
    UNIT = "unit", "所在单位", "its own unit"
    PARTNER = "partner", "受援单位", "the host"
    AUTHORITY = "authority", "主管部门", "an authority above it"


def reviewer_of(scheme: "Scheme", level: str) -> Reviewer:
    """Who reviews at a level; where a table does not say, the first is the one appraised and the
    others are authorities. A table with one level has no self-rating."""
    stated = next(one.reviewer for one in scheme.levels if one.code == level)
    if stated is not None:
        return stated
    own = level == scheme.level_codes[0] and len(scheme.levels) > 1
    return Reviewer.OWN if own else Reviewer.AUTHORITY

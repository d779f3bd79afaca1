"""All rules a plan must keep, in the order in which breaches are told."""

from .availability import Availability
from .burden_cap import BurdenCap
from .consent import Consent
from .department_minimum import DepartmentMinimum
from .forbidden import ForbiddenPair
from .headcount import Headcount
from .hospital_quota import HospitalQuota
from .never_uncovered import NeverUncovered
from .one_place import OnePlace
from .one_seat import OneSeat
from .pairing import PairingRule
from .person_times import PersonTimes
from .pinned import Pinned
from .rank_floor import RankFloor
from .rule import Rule
from .specialty import SpecialtyMatch
from .stint_shape import StintShape
from .tier_quota import TierQuota

RULES: tuple[Rule, ...] = (
    PairingRule(),
    Consent(),
    ForbiddenPair(),
    SpecialtyMatch(),
    RankFloor(),
    Availability(),
    StintShape(),
    OnePlace(),
    OneSeat(),
    Headcount(),
    NeverUncovered(),
    DepartmentMinimum(),
    HospitalQuota(),
    TierQuota(),
    PersonTimes(),
    BurdenCap(),
    Pinned(),
)

__all__ = ["RULES", "Pinned", "Rule"]

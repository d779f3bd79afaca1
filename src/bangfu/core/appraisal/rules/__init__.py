"""The kinds of rule an item may have, one module each; ``AnyRule`` is what a table may say."""

from .base import DivisionByNothing, Inputs, Marked, Meaning, Peers, Rule, Scored
from .comparisons import Growth, PeerMean
from .full_or_nothing import FullOrNothing
from .judgement import Judgement
from .per_unit import PerUnitBonus, PerUnitDeduction
from .ratio_to_target import RatioToTarget
from .threshold_gate import ThresholdGate
from .tiers import Tier, Tiers

AnyRule = (
    FullOrNothing
    | PerUnitDeduction
    | PerUnitBonus
    | RatioToTarget
    | Tiers
    | Growth
    | PeerMean
    | ThresholdGate
    | Judgement
)

KINDS: tuple[type[Rule], ...] = (
    FullOrNothing,
    PerUnitDeduction,
    PerUnitBonus,
    RatioToTarget,
    Tiers,
    Growth,
    PeerMean,
    ThresholdGate,
    Judgement,
)

__all__ = [
    "KINDS",
    "AnyRule",
    "DivisionByNothing",
    "FullOrNothing",
    "Growth",
    "Inputs",
    "Judgement",
    "Marked",
    "Meaning",
    "PeerMean",
    "Peers",
    "PerUnitBonus",
    "PerUnitDeduction",
    "RatioToTarget",
    "Rule",
    "Scored",
    "ThresholdGate",
    "Tier",
    "Tiers",
]

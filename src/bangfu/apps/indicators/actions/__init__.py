"""What changes of indicators: months filled anew, statistics entered and taken back."""

from .filling import USUAL_REASON, Filled, NoSuchMonths, refill
from .statistics import (
    NotOfThisLevel,
    PartExceedsWhole,
    StatisticOverlaps,
    StatisticWrong,
    enter_statistic,
    withdraw_statistic,
)

__all__ = [
    "USUAL_REASON",
    "Filled",
    "NoSuchMonths",
    "NotOfThisLevel",
    "PartExceedsWhole",
    "StatisticOverlaps",
    "StatisticWrong",
    "enter_statistic",
    "refill",
    "withdraw_statistic",
]

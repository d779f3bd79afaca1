"""What is kept of indicators: facts by month, snapshots, restatements, statistics reported."""

from .facts import FACT_MODELS, FactRow
from .snapshots import Filling, Level, Restatement, Snapshot, Statistic, StatisticQuerySet

__all__ = [
    "FACT_MODELS",
    "FactRow",
    "Filling",
    "Level",
    "Restatement",
    "Snapshot",
    "Statistic",
    "StatisticQuerySet",
]

"""What the ledger of work holds."""

from .keeping import Draft, LockedMonth, MonthSum, Resemblance
from .ledger import (
    Activity,
    ActivityQuerySet,
    Figure,
    GivenItem,
    Participant,
    ReferredCase,
    Revision,
)

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "Draft",
    "Figure",
    "GivenItem",
    "LockedMonth",
    "MonthSum",
    "Participant",
    "ReferredCase",
    "Resemblance",
    "Revision",
]

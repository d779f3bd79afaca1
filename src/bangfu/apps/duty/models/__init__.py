"""What is on record of duty, and what people found when they looked into it."""

from .records import (
    MANY_WEEKS_LATE,
    ClosedMonth,
    Confirmation,
    Correction,
    Leave,
    LeaveQuerySet,
    Roster,
    TypedException,
    TypedQuerySet,
)
from .review import CheckedPointer, Decision, EarlierService

__all__ = [
    "MANY_WEEKS_LATE",
    "CheckedPointer",
    "ClosedMonth",
    "Confirmation",
    "Correction",
    "Decision",
    "EarlierService",
    "Leave",
    "LeaveQuerySet",
    "Roster",
    "TypedException",
    "TypedQuerySet",
]

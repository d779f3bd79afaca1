"""Everything that changes the ledger of work."""

from .confirming import (
    MonthLocked,
    NotWaiting,
    OwnEntry,
    confirm_activities,
    return_activity,
    withdraw_activity,
)
from .doubles import AlreadySettled, note_resemblances, settle_resemblance
from .drafts import NumberTaken, discard_draft, keep_draft
from .locking import AlreadyLocked, MonthNotOver, NotLocked, lock_month, reopen_month
from .many import Checks, Entered, record_activities, refusal_of
from .recording import (
    EntryRefused,
    KeyUsed,
    KindNotKept,
    NotCorrectable,
    NotTakingPart,
    correct_activity,
    problems_of,
    record_activity,
)
from .sums import rebuild, sums_that_differ
from .work import Work

__all__ = [
    "AlreadyLocked",
    "AlreadySettled",
    "Checks",
    "Entered",
    "EntryRefused",
    "KeyUsed",
    "KindNotKept",
    "MonthLocked",
    "MonthNotOver",
    "NotCorrectable",
    "NotLocked",
    "NotTakingPart",
    "NotWaiting",
    "NumberTaken",
    "OwnEntry",
    "Work",
    "confirm_activities",
    "correct_activity",
    "discard_draft",
    "keep_draft",
    "lock_month",
    "note_resemblances",
    "problems_of",
    "rebuild",
    "record_activities",
    "record_activity",
    "refusal_of",
    "reopen_month",
    "return_activity",
    "settle_resemblance",
    "sums_that_differ",
    "withdraw_activity",
]

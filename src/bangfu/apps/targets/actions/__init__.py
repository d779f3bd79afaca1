"""Everything that changes targets: shared out, reported, explained, reviewed."""

from .explaining import (
    AlreadyTaken,
    DueTooEarly,
    NothingToExplain,
    SaysNothing,
    comment_on_lag,
    explain_lag,
    take_to_ledger,
)
from .held import NoSuchTarget
from .reporting import (
    AmountWrong,
    AnotherLevel,
    NotReported,
    OutsideWindow,
    report_figure,
    withdraw_figure,
)
from .reviewing import AlreadyKept, NothingToKeep, keep_review
from .sharing import NotABearer, PartTwice, share_target, share_within, written

__all__ = [
    "AlreadyKept",
    "AlreadyTaken",
    "AmountWrong",
    "AnotherLevel",
    "DueTooEarly",
    "NoSuchTarget",
    "NotABearer",
    "NotReported",
    "NothingToExplain",
    "NothingToKeep",
    "OutsideWindow",
    "PartTwice",
    "SaysNothing",
    "comment_on_lag",
    "explain_lag",
    "keep_review",
    "report_figure",
    "share_target",
    "share_within",
    "take_to_ledger",
    "withdraw_figure",
    "written",
]

"""What is done about postings: opened, reported, confirmed, paused, extended, ended, closed."""

from bangfu.apps.postings.admission import (
    AlreadyPosted,
    HostIsHome,
    NeedNotOpen,
    OtherSender,
    OutsideTerm,
    RankBelowFloor,
)

from .entries import event_about
from .opening import Draft, open_posting, open_postings
from .replacing import replace_posting
from .steps import (
    close_posting,
    confirm_arrival,
    extend_posting,
    hand_over_posting,
    recall_posting,
    report_arrival,
    resume_posting,
    settle_arrivals,
    suspend_posting,
)

__all__ = [
    "AlreadyPosted",
    "Draft",
    "HostIsHome",
    "NeedNotOpen",
    "OtherSender",
    "OutsideTerm",
    "RankBelowFloor",
    "close_posting",
    "confirm_arrival",
    "event_about",
    "extend_posting",
    "hand_over_posting",
    "open_posting",
    "open_postings",
    "recall_posting",
    "replace_posting",
    "report_arrival",
    "resume_posting",
    "settle_arrivals",
    "suspend_posting",
]

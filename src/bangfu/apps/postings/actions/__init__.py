"""What is done about postings: opened, reported, confirmed, paused, extended, ended, closed."""

from bangfu.apps.postings.admission import (
    AlreadyPosted,
    HostIsHome,
    NeedNotOpen,
    OtherSender,
    OutsideTerm,
    RankBelowFloor,
)
from bangfu.apps.postings.departments import DepartmentTooThin
from bangfu.apps.postings.notice import ShortNotice
from bangfu.apps.postings.offering import AlreadyOffered, NotNominated, RefusedBefore

from .appointing import appoint_offers
from .entries import event_about
from .offers import (
    NothingToAllow,
    OtherUnit,
    Proposal,
    agree_offers,
    allow_again,
    make_offers,
    substitute_offer,
    withdraw_offer,
)
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
    "AlreadyOffered",
    "AlreadyPosted",
    "DepartmentTooThin",
    "Draft",
    "HostIsHome",
    "NeedNotOpen",
    "NotNominated",
    "NothingToAllow",
    "OtherSender",
    "OtherUnit",
    "OutsideTerm",
    "Proposal",
    "RankBelowFloor",
    "RefusedBefore",
    "ShortNotice",
    "agree_offers",
    "allow_again",
    "appoint_offers",
    "close_posting",
    "confirm_arrival",
    "event_about",
    "extend_posting",
    "hand_over_posting",
    "make_offers",
    "open_posting",
    "open_postings",
    "recall_posting",
    "replace_posting",
    "report_arrival",
    "resume_posting",
    "settle_arrivals",
    "substitute_offer",
    "suspend_posting",
    "withdraw_offer",
]

"""What is done when a posting ends: lists settled and signed, evaluations, notes, closing."""

from .closing import close, close_ready
from .evaluating import (
    HasAnAccount,
    OfYourself,
    give_evaluation,
    hear_note,
    leave_note,
)
from .handing_over import (
    ListChanged,
    NoList,
    NothingSigned,
    Settled,
    SuccessorGone,
    add_item,
    arrange_handover,
    reopen_handover,
    settle_items,
)
from .signing import NotTheDayYet, SignedForTwo, finish_handover, sign_handover

__all__ = [
    "HasAnAccount",
    "ListChanged",
    "NoList",
    "NotTheDayYet",
    "NothingSigned",
    "OfYourself",
    "Settled",
    "SignedForTwo",
    "SuccessorGone",
    "add_item",
    "arrange_handover",
    "close",
    "close_ready",
    "finish_handover",
    "give_evaluation",
    "hear_note",
    "leave_note",
    "reopen_handover",
    "settle_items",
    "sign_handover",
]

"""What is done about duty: weeks confirmed, leave, rosters, corrections, months closed."""

from .confirming import (
    NobodyPosted,
    NotTyped,
    Outcome,
    confirm_week,
    withdraw_exception,
)
from .correcting import (
    AlreadyAnswered,
    AlreadyAsked,
    CorrectionEmpty,
    MonthNotOver,
    StillOpen,
    answer_correction,
    ask_correction,
    close_month,
    finish_correction,
)
from .gathering import Typed, WeekRefused
from .leaves import approve_leave, ask_leave, refuse_leave, report_back, withdraw_leave
from .rosters import Agreed, RosterConfirmed, TooManySessions, agree_roster, agree_rosters
from .substitutes import OtherUnit, SubstituteNotFree, name_substitute
from .taking_over import record_confirmations

__all__ = [
    "Agreed",
    "AlreadyAnswered",
    "AlreadyAsked",
    "CorrectionEmpty",
    "MonthNotOver",
    "NobodyPosted",
    "NotTyped",
    "OtherUnit",
    "Outcome",
    "RosterConfirmed",
    "StillOpen",
    "SubstituteNotFree",
    "TooManySessions",
    "Typed",
    "WeekRefused",
    "agree_roster",
    "agree_rosters",
    "answer_correction",
    "approve_leave",
    "ask_correction",
    "ask_leave",
    "close_month",
    "confirm_week",
    "finish_correction",
    "name_substitute",
    "record_confirmations",
    "refuse_leave",
    "report_back",
    "withdraw_exception",
    "withdraw_leave",
]

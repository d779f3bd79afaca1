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
from .earlier_service import (
    AlreadyOnRecord,
    NotOnRecord,
    ProofMissing,
    YearsImpossible,
    enter_earlier_service,
    withdraw_earlier_service,
)
from .gathering import Typed, WeekRefused
from .leaves import approve_leave, ask_leave, refuse_leave, report_back, withdraw_leave
from .reviewing import (
    AlreadyChecked,
    AlreadyDecided,
    DecisionWithdrawn,
    MeasureNotProvided,
    check_pointer,
    decide_occasion,
    withdraw_decision,
)
from .rosters import Agreed, RosterConfirmed, TooManySessions, agree_roster, agree_rosters
from .substitutes import OtherUnit, SubstituteNotFree, name_substitute
from .taking_over import record_confirmations

__all__ = [
    "Agreed",
    "AlreadyAnswered",
    "AlreadyAsked",
    "AlreadyChecked",
    "AlreadyDecided",
    "AlreadyOnRecord",
    "CorrectionEmpty",
    "DecisionWithdrawn",
    "MeasureNotProvided",
    "MonthNotOver",
    "NobodyPosted",
    "NotOnRecord",
    "NotTyped",
    "OtherUnit",
    "Outcome",
    "ProofMissing",
    "RosterConfirmed",
    "StillOpen",
    "SubstituteNotFree",
    "TooManySessions",
    "Typed",
    "WeekRefused",
    "YearsImpossible",
    "agree_roster",
    "agree_rosters",
    "answer_correction",
    "approve_leave",
    "ask_correction",
    "ask_leave",
    "check_pointer",
    "close_month",
    "confirm_week",
    "decide_occasion",
    "enter_earlier_service",
    "finish_correction",
    "name_substitute",
    "record_confirmations",
    "refuse_leave",
    "report_back",
    "withdraw_decision",
    "withdraw_earlier_service",
    "withdraw_exception",
    "withdraw_leave",
]

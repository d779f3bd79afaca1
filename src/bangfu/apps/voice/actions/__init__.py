"""What changes public requests, each with its one entry in the journal."""

from .asking import Asked, AskedTooOften, CodeEnded, NothingAsked, ask, rate, reopen
from .codes import KeyChanged, make_code, replace_code, revoke_code
from .handling import (
    DayPassed,
    Unsaid,
    accept,
    answer,
    call_back,
    extend,
    pass_on,
    refuse_request,
    restore,
    return_request,
    set_aside,
)
from .releasing import (
    AlreadyReleased,
    ApprovedAlone,
    NotAnswered,
    StillPersonal,
    approve_release,
    draft_release,
    withdraw_release,
)
from .reminding import remind, remind_all
from .reviewing import NotReviewed, ReviewedAlready, keep_review, withdraw_review
from .ties import (
    HasTask,
    need_for_request,
    problem_for_request,
    task_for_request,
    tie_to_finding,
)

__all__ = [
    "AlreadyReleased",
    "ApprovedAlone",
    "Asked",
    "AskedTooOften",
    "CodeEnded",
    "DayPassed",
    "HasTask",
    "KeyChanged",
    "NotAnswered",
    "NotReviewed",
    "NothingAsked",
    "ReviewedAlready",
    "StillPersonal",
    "Unsaid",
    "accept",
    "answer",
    "approve_release",
    "ask",
    "call_back",
    "draft_release",
    "extend",
    "keep_review",
    "make_code",
    "need_for_request",
    "pass_on",
    "problem_for_request",
    "rate",
    "refuse_request",
    "remind",
    "remind_all",
    "reopen",
    "replace_code",
    "restore",
    "return_request",
    "revoke_code",
    "set_aside",
    "task_for_request",
    "tie_to_finding",
    "withdraw_release",
    "withdraw_review",
]

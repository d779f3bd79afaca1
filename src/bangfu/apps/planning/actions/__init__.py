"""Requesting, performing, adjusting and publishing a plan."""

from .consulting import send_out
from .decisions import NotInPlan, decide, replan, swap, undo_decision
from .problems import NotFinished, NothingToPlan, as_json
from .publishing import (
    AlreadyPublished,
    AlreadySent,
    PlanBreaksRules,
    PlanOutOfDate,
    publish_run,
    reference_of,
)
from .runs import (
    Contradictory,
    fail_run,
    perform_run,
    request_run,
    request_stop,
    requeue_abandoned,
)

__all__ = [
    "AlreadyPublished",
    "AlreadySent",
    "Contradictory",
    "NotFinished",
    "NotInPlan",
    "NothingToPlan",
    "PlanBreaksRules",
    "PlanOutOfDate",
    "as_json",
    "decide",
    "fail_run",
    "perform_run",
    "publish_run",
    "reference_of",
    "replan",
    "request_run",
    "request_stop",
    "requeue_abandoned",
    "send_out",
    "swap",
    "undo_decision",
]

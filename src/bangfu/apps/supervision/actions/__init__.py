"""What is done with the ledger: opened, shown, checked, closed, handed in, and looked back at."""

from .answering import AnsweredAlready, NotRecurring, answer_period
from .closing import OwnHouse, ReopenedUndue, accept_task, ask_acceptance, look_back, return_task
from .extending import ask_extension, grant_extension, refuse_extension
from .flags import HeldAlready, NoFlag, NotInGroup, NotOverYet, hand_over_flag
from .handing_in import Explained, HandedInAlready, NothingToHandIn, hand_in_ledger
from .opening import (
    DeadlineOver,
    NobodyResponsible,
    NoTasksDefined,
    NothingToShow,
    approve_task,
    assign_task,
    cancel_task,
    open_ledger,
    open_task,
    show_ledger,
)
from .problems import DealtWith, raise_problem, settle_problem, sort_problem, task_for_problem
from .reporting import (
    CheckedAlready,
    Found,
    NothingChecked,
    PeriodNotBegun,
    check_tasks,
    report_progress,
)

__all__ = [
    "AnsweredAlready",
    "CheckedAlready",
    "DeadlineOver",
    "DealtWith",
    "Explained",
    "Found",
    "HandedInAlready",
    "HeldAlready",
    "NoFlag",
    "NoTasksDefined",
    "NobodyResponsible",
    "NotInGroup",
    "NotOverYet",
    "NotRecurring",
    "NothingChecked",
    "NothingToHandIn",
    "NothingToShow",
    "OwnHouse",
    "PeriodNotBegun",
    "ReopenedUndue",
    "accept_task",
    "answer_period",
    "approve_task",
    "ask_acceptance",
    "ask_extension",
    "assign_task",
    "cancel_task",
    "check_tasks",
    "grant_extension",
    "hand_in_ledger",
    "hand_over_flag",
    "look_back",
    "open_ledger",
    "open_task",
    "raise_problem",
    "refuse_extension",
    "report_progress",
    "return_task",
    "settle_problem",
    "show_ledger",
    "sort_problem",
    "task_for_problem",
]

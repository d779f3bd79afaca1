"""The task ledger as facts: tasks, what is put on their record, problems, accounts, the flag."""

from .ledgers import FlagHandover, HandIn, Problem
from .records import Acceptance, Answer, Check, Decision, Extension, LookBack, Report
from .tasks import Task, TaskQuerySet

__all__ = [
    "Acceptance",
    "Answer",
    "Check",
    "Decision",
    "Extension",
    "FlagHandover",
    "HandIn",
    "LookBack",
    "Problem",
    "Report",
    "Task",
    "TaskQuerySet",
]

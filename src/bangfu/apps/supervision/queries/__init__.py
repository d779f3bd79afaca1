"""Reading the ledger for somebody: their tasks, what waits, how far institutions are."""

from .progress import task_progress
from .reach import ANSWER, MANAGE, VIEW, shown_to, visible_to

__all__ = ["ANSWER", "MANAGE", "VIEW", "shown_to", "task_progress", "visible_to"]

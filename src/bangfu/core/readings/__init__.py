"""A draft from a notice, value by value: proposed, decided by a clerk, written as a definition."""

from .adding import Addable, Typed, added
from .deciding import Decided, Verdict, Written, written_definition
from .kept import Kept, KeptFact, KeptSum, kept
from .proposing import Part, Proposed, proposals
from .sorts import Sort, ValueWrong, checked_value

__all__ = [
    "Addable",
    "Decided",
    "Kept",
    "KeptFact",
    "KeptSum",
    "Part",
    "Proposed",
    "Sort",
    "Typed",
    "ValueWrong",
    "Verdict",
    "Written",
    "added",
    "checked_value",
    "kept",
    "proposals",
    "written_definition",
]

"""Reading Party branches, for somebody or for other stages."""

from .facts import MonthFacts, base_file, branches_on, facts
from .reach import CHANGE, VIEW, changeable_by, institutions_for, visible_to

__all__ = [
    "CHANGE",
    "VIEW",
    "MonthFacts",
    "base_file",
    "branches_on",
    "changeable_by",
    "facts",
    "institutions_for",
    "visible_to",
]

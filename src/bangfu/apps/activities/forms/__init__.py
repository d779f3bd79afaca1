"""What is typed when work is entered, and when an entry is sent back."""

from .answers import ReturnForm
from .correction import CorrectionForm, as_entered, lines_entered
from .entry import EntryForm, as_typed

__all__ = [
    "CorrectionForm",
    "EntryForm",
    "ReturnForm",
    "as_entered",
    "as_typed",
    "lines_entered",
]

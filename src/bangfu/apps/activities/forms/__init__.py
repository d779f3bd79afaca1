"""What is typed when work is entered, and when an entry is sent back."""

from .answers import ReturnForm
from .entry import EntryForm, as_typed

__all__ = ["EntryForm", "ReturnForm", "as_typed"]

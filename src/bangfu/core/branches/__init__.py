"""Party branches by rule: how many members one needs, its term, the papers of a year."""

from .base_file import Paper, PaperLine, is_complete, lines, shipped_papers
from .rules import (
    Standing,
    election_due_since,
    has_committee,
    is_counted_lately,
    is_due_for_election,
    nearest_first,
    standing_of,
    term_ends,
)
from .settings import Settings, shipped

__all__ = [
    "Paper",
    "PaperLine",
    "Settings",
    "Standing",
    "election_due_since",
    "has_committee",
    "is_complete",
    "is_counted_lately",
    "is_due_for_election",
    "lines",
    "nearest_first",
    "shipped",
    "shipped_papers",
    "standing_of",
    "term_ends",
]

"""Reading how postings end: their lives, hand-overs, evaluations, what is due."""

from .due import Due, due_of
from .lives import evaluated_sides, life_of, lives_of
from .reach import HEAR, VIEW, standing_of, visible_to

__all__ = [
    "HEAR",
    "VIEW",
    "Due",
    "due_of",
    "evaluated_sides",
    "life_of",
    "lives_of",
    "standing_of",
    "visible_to",
]

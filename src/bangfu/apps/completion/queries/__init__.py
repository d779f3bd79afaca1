"""Reading how postings end: their lives, hand-overs, evaluations, what is due."""

from .lives import life_of, lives_of

__all__ = ["life_of", "lives_of"]

"""Reading duty: which postings somebody may look at, and what their pages show."""

from .reach import changeable_by_host, own_of, sent_by, visible_to

__all__ = ["changeable_by_host", "own_of", "sent_by", "visible_to"]

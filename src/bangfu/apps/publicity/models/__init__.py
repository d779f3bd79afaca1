"""What is written for the public: lists and notices, stories."""

from .lists import PublicList
from .publications import Publication, PublicationQuerySet
from .stories import Story

__all__ = ["PublicList", "Publication", "PublicationQuerySet", "Story"]

"""What changes what the public reads, each with its one entry in the journal."""

from .lists import ListEmpty, revise_list, write_list
from .releasing import (
    NotConsented,
    NotReleasable,
    PersonalInside,
    ReleasedAlone,
    TermMissing,
    Unsaid,
    release,
    withdraw,
)
from .stories import revise_story, write_story

__all__ = [
    "ListEmpty",
    "NotConsented",
    "NotReleasable",
    "PersonalInside",
    "ReleasedAlone",
    "TermMissing",
    "Unsaid",
    "release",
    "revise_list",
    "revise_story",
    "withdraw",
    "write_list",
    "write_story",
]

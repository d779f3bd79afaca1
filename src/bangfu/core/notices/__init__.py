"""Reads a notice: cleaned without loss of place, its facts found, a programme drafted from them."""

from .decoding import UnreadableNotice
from .drafting import Draft, Field
from .facts import Fact
from .lines import Dropped
from .reading import Reading, read_notice, read_text
from .traced import Repair

__all__ = [
    "Draft",
    "Dropped",
    "Fact",
    "Field",
    "Reading",
    "Repair",
    "UnreadableNotice",
    "read_notice",
    "read_text",
]

"""Reads a notice: cleaned without loss of place, its facts found, a programme drafted from them."""

from .decoding import UnreadableNotice
from .drafting import Draft, Field
from .facts import Fact
from .lines import Dropped
from .reading import Reading, read_notice, read_text
from .second_reader import AnswerNotUnderstood, NoticeTooLong, SecondReading, answered, question
from .traced import Repair

__all__ = [
    "AnswerNotUnderstood",
    "Draft",
    "Dropped",
    "Fact",
    "Field",
    "NoticeTooLong",
    "Reading",
    "Repair",
    "SecondReading",
    "UnreadableNotice",
    "answered",
    "question",
    "read_notice",
    "read_text",
]

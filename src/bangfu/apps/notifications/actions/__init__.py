"""What is noticed, where people want to hear of it, and the telling."""

from .looking import Found, look, look_at_everybody, see
from .sending import send_digests
from .ways import (
    CodeWrong,
    NotOffered,
    TooManyWays,
    add_way,
    confirm_way,
    end_way,
)

__all__ = [
    "CodeWrong",
    "Found",
    "NotOffered",
    "TooManyWays",
    "add_way",
    "confirm_way",
    "end_way",
    "look",
    "look_at_everybody",
    "see",
    "send_digests",
]

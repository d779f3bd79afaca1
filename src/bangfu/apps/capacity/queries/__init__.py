"""Reading what stays behind, for somebody."""

from .due import waiting
from .facts import alone, alone_rows, built, not_independent
from .reach import CHANGE, VERIFY, VIEW, changeable_by, side_of, verifiable_by, visible_to

__all__ = [
    "CHANGE",
    "VERIFY",
    "VIEW",
    "alone",
    "alone_rows",
    "built",
    "changeable_by",
    "not_independent",
    "side_of",
    "verifiable_by",
    "visible_to",
    "waiting",
]

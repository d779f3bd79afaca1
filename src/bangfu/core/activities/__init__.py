"""What an entry of the ledger may say, who confirms it, and what makes two look alike."""

from .amounts import NotAnAmount, WrongUnit, amount_of
from .entry import Entry, Problem, Surroundings, months_touched, problems
from .lines import CaseLine, GivenLine, Line, line_problems
from .resemblance import Noted, Repeated, may_be_same, repeated
from .sides import Side, confirming

__all__ = [
    "CaseLine",
    "Entry",
    "GivenLine",
    "Line",
    "NotAnAmount",
    "Noted",
    "Problem",
    "Repeated",
    "Side",
    "Surroundings",
    "WrongUnit",
    "amount_of",
    "confirming",
    "line_problems",
    "may_be_same",
    "months_touched",
    "problems",
    "repeated",
]

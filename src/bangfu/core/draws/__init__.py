"""Draws of lots by commit and reveal: nobody can steer one, everybody can replay it."""

from .drawing import Committed, Drawn, commit, draw, fresh_seed, record_of
from .listing import DrawList, Exclusion, ListRefused, Participant, Stratum, Subject
from .verifying import Fault, verify

__all__ = [
    "Committed",
    "DrawList",
    "Drawn",
    "Exclusion",
    "Fault",
    "ListRefused",
    "Participant",
    "Stratum",
    "Subject",
    "commit",
    "draw",
    "fresh_seed",
    "record_of",
    "verify",
]

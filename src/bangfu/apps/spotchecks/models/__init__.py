"""Draws, checks, what they found, and what became of it."""

from .checks import Check, CheckQuerySet, Presence, Seat
from .draws import Draw, DrawQuerySet, Subjects, Tie
from .findings import Finding, FindingQuerySet, FindingStep, Penalty

__all__ = [
    "Check",
    "CheckQuerySet",
    "Draw",
    "DrawQuerySet",
    "Finding",
    "FindingQuerySet",
    "FindingStep",
    "Penalty",
    "Presence",
    "Seat",
    "Subjects",
    "Tie",
]

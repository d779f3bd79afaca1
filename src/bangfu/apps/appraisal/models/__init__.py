"""What is kept of appraisals: score tables, rounds, sheets, results."""

from .figures import ReportedFigure
from .marks import Closing, Exemption, Mark, Statement, VetoFact
from .results import Improvement, Objection, Recheck, Release, Result, Use
from .rounds import Figure, FrozenRound, Round, Subject
from .schemes import Edition, Scheme

__all__ = [
    "Closing",
    "Edition",
    "Exemption",
    "Figure",
    "FrozenRound",
    "Improvement",
    "Mark",
    "Objection",
    "Recheck",
    "Release",
    "ReportedFigure",
    "Result",
    "Round",
    "Scheme",
    "Statement",
    "Subject",
    "Use",
    "VetoFact",
]

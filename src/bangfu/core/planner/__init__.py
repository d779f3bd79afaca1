"""From a problem to a plan: types, exact solvers, the independent checker, and reasons."""

from .check import check
from .contradictions import ContradictoryProblem, MalformedProblem, contradictions
from .horizon import Horizon, Span
from .moves import moves
from .plan import Claims, Contradiction, Level, Move, Plan, Sentence, Violation
from .problem import (
    Burden,
    Department,
    Duty,
    Forbidden,
    Form,
    Goal,
    Hospital,
    Host,
    Leave,
    Pairing,
    Person,
    Post,
    Problem,
    Programme,
    Quota,
    Stints,
    Tier,
    Weights,
)
from .reason import AssignmentReason, Blocker, EmptyReason, Fix, RunnerUp, WhyNot
from .reasons import reasons_for, why_not
from .result import Gap, Progress, Result, Seconds, Stop
from .solve import solve
from .vacancies import why_empty

__all__ = [
    "AssignmentReason",
    "Blocker",
    "Burden",
    "Claims",
    "Contradiction",
    "ContradictoryProblem",
    "Department",
    "Duty",
    "EmptyReason",
    "Fix",
    "Forbidden",
    "Form",
    "Gap",
    "Goal",
    "Horizon",
    "Hospital",
    "Host",
    "Leave",
    "Level",
    "MalformedProblem",
    "Move",
    "Pairing",
    "Person",
    "Plan",
    "Post",
    "Problem",
    "Programme",
    "Progress",
    "Quota",
    "Result",
    "RunnerUp",
    "Seconds",
    "Sentence",
    "Span",
    "Stints",
    "Stop",
    "Tier",
    "Violation",
    "Weights",
    "WhyNot",
    "check",
    "contradictions",
    "moves",
    "reasons_for",
    "solve",
    "why_empty",
    "why_not",
]

"""From a problem to a plan: types, exact solvers, the independent checker, and reasons."""

from .changes import (
    settled,
    with_posts,
    with_shorter_availability,
    without_people,
    without_posts,
)
from .check import check
from .comparison import Comparison, compare
from .comparison_wording import comparison_told
from .contradictions import ContradictoryProblem, MalformedProblem, contradictions
from .explainer import Explainer, reasons_for, why_empty, why_not
from .horizon import Horizon, Span
from .moves import Move, Revision, moves, revision
from .plan import Claims, Contradiction, Level, Plan, Sentence, Violation
from .price import Price
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
from .reason import (
    AssignmentReason,
    Blocker,
    EmptyReason,
    Fix,
    Presence,
    RunnerUp,
    Vacancy,
    WhyNot,
)
from .result import Gap, Progress, Result, Seconds, Stop
from .solve import solve

__all__ = [
    "AssignmentReason",
    "Blocker",
    "Burden",
    "Claims",
    "Comparison",
    "Contradiction",
    "ContradictoryProblem",
    "Department",
    "Duty",
    "EmptyReason",
    "Explainer",
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
    "Presence",
    "Price",
    "Problem",
    "Programme",
    "Progress",
    "Quota",
    "Result",
    "Revision",
    "RunnerUp",
    "Seconds",
    "Sentence",
    "Span",
    "Stints",
    "Stop",
    "Tier",
    "Vacancy",
    "Violation",
    "Weights",
    "WhyNot",
    "check",
    "compare",
    "comparison_told",
    "contradictions",
    "moves",
    "reasons_for",
    "revision",
    "settled",
    "solve",
    "why_empty",
    "why_not",
    "with_posts",
    "with_shorter_availability",
    "without_people",
    "without_posts",
]

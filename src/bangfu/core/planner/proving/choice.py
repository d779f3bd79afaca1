"""Which way a certificate is made: by cases, or for many stays by prices alone."""

from collections.abc import Callable

from bangfu.core.planner.allowed import allowed
from bangfu.core.planner.certificate import Certificate, LevelProof
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem

from .by_prices import certified_by, certify_by_prices
from .certify import MOST_CASES
from .certify import certify as certify_by_cases

MOST_COLUMNS = 100_000
"""Problems with more stays are certified by prices alone."""


def certify(
    problem: Problem,
    plan: Plan,
    *,
    keep: Plan | None = None,
    proofs: tuple[LevelProof, ...] = (),
    most_cases: int = MOST_CASES,
    stopped: Callable[[], bool] = lambda: False,
) -> Certificate:
    """A certificate of a plan that keeps every rule but minimums, as tight as its size allows.

    With ``keep`` the stability goal is certified, too. ``proofs`` are those of the search itself,
    if it had any: they are taken as they are. ``stopped`` is asked now and then; after it
    says so the bounds stay as they are.
    """
    if proofs:
        return certified_by(problem, plan, proofs, keep)
    columns = allowed(problem)
    if len(columns) > MOST_COLUMNS:
        return certify_by_prices(problem, plan, columns, keep=keep, stopped=stopped)
    return certify_by_cases(problem, plan, keep=keep, most_cases=most_cases, stopped=stopped)

"""A result that claims nothing but what the verifier finds."""

from collections.abc import Callable

from msgspec import structs

from bangfu.core.planner.certificate import Certificate
from bangfu.core.planner.plan import Level, Plan, claims_of
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.proof import verify
from bangfu.core.planner.result import Result

from .choice import certify

CERTIFYING_SECONDS = 120.0
"""After so long, or the seconds given for the search, a certificate holds the bounds it has."""
SHOWING_SECONDS = 5.0
"""As long for bounds that are only shown."""


def verified(
    problem: Problem,
    result: Result,
    *,
    keep: Plan | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Result, Certificate]:
    """The result with verified values, bounds and gap, and the certificate that proves them.

    ``keep`` is what the search was given; ``stopped`` is asked now and then, and ends the making of
    the certificate with the bounds there are. The status stays that of the search: a finished
    integer programme knows a plan to be the best even where cases do not suffice to show it.
    """
    plan = Plan(duties=result.plan.duties)
    certificate = certify(problem, plan, keep=keep, proofs=result.proofs, stopped=stopped)
    verdict = verify(problem, plan, certificate, keep)
    if verdict.faults or verdict.gap is None:
        raise RuntimeError(f"solver and verifier disagree: {verdict.faults[0].en}")
    levels = tuple(
        Level(goal=level.goal, value=level.value, bound=level.bound)
        for level in verdict.levels
        if level.bound is not None
    )
    claims = claims_of(
        levels, covered=result.covered, required=result.required, status=result.status
    )
    shown = structs.replace(
        result,
        plan=Plan(duties=plan.duties, claims=claims),
        claims=claims,
        proofs=certificate.levels,
    )
    return shown, certificate

"""What exactly stands against one stay: each rule's own words, and the duties in the way."""

from collections.abc import Collection, Iterable

from msgspec import structs

from .phrases import blocker
from .plan import Plan, Sentence
from .problem import Duty
from .reason import Blocker
from .rules import RULES
from .standing import Standing

RULE = {rule.code: rule for rule in RULES}


def hindrances(
    standing: Standing, stay: Duty, codes: Iterable[str], *, without: Collection[Duty] = ()
) -> tuple[Blocker, ...]:
    """Each of these rules as it would be broken by a stay on top of the plan.

    ``without`` are duties of the plan that are struck beforehand.
    """
    return tuple(_hindrance(standing, stay, code, without) for code in codes)


def _hindrance(standing: Standing, stay: Duty, code: str, without: Collection[Duty]) -> Blocker:
    known = blocker(code, who=(stay.person,))
    others = [duty for duty in standing.others(stay, code) if duty not in without]
    breaches = [
        breach
        for breach in RULE[code].violations(Plan(duties=(*others, stay)), standing.problem)
        if not breach.short
    ]
    detail = Sentence(breaches[0].zh, breaches[0].en) if breaches else None
    duties = tuple(duty for duty in standing.in_the_way(stay, code) if duty not in without)
    return structs.replace(known, detail=detail, duties=duties)


def told(blockers: Iterable[Blocker]) -> Sentence:
    """Several blockers as one clause: details where there are any, else the rules' phrases."""
    details = [found.detail or found for found in blockers]
    return Sentence(
        "；".join(detail.zh.rstrip("。") for detail in details),
        "; ".join(detail.en.rstrip(".") for detail in details),
    )

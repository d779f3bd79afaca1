"""A certificate: prices in whole numbers from which anybody can compute how good a plan can get.

For every goal in order it splits the posts into parts, and the plans of a part into cases, until
prices settle each case. A case (a ``Leaf``) says: for all plans in it,

    Σ weight·goal ≤ T = Σ price·side + Σ branch price·branch side + Σ over posts headcount·best path

where the best path is a post's best succession of stays, each worth its weighted goals less the
prices of the capacities it uses. Together with what the plan reaches on the earlier goals this
bounds the goal at hand. ``proof.verify`` computes all of it again; nothing here is believed.

Why each inequality holds. A capacity's unused rest is never negative on its upper side, so a
positive price only adds. A unit short of a lower side costs ``weights["rules"]``, so a negative
price down to that size only adds, too, provided that all stays counted by the row belong to the
part. A pinned duty is in every plan, so its price may have either sign. Within a case, so may the
branch's. A cut adds up capacities, divides, and rounds down: as stays are chosen whole or not at
all, no plan breaks the rounded sum.

A level's parts are unions of the parts of the level before: only then does a plan that reaches an
earlier, proven goal in all reach it in every part.
"""

from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from .plan import Plan, in_order
from .problem import Problem

Whole = Annotated[int, Meta(ge=-(2**62), le=2**62)]
Positive = Annotated[int, Meta(ge=1, le=2**62)]
Period = Annotated[int, Meta(ge=0, le=2_000_000)]

Row = Literal[
    "one_place",
    "department_minimum",
    "hospital_quota",
    "tier_quota",
    "person_times",
    "burden_cap",
    "headcount",
    "one_seat",
    "pinned",
]
"""What has a price, by the rule that limits it."""


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts share: frozen, named fields only, unknown keys refused."""


class Price(_Part, frozen=True, kw_only=True):
    """What a unit of one capacity costs; above zero on its upper side, below on its lower.

    ``of`` names the row: a person (``one_place``, ``burden_cap``), a department, a hospital,
    programme and tier (``tier_quota``), a programme (``person_times``), a post (``headcount``), or
    person and post (``one_seat``; ``pinned``: the stay from ``period`` to ``end``). ``period`` is
    given where the capacity holds in every period.
    """

    rule: Row
    of: tuple[str, ...]
    period: Period | None = None
    end: Period | None = None
    price: Whole


class Cut(_Part, frozen=True, kw_only=True):
    """A sum of capacities, each ``price`` times, divided by ``divisor`` and rounded down."""

    rows: tuple[Price, ...]
    divisor: Positive
    price: Positive


class Stays(_Part, frozen=True, kw_only=True):
    """All stays of a part that match every field given.

    ``serving`` is a period in which the stay serves; ``start`` and ``end`` are exact.
    """

    person: str | None = None
    post: str | None = None
    start: Period | None = None
    end: Period | None = None
    serving: Period | None = None
    hospital: str | None = None
    department: str | None = None


class Leaf(_Part, frozen=True, kw_only=True, tag_field="kind", tag="leaf"):
    """Prices that settle a case.

    ``weights``: at least 1 for the level's goal, at least 0 for earlier ones. ``branches``: one
    price per split on the way down, at least 0 where the case is ``less``, at most 0 where it is
    ``more``.
    """

    weights: dict[str, Whole]
    prices: tuple[Price, ...] = ()
    cuts: tuple[Cut, ...] = ()
    branches: tuple[Whole, ...] = ()


class Split(_Part, frozen=True, kw_only=True, tag_field="kind", tag="split"):
    """Two cases that leave none out: at most ``at`` of the stays ``on``, or ``at + 1`` and more."""

    on: Stays
    at: Annotated[int, Meta(ge=0, le=1_000_000)]
    less: "Leaf | Split"
    more: "Leaf | Split"


class PartProof(_Part, frozen=True, kw_only=True):
    """What is proven over some posts (none named: over all); ``bound`` is at least the value."""

    posts: tuple[str, ...] = ()
    bound: Whole
    proof: Leaf | Split


class LevelProof(_Part, frozen=True, kw_only=True):
    """One goal, named as in the plan's levels; ``bound`` is the sum of its parts' bounds."""

    goal: str
    bound: Whole
    parts: tuple[PartProof, ...]


class Certificate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Proofs of every goal in order, for one problem and one plan, each named by its digest.

    ``seal`` is the digest of the levels: it tells a copying mistake from a wrong proof.
    """

    version: Literal[1] = 1
    problem: str
    plan: str
    levels: tuple[LevelProof, ...]
    seal: str


def certified(problem: Problem, plan: Plan, levels: tuple[LevelProof, ...]) -> Certificate:
    """The levels' proofs as a certificate of this problem and plan."""
    return Certificate(
        problem=digest(problem),
        plan=digest(in_order(plan.duties)),
        levels=levels,
        seal=digest(levels),
    )


def digest(content: object) -> str:
    """SHA-256 of the content's JSON, in hexadecimal.

    >>> digest(())[:8]
    '4f53cda1'
    """
    return sha256(msgspec.json.encode(content)).hexdigest()

"""A programme definition: what a file may say, section by section.

It chooses and parametrises; it never computes. A section left out is a stage the programme does
without.
"""

from typing import Annotated

from msgspec import Meta

from .dispatch import Dispatch
from .parties import Aim, Assumption, Basis, Parties, Term
from .review import Appraisal, FormDocument, Voice
from .words import AreaCode, Code, Section, Text
from .work import Activities, Duty, Result, Target, Tasks

Edition = Annotated[
    int,
    Meta(
        ge=1,
        le=99_999_999,
        extra={
            "zh": "版本号（整数，一般用年份，例如 2026）",
            "en": "an edition number, usually the year, such as 2026",
        },
    ),
]


class Definition(Section, frozen=True, kw_only=True):
    """One edition of one programme."""

    code: Code
    edition: Edition
    title: Text
    area: AreaCode = ""
    issuer: Text | None = None
    basis: Basis = Basis()
    aims: tuple[Aim, ...] = ()
    term: Term | None = None
    parties: Parties | None = None
    dispatch: Dispatch | None = None
    duty: Duty | None = None
    activities: Activities | None = None
    targets: tuple[Target, ...] = ()
    results: tuple[Result, ...] = ()
    tasks: Tasks | None = None
    voice: Voice | None = None
    appraisal: Appraisal | None = None
    documents: tuple[FormDocument, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

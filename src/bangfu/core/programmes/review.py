"""How a programme listens, judges and writes: public requests, appraisal, documents."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from .vocabulary import Per
from .vocabulary_review import (
    Channel,
    DocumentKind,
    Method,
    Occasion,
    RequestClass,
    ResultUse,
    RoundKind,
    Subject,
)
from .words import Amount, Code, Count, Section, Share, Text, Whole


class Voice(Section, frozen=True, kw_only=True):
    """Public requests: how they come, where they go, and the working days each step may take.

    The default clocks are those of the rules on complaints against hospitals: 5 working days where
    facts must be checked, 10 where several departments are concerned.
    """

    title: Text
    channels: Annotated[tuple[Channel, ...], Meta(min_length=1)]
    classes: tuple[RequestClass, ...] = tuple(RequestClass)
    answer_working_days: Count = 5
    joint_answer_working_days: Count = 10
    extension_working_days: Whole = 10
    return_working_days: Whole = 2
    first_receiver_responsible: bool = True
    call_back: bool = True
    published: bool = True
    source: Code | None = None


class ReviewLevel(Section, frozen=True, kw_only=True):
    """One level of review, lowest first; ``party`` or ``office`` says who."""

    code: Code
    title: Text
    party: Code | None = None
    office: Text | None = None
    source: Code | None = None


class Round(Section, frozen=True, kw_only=True):
    """One appraisal round and the days it looks at."""

    code: Code
    title: Text
    kind: RoundKind
    starts_on: date | None = None
    ends_before: date | None = None
    held_on: date | None = None
    repeats: Per | None = None
    methods: tuple[Method, ...] = ()
    source: Code | None = None


class Grade(Section, frozen=True, kw_only=True):
    """A grade and the score it begins at; ``share_at_most`` limits how many may have it."""

    code: Code
    title: Text
    from_score: Amount | None = None
    share_at_most: Share | None = None
    count: Count | None = None
    source: Code | None = None


class Scheme(Section, frozen=True, kw_only=True):
    """The score table: its code in the appraisal schemes and the points it starts from."""

    code: Code
    base_points: Count = 100
    may_exceed: bool = False
    source: Code | None = None


class Prize(Section, frozen=True, kw_only=True):
    """A prize and how many are given."""

    title: Text
    count: Count | None = None
    source: Code | None = None


class MovableFlag(Section, frozen=True, kw_only=True):
    """A flag (流动红旗) that passes to the best unit of a period; off unless a programme asks."""

    title: Text
    per: Per = Per.HALF_YEAR
    source: Code | None = None


class Supervision(Section, frozen=True, kw_only=True):
    """A kind of unit supervised beside the rounds, and by which rules."""

    party: Code
    rules: Annotated[tuple[Text, ...], Meta(min_length=1)]
    source: Code | None = None


class Appraisal(Section, frozen=True, kw_only=True):
    """Who is appraised, by which levels, in which rounds, to which grades or stars."""

    title: Text | None = None
    subjects: Annotated[tuple[Subject, ...], Meta(min_length=1)]
    levels: tuple[ReviewLevel, ...] = ()
    rounds: tuple[Round, ...] = ()
    scheme: Scheme | None = None
    grades: tuple[Grade, ...] = ()
    stars: tuple[Grade, ...] = ()
    no_level_skipped: bool = True
    uses: tuple[ResultUse, ...] = ()
    prizes: tuple[Prize, ...] = ()
    flag: MovableFlag | None = None
    supervision: tuple[Supervision, ...] = ()
    rules: tuple[Text, ...] = ()
    source: Code | None = None


class FormDocument(Section, frozen=True, kw_only=True):
    """A form or letter the programme uses, when it is due and who keeps it."""

    kind: DocumentKind
    title: Text | None = None
    occasion: Occasion | None = None
    filled_by: Text | None = None
    kept_by: Text | None = None
    source: Code | None = None

"""What is done on post and counted: duty, activities, targets, results and tasks."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from .measured import Lasting
from .vocabulary import DutyUnit, Form, PartyRole, Per, Unit
from .vocabulary_review import (
    DutyCase,
    DutyException,
    LedgerStep,
    Measure,
    ProblemAxis,
    Repeat,
    Treatment,
)
from .words import Amount, Code, Count, Section, Share, Text


class Counting(Section, frozen=True, kw_only=True):
    """In which unit the service of a form is counted."""

    form: Form
    unit: DutyUnit


class ExceptionTreatment(Section, frozen=True, kw_only=True):
    """How a programme reckons an exception, where not as usual (``definitions/duty``)."""

    exception: DutyException
    treatment: Treatment
    source: Code | None = None


class Consequence(Section, frozen=True, kw_only=True):
    """What follows a failed duty; ``years`` is how long it lasts, where it lasts."""

    case: DutyCase
    measures: Annotated[tuple[Measure, ...], Meta(min_length=1)]
    years: Count | None = None
    source: Code | None = None


class Duty(Section, frozen=True, kw_only=True):
    """Presence by default: who confirms the roster, how often, and what may be entered against it.

    Nobody clocks in. ``not_counted`` names activities that are work but not service time.
    ``break_after_days`` is how many days in a row without service a stay bears unbroken.
    """

    confirmed_by: PartyRole = PartyRole.HOST
    confirmation: Per = Per.WEEK
    exceptions: tuple[DutyException, ...] = (
        DutyException.LEAVE,
        DutyException.ABSENCE,
        DutyException.OTHER_WORK,
    )
    treatments: tuple[ExceptionTreatment, ...] = ()
    counts: tuple[Counting, ...] = ()
    break_after_days: Count | None = None
    not_counted: tuple[Code, ...] = ()
    return_from_leave: bool = True
    gap_warning_days: tuple[Count, ...] = (30, 14, 7)
    consequences: tuple[Consequence, ...] = ()
    source: Code | None = None


class Activities(Section, frozen=True, kw_only=True):
    """The kinds of activity the programme keeps a ledger of; codes of definitions/activities."""

    kinds: Annotated[tuple[Code, ...], Meta(min_length=1)]
    confirmed_by: PartyRole = PartyRole.HOST
    source: Code | None = None


IndicatorCode = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,63}([.][a-z][a-z0-9_]{0,63})?\Z",
        extra={
            "zh": "指标代码：台账类别加点加计量（free_clinic.times），"
            "或系统计算的指标（on_post_rate）",
            "en": "an indicator code: activity kind, dot, measure, as free_clinic.times; "
            "or a computed indicator such as on_post_rate",
        },
    ),
]


class PacePoint(Section, frozen=True, kw_only=True):
    """By the end of a day so much of the target should be reached."""

    by: date
    share: Share
    note: Text | None = None


class CascadeShare(Section, frozen=True, kw_only=True):
    """One party's part of a target."""

    party: Code
    at_least: Amount


class Target(Section, frozen=True, kw_only=True):
    """A figure to reach: an indicator with a floor, a ceiling or an exact value.

    ``together_with`` names indicators added to it (a training or a lecture). ``party`` answers
    for it; with ``each``, every institution of that party does by itself.
    ``persons`` narrows it to a post group. Without ``pace`` progress is due evenly over the term.
    """

    indicator: IndicatorCode
    together_with: tuple[IndicatorCode, ...] = ()
    title: Text | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    exactly: Amount | None = None
    unit: Unit | None = None
    per: Per = Per.TERM
    due: date | None = None
    party: Code | None = None
    each: bool = False
    persons: Code | None = None
    cascade: tuple[CascadeShare, ...] = ()
    pace: tuple[PacePoint, ...] = ()
    source: Code | None = None


class Result(Section, frozen=True, kw_only=True):
    """A figure that a source reports as done: known, not a target."""

    title: Text
    value: Amount
    unit: Unit
    indicator: IndicatorCode | None = None
    or_more: bool = False
    source: Code | None = None


class Task(Section, frozen=True, kw_only=True):
    """A task with whoever is named responsible; with ``each``, one for every such institution.

    ``builds`` names the sort of thing that stays behind once it is done, where it leaves one.
    """

    code: Code
    title: Text
    detail: Text | None = None
    party: Code | None = None
    office: Text | None = None
    each: bool = False
    due: date | None = None
    repeat: Repeat = Repeat.ONCE
    project: Text | None = None
    builds: Lasting | None = None
    source: Code | None = None


class Tasks(Section, frozen=True, kw_only=True):
    """The task ledger: its steps, how problems are sorted, and the tasks known at the start."""

    items: tuple[Task, ...] = ()
    method: Text | None = None
    steps: tuple[LedgerStep, ...] = tuple(LedgerStep)
    checked: Per = Per.QUARTER
    problems: tuple[ProblemAxis, ...] = ()
    source: Code | None = None

"""What units report for a round: which figures, until when, who may, for whom one is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.utils.timezone import localdate

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Figure, ReportedFigure, Round, Subject
from bangfu.core.appraisal import catalogue
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.appraisal.rules.base import Meaning
from bangfu.core.appraisal.scheme import Scheme
from bangfu.core.appraisal.settings import last_day, shipped
from bangfu.core.duty import working_days
from bangfu.core.programmes.words import Text

from . import sheets
from .figures import reported_inputs
from .reach import acts_at, holds


class Side(Enum):
    """For whom somebody reports a figure."""

    UNIT = "unit"
    HOLDER = "holder"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFigure:
    """One input a sheet asks to be reported, with what stands."""

    code: str
    meaning: Meaning
    items: tuple[Text, ...]
    standing: ReportedFigure | None


def due_of(held: Round) -> date:
    """The last day on which units report: so many working days after the round was opened."""
    return last_day(localdate(held.opened_at), shipped().reporting, working_days.shipped())


def side_of(user: User, subject: Subject) -> Side:
    """Whether somebody reports for the one appraised, or for the office that holds the round."""
    if any(acts_at(user, subject, one) for one in (Reviewer.OWN, Reviewer.UNIT)):
        return Side.UNIT
    return Side.HOLDER if holds(user, subject.round) else Side.NOBODY


def meaning_of(scheme: Scheme, code: str) -> Meaning:
    """What an input is called: the table's own, or of the catalogue."""
    own = {one.code: one for one in scheme.inputs}
    known = own.get(code) or catalogue().get(code)
    return known or Meaning(code=code, title=Text(zh=code))


def asked_figures(subject: Subject) -> list[AskedFigure]:
    """Every input a sheet asks its unit for, in the order of the items: two queries.

    Those that were measured after all are left out.
    """
    scheme = sheets.scheme_of(subject.round)
    standing = {
        one.name: one
        for one in ReportedFigure.objects.standing().filter(subject=subject).select_related("by")
    }
    figures = Figure.objects.standing().filter(subject=subject)
    measured = set(figures.values_list("name", flat=True)) - standing.keys()
    items: dict[str, list[Text]] = defaultdict(list)
    for item in scheme.items:
        for code in sorted(item.rule.needs):
            items[code].append(item.title)
    asked = reported_inputs(subject.round)
    return [
        AskedFigure(
            code=code,
            meaning=meaning_of(scheme, code),
            items=tuple(titles),
            standing=standing.get(code),
        )
        for code, titles in items.items()
        if code in asked and code not in measured
    ]


def missing_of(held: Round, subjects: Sequence[Subject]) -> dict[int, int]:
    """How many figures of each sheet are still to be reported: one query."""
    asked = reported_inputs(held)
    there: dict[int, set[str]] = defaultdict(set)
    rows = Figure.objects.standing().filter(subject__in=subjects, name__in=asked)
    for pk, name in rows.values_list("subject", "name"):
        there[pk].add(name)
    return {one.pk: len(asked - there[one.pk]) for one in subjects}


def opened_since(on: date) -> date:
    """The first day on which a round may have been opened whose reports are still due on a day."""
    calendar, term = working_days.shipped(), shipped().reporting
    day = on
    while last_day(day - timedelta(days=1), term, calendar) >= on:
        day -= timedelta(days=1)
    return day

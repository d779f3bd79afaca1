"""Sheets and objections that wait for somebody, of all rounds, as one page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import QuerySet
from django.utils.timezone import localdate

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Closing, Objection, Subject
from bangfu.apps.intake.queries import leaf_of
from bangfu.core.appraisal import settings
from bangfu.core.duty import working_days
from bangfu.web.wording import in_own_language

from . import sheets
from .due import decisions_for, open_sheets, recheckable_by, results_open, returned

MOST = 50
"""Rows of the parts of the page that are not turned over; more are counted on the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSheet:
    """One sheet, whose turn it is, why it came back, until when one may object."""

    pk: int
    key: str
    unit: str
    round: str
    level: str
    awaiting: int
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingObjection:
    """One objection and the last day for it."""

    pk: int
    key: str
    round: str
    item: str
    at: datetime
    due: date
    late: bool


def returned_sheets(user: User) -> Sequence[WaitingSheet]:
    """Sheets sent back to this reader, with the reason: two queries."""
    found = list(_read(open_sheets(user).filter(returned()))[:MOST])
    reasons: dict[int, str] = {}
    sent_back = Closing.objects.filter(subject__in=found, ended_at__isnull=False)
    for closing in sent_back.order_by("ended_at"):
        reasons[closing.subject_id] = closing.ended_reason
    return [_sheet(one, reason=reasons.get(one.pk, "")) for one in found]


def sheets_waiting(user: User, *, page: str | int | None = 1) -> Leaf[WaitingSheet]:
    """A screenful of the others that wait: two queries."""
    found = _read(open_sheets(user).filter(~returned()))
    return leaf_of(found.order_by("round_id", "group", "key", "pk"), _sheet, page)


def results_waiting(user: User, *, on: date) -> Sequence[WaitingSheet]:
    """Announced results one may still object to: one query."""
    return [_sheet(one) for one in _read(results_open(user, on=on))[:MOST]]


def objections_waiting(
    user: User, *, on: date
) -> tuple[Sequence[WaitingObjection], Sequence[WaitingObjection]]:
    """What one may look at again, and what one decides, the oldest first: two queries."""
    return _objections(recheckable_by(user), on), _objections(decisions_for(user), on)


def recheck_due(raised: datetime) -> date:
    """The last day for looking at an objection again and deciding it."""
    term = settings.shipped().recheck
    return settings.last_day(localdate(raised), term, working_days.shipped())


def _read(found: QuerySet[Subject]) -> QuerySet[Subject]:
    return found.select_related("round__edition", "institution")


def _sheet(one: Subject, reason: str = "") -> WaitingSheet:
    levels = sheets.scheme_of(one.round).levels
    level = in_own_language(levels[one.level].title) if one.level < len(levels) else ""
    return WaitingSheet(
        pk=one.pk,
        key=one.key,
        unit=one.institution.name if one.institution.name not in one.key else "",
        round=one.round.title,
        level=level,
        awaiting=one.awaiting,
        reason=reason,
        until=one.round.objections_until,
    )


def _objections(found: QuerySet[Objection], on: date) -> Sequence[WaitingObjection]:
    rows = found.select_related("subject__round__edition").order_by("at", "pk")
    return [_objection(one, on) for one in rows[:MOST]]


def _objection(one: Objection, on: date) -> WaitingObjection:
    due = recheck_due(one.at)
    items = sheets.scheme_of(one.subject.round).by_item
    return WaitingObjection(
        pk=one.pk,
        key=one.subject.key,
        round=one.subject.round.title,
        item=in_own_language(items[one.item].title) if one.item else "",
        at=one.at,
        due=due,
        late=on > due,
    )

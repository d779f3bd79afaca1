"""What waits for somebody in appraisals, counted with the other figures of a first page."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Closing, Mark, Objection, Recheck, Round, Subject, Use
from bangfu.apps.duty.queries.due import counted
from bangfu.apps.postings.models import Posting
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.web.components import DueLine, Waiting, those_waiting
from bangfu.web.scope import Scope

from .objections import OPEN
from .reach import MANAGE, REPORT, SCORE
from .reporting import opened_since


def matters(user: User, *, on: date) -> list[Waiting]:
    """What waits for a reader: one query, none for who has no part in appraisals."""
    return said(counted(user, waiting(user, on=on)))


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader; none of it is read yet."""
    found: dict[str, QuerySet[Any]] = {}
    if user.has_perm(REPORT):
        found |= _of_appraised(user, on=on)
    if user.scope_of(SCORE).areas:
        found["sheets_to_review"] = _open(_reviewed_by(user)).filter(~_closed_by(user))
        found["objections_to_recheck"] = recheckable_by(user)
    if user.has_perm(MANAGE):
        found |= _of_holder(user, on=on)
    return found


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words."""
    rounds, sheets = reverse("round_list"), reverse("waiting_sheets")
    lines: list[DueLine] = [
        (
            "sheets_returned",
            _("重新评分"),
            _("%(count)s张评分表被退回，请修改后重新提交"),
            sheets,
            "warn",
            "arrow-back-up",
        ),
        (
            "sheets_to_fill",
            _("考核评分"),
            _("%(count)s张评分表等待本单位（本人）评分"),
            sheets,
            "warn",
            "certificate",
        ),
        (
            "figures_to_report",
            _("报送考核数据"),
            _("%(count)s张评分表有数据等待本单位（本人）报送"),
            reverse("reports_waiting"),
            "warn",
            "upload",
        ),
        (
            "results_to_read",
            _("核对考核结果"),
            _("%(count)s项考核结果正在公示，有异议请在期限内提出"),
            sheets,
            "info",
            "certificate",
        ),
        (
            "sheets_to_review",
            _("考核评审"),
            _("%(count)s张评分表等待评审"),
            sheets,
            "info",
            "certificate",
        ),
        (
            "objections_to_recheck",
            _("复核考核异议"),
            _("%(count)s件考核异议等待复核"),
            sheets,
            "warn",
            "gavel",
        ),
        (
            "objections_to_decide",
            _("决定考核异议"),
            _("%(count)s件考核异议已经两人复核，待决定"),
            sheets,
            "warn",
            "gavel",
        ),
        (
            "rounds_to_decide",
            _("审定考核结果"),
            _("%(count)s次考核已全部评完，可以审定"),
            rounds + "?state=open",
            "info",
            "circle-check",
        ),
        (
            "rounds_to_announce",
            _("公示考核结果"),
            _("%(count)s次考核已审定，待公示"),
            rounds + "?state=decided",
            "info",
            "speakerphone",
        ),
        (
            "rounds_to_publish",
            _("公布考核结果"),
            _("%(count)s次考核异议期已满，可以公布"),
            rounds + "?state=announced",
            "info",
            "speakerphone",
        ),
        (
            "rounds_to_use",
            _("结果运用"),
            _("%(count)s次考核已公布，尚未登记结果运用"),
            rounds + "?state=published",
            "info",
            "heart-handshake",
        ),
    ]
    return those_waiting(found, lines)


def own_sheets(user: User) -> Q:
    """Sheets that somebody fills in as the one appraised or for its unit or its host."""
    scope = user.scope_of(REPORT)
    units = scope.institutions
    turns = Q(
        ~Q(kind=Kind.POSTING.value),
        turn=Reviewer.OWN.value,
        institution__code__in=units,
    )
    turns |= Q(turn=Reviewer.UNIT.value, institution__code__in=units)
    turns |= Q(turn=Reviewer.PARTNER.value, partner__code__in=units)
    if scope.own is not None:
        own = Posting.objects.filter(worker__account=scope.own).values("pk")
        turns |= Q(kind=Kind.POSTING.value, turn=Reviewer.OWN.value, ref__in=own)
    return turns


def own_results(user: User) -> Q:
    """Sheets whose result somebody may object to."""
    scope = user.scope_of(REPORT)
    found = Q(~Q(kind=Kind.POSTING.value), institution__code__in=scope.institutions)
    if scope.own is not None:
        own = Posting.objects.filter(worker__account=scope.own).values("pk")
        found |= Q(kind=Kind.POSTING.value, ref__in=own)
    return found


def returned() -> Exists:
    """Whether the level whose turn it is was closed before and sent back."""
    standing = Closing.objects.standing().filter(
        subject=OuterRef("subject"), level=OuterRef("level")
    )
    sent_back = Closing.objects.filter(subject=OuterRef("pk"), ended_at__isnull=False)
    return Exists(sent_back.filter(~Exists(standing)))


def _of_appraised(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    mine = _open(own_sheets(user)).filter(~_closed_by(user))
    return {
        "sheets_returned": mine.filter(returned()),
        "sheets_to_fill": mine.filter(~returned()),
        "figures_to_report": to_report(user, on=on),
        "results_to_read": results_open(user, on=on),
    }


def to_report(user: User, *, on: date) -> QuerySet[Subject]:
    """Sheets whose unit, or whose person, still has figures to report and may."""
    since = datetime.combine(opened_since(on), time.min, tzinfo=get_current_timezone())
    return _open(own_results(user)).filter(unreported__gt=0, level=0, round__opened_at__gte=since)


def results_open(user: User, *, on: date) -> QuerySet[Subject]:
    """Announced results that may still be objected to and were not answered in any way."""
    return Subject.objects.filter(
        own_results(user),
        round__state=Round.State.ANNOUNCED,
        round__objections_until__gte=on,
        objections__isnull=True,
    ).exclude(statements__sort="opinion", statements__ended_at__isnull=True)


def _of_holder(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    held = Round.objects.filter(user.scope_of(MANAGE).filter(area="area_code"))
    level_open = Subject.objects.filter(round=OuterRef("pk")).exclude(turn="")
    objected = Objection.objects.filter(subject__round=OuterRef("pk"), state__in=OPEN)
    used = Use.objects.filter(subject__round=OuterRef("pk"), ended_at__isnull=True)
    return {
        "objections_to_decide": decisions_for(user),
        "rounds_to_decide": held.filter(~Exists(level_open), state=Round.State.OPEN),
        "rounds_to_announce": held.filter(state=Round.State.DECIDED),
        "rounds_to_publish": held.filter(
            ~Exists(objected), state=Round.State.ANNOUNCED, objections_until__lt=on
        ),
        "rounds_to_use": held.filter(~Exists(used), state=Round.State.PUBLISHED),
    }


def open_sheets(user: User) -> QuerySet[Subject]:
    """Sheets that wait for somebody, on whatever side."""
    mine = Q(pk__in=[])
    if user.has_perm(REPORT):
        mine |= own_sheets(user)
    if user.scope_of(SCORE).areas:
        mine |= _reviewed_by(user)
    return _open(mine).filter(~_closed_by(user))


def decisions_for(user: User) -> QuerySet[Objection]:
    """Objections that two have looked at again, which this office decides by somebody else."""
    deciding = user.scope_of(MANAGE).filter(area="subject__round__area_code")
    return (
        Objection.objects.filter(
            deciding, state=Objection.State.RECHECKED, subject__round__state=Round.State.ANNOUNCED
        )
        .exclude(rechecks__by=user)
        .exclude(by=user)
    )


def recheckable_by(user: User) -> QuerySet[Objection]:
    """Objections that somebody may look at again: not scored, closed or looked at by them."""
    below = Scope(areas=user.scope_of(SCORE).areas).filter(area="subject__institution__area_code")
    looked = Recheck.objects.filter(objection=OuterRef("pk"), by=user)
    closed = Closing.objects.filter(subject=OuterRef("subject"), by=user)
    marked = Mark.objects.filter(subject=OuterRef("subject"), by=user)
    return Objection.objects.filter(
        below,
        ~Exists(looked),
        ~Exists(closed),
        ~Exists(marked),
        state=Objection.State.RECEIVED,
        subject__round__state=Round.State.ANNOUNCED,
    )


def _reviewed_by(user: User) -> Q:
    below = Scope(areas=user.scope_of(SCORE).areas).filter(area="institution__area_code")
    return Q(below, turn=Reviewer.AUTHORITY.value)


def _closed_by(user: User) -> Exists:
    """Whether somebody has closed a level of the sheet: nobody reviews twice."""
    return Exists(Closing.objects.standing().filter(subject=OuterRef("pk"), by=user))


def _open(also: Q) -> QuerySet[Subject]:
    return Subject.objects.filter(also, round__state=Round.State.OPEN)

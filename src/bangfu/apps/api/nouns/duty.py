"""Weeks confirmed, days off, leave, corrections, closed months; plans."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Resource
from bangfu.apps.duty.models import (
    ClosedMonth,
    Confirmation,
    Correction,
    Leave,
    Roster,
    TypedException,
)
from bangfu.apps.duty.queries import reach
from bangfu.apps.planning import queries as planning
from bangfu.apps.planning.models import Run
from bangfu.apps.programmes.queries import reading


def _rosters(user: User) -> QuerySet[Roster]:
    return Roster.objects.filter(posting__in=reach.visible_to(user).order_by().values("pk"))


def _confirmations(user: User) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(posting__in=reach.visible_to(user).order_by().values("pk"))


def _exceptions(user: User) -> QuerySet[TypedException]:
    return TypedException.objects.filter(posting__in=reach.visible_to(user).order_by().values("pk"))


def _leaves(user: User) -> QuerySet[Leave]:
    return Leave.objects.filter(posting__in=reach.visible_to(user).order_by().values("pk"))


def _corrections(user: User) -> QuerySet[Correction]:
    return Correction.objects.filter(posting__in=reach.visible_to(user).order_by().values("pk"))


def _months(user: User) -> QuerySet[ClosedMonth]:
    return ClosedMonth.objects.filter(
        programme__in=reading.visible_to(user, reach.VIEW).order_by().values("pk")
    )


ROSTERS = Resource(
    code="rosters",
    section="duty",
    permission="duty.view_duty",
    title=_("排班"),
    model=Roster,
    rows=_rosters,
    fields=fields(
        Roster, "id posting_id=posting__id host_code=posting__host__code plain agreed_at"
    ),
    filters=("posting_id", "host_code"),
)
CONFIRMATIONS = Resource(
    code="duty_confirmations",
    section="duty",
    permission="duty.view_duty",
    title=_("在岗确认"),
    model=Confirmation,
    rows=_confirmations,
    fields=fields(
        Confirmation,
        "id posting_id=posting__id host_code=posting__host__code "
        "worker_id=posting__worker__id starts_on ends_before at days_late",
    ),
    filters=("posting_id", "host_code", "worker_id", "starts_on"),
)
EXCEPTIONS = Resource(
    code="duty_exceptions",
    section="duty",
    permission="duty.view_duty",
    title=_("未在岗记录"),
    model=TypedException,
    rows=_exceptions,
    fields=fields(
        TypedException,
        "id posting_id=posting__id host_code=posting__host__code "
        "worker_id=posting__worker__id exception starts_slot ends_slot instead_slot "
        "leave_kind typed_at withdrawn_at",
    ),
    filters=("posting_id", "host_code", "worker_id", "exception"),
)
LEAVES = Resource(
    code="leaves",
    section="duty",
    permission="duty.view_duty",
    title=_("请假"),
    model=Leave,
    rows=_leaves,
    fields=fields(
        Leave,
        "id posting_id=posting__id worker_id=posting__worker__id "
        "home_code=posting__home__code host_code=posting__host__code kind "
        "starts_slot ends_slot state returned_slot asked_at decided_at returned_at "
        "substitute_id=substitute__id",
    ),
    filters=("posting_id", "worker_id", "host_code", "home_code", "state"),
)
CORRECTIONS = Resource(
    code="duty_corrections",
    section="duty",
    permission="duty.view_duty",
    title=_("更正申请"),
    model=Correction,
    rows=_corrections,
    fields=fields(
        Correction,
        "id posting_id=posting__id host_code=posting__host__code starts_on "
        "ends_before what state answer asked_at answered_at",
    ),
    filters=("posting_id", "host_code", "state"),
)
MONTHS = Resource(
    code="duty_months",
    section="duty",
    permission="duty.view_duty",
    title=_("锁定月份"),
    model=ClosedMonth,
    rows=_months,
    fields=fields(ClosedMonth, "id programme=programme__code month closed_at"),
    filters=("programme", "month"),
)
RUNS = Resource(
    code="plan_runs",
    section="planning",
    permission="planning.view_run",
    title=_("选派方案"),
    model=Run,
    rows=planning.visible_to,
    fields=fields(
        Run,
        "id programme=programme__code starts_on ends_before state phase covered "
        "required quality gap status seconds problem_digest batch "
        "appointment_document based_on_id=based_on__id requested_at published_on "
        "sent_on",
    ),
    filters=("programme", "state"),
)

NOUNS = (
    ROSTERS,
    CONFIRMATIONS,
    EXCEPTIONS,
    LEAVES,
    CORRECTIONS,
    MONTHS,
    RUNS,
)

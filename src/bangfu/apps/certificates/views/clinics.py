"""Calendar addresses and public rosters: their owners' page, and what everybody reads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.certificates import actions, pages, papers
from bangfu.apps.certificates.models import CalendarAddress, PublicRoster
from bangfu.apps.certificates.queries import calendars
from bangfu.apps.certificates.queries.reach import (
    KEEP_CALENDAR,
    OPEN_ROSTER,
    hosts_kept_by,
    worker_of,
)
from bangfu.apps.certificates.visitors import unlisted
from bangfu.apps.registry.models import Institution, Worker
from bangfu.web.access import public, staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.printing import as_download


@staff(KEEP_CALENDAR)
@require_safe
def clinics(request: StaffRequest) -> HttpResponse:
    kept = [
        pages.CalendarShown(one, _feed(request, one.secret) if one.secret else "")
        for one in calendars.kept_by(request.user)
    ]
    return show(request, pages.Clinics(calendars=kept, rosters=_rosters(request)))


@staff(KEEP_CALENDAR)
@require_POST
def renew_calendar(request: StaffRequest) -> HttpResponse:
    owner = _owner(request)
    actions.renew_address(owner=owner, by=request.user, at=timezone.now())
    messages.success(request, _("已生成新的订阅地址，原地址不再可用。"))
    return redirect("clinics")


@staff(OPEN_ROSTER)
@require_POST
def open_roster(request: StaffRequest, pk: int) -> HttpResponse:
    host = get_object_or_404(hosts_kept_by(request.user, OPEN_ROSTER), pk=pk)
    actions.open_roster(host=host, by=request.user, at=timezone.now())
    messages.success(request, _("专家坐诊安排已公开。"))
    return redirect("clinics")


@staff(OPEN_ROSTER)
@require_POST
def close_roster(request: StaffRequest, pk: int) -> HttpResponse:
    host = get_object_or_404(hosts_kept_by(request.user, OPEN_ROSTER), pk=pk)
    actions.close_roster(host=host, by=request.user)
    messages.success(request, _("专家坐诊安排已停止公开。"))
    return redirect("clinics")


@staff(OPEN_ROSTER)
@require_safe
def poster(request: StaffRequest, pk: int) -> HttpResponse:
    open_ones = hosts_kept_by(request.user, OPEN_ROSTER).filter(public_roster__isnull=False)
    host = get_object_or_404(open_ones, pk=pk)
    document = papers.poster_pdf(host, address=_experts(request, host))
    return as_download(document, f"{host.name}-{_('专家坐诊安排')}")


@public
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """What calendar programs read; they send no account, the address is the key."""
    found = CalendarAddress.objects.select_related("worker", "host").filter(secret=secret).first()
    if found is None:
        raise Http404
    written = calendars.calendar_of(found, on=timezone.localdate(), at=timezone.now())
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="clinics.ics"'
    return unlisted(answer)


def _owner(request: StaffRequest) -> Worker | Institution:
    """Whose calendar is meant: a host by its number, oneself without one."""
    asked = request.POST.get("host", "")
    if asked:
        reach = hosts_kept_by(request.user, KEEP_CALENDAR)
        return get_object_or_404(reach, pk=number_of_row(asked))
    worker = worker_of(request.user)
    if worker is None:
        raise Http404
    return worker


def _rosters(request: StaffRequest) -> list[pages.RosterShown]:
    hosts = list(hosts_kept_by(request.user, OPEN_ROSTER).order_by("name")[:20])
    rows = PublicRoster.objects.filter(host__in=hosts)
    opened = dict(rows.values_list("host_id", "opened_at"))
    return [
        pages.RosterShown(
            host.pk, host.code, host.name, _experts(request, host), opened.get(host.pk)
        )
        for host in hosts
    ]


def _feed(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("calendar", args=[secret]))


def _experts(request: HttpRequest, host: Institution) -> str:
    return request.build_absolute_uri(reverse("public_experts", args=[host.code]))

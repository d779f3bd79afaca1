"""One's own checks, the form at the host's door, a check on record, the findings it leads to."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.apps.spotchecks import actions, forms, pages, presentation
from bangfu.apps.spotchecks.models import Check
from bangfu.apps.spotchecks.queries import checks as queries
from bangfu.apps.spotchecks.queries.findings import row_of
from bangfu.apps.spotchecks.queries.reach import (
    MANAGE,
    RECORD,
    VIEW,
    checks_visible_to,
    findings_visible_to,
    homes_shown,
    is_seated,
    own_checks,
)
from bangfu.apps.spotchecks.queries.rosters import rostered
from bangfu.core.duty.days import Half
from bangfu.core.refusal import Refusal
from bangfu.core.spotchecks import settings
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

NOON = 12


@staff(RECORD)
@require_safe
def own_check_list(request: StaffRequest) -> HttpResponse:
    waiting, done = queries.own_rows(request.user)
    page = pages.OwnChecks(
        tabs=presentation.tabs_of(request.user, "own_checks"), waiting=waiting, done=done
    )
    return show(request, page)


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def record_check(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(own_checks(request.user).in_full(), pk=pk)
    if found.state != Check.State.WAITING and request.method != "POST":
        return redirect("spot_check", pk=pk)
    on, half = _half_day(request)
    people = rostered(found, on=on, half=half)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    first = {"on": on, "half": half.value, "called": found.host.phone}
    form = forms.CheckForm(*posted, check=found, people=people, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_check(
                check=found, by=request.user, at=timezone.now(), **form.to_record()
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("检查结果已记录。"))
            return redirect("spot_check", pk=pk)
    page = pages.RecordCheck(
        pk=pk,
        title=found.host.name,
        way=found.get_way_display(),
        opening=in_own_language(settings.shipped().script(found.way).opening),
        facts=_where(found),
        roster=forms.RosterForm(initial=first),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def check(request: StaffRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    found = get_object_or_404(checks_visible_to(user).in_full(), pk=pk)
    recorded = found.state == Check.State.RECORDED
    waiting = found.state == Check.State.WAITING
    seated = is_seated(user, found)
    organises = user.scope_of(MANAGE).covers(area=found.area_code)
    homes = homes_shown(user, found)
    rows = findings_visible_to(user).filter(check_made=found).in_full().order_by("pk")
    page = pages.Check(
        pk=pk,
        title=str(found),
        lead=f"{found.draw.title} · {found.get_way_display()}",
        state=found.get_state_display(),
        tone="ok" if recorded else "warn" if waiting else "neutral",
        shown=queries.shown(found, homes=homes) if recorded else None,
        findings=[row_of(row, on=today) for row in rows],
        records=waiting and seated,
        raises=recorded and (seated or organises),
        dropped=found.dropped_reason,
        drop_form=forms.DropForm() if waiting and organises else None,
    )
    return show(request, page)


@staff(MANAGE)
@require_POST
def drop_check(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(checks_visible_to(request.user).in_full(), pk=pk)
    if not request.user.scope_of(MANAGE).covers(area=found.area_code):
        raise PermissionDenied
    form = forms.DropForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("spot_check", pk=pk)
    try:
        actions.drop_check(check=found, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("spot_check", pk=pk)
    messages.success(request, _("已登记不再检查。"))
    return redirect("draw", pk=found.draw_id)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def raise_finding(request: StaffRequest, pk: int) -> HttpResponse:
    user = request.user
    found = get_object_or_404(checks_visible_to(user).in_full(), pk=pk)
    organises = user.scope_of(MANAGE).covers(area=found.area_code)
    if not organises and not is_seated(user, found):
        raise PermissionDenied
    first = {name: request.GET.get(name, "") for name in ("kind", "title", "posting")}
    form = forms.FindingForm(request.POST or None, check=found, initial=first)
    if form.is_valid():
        try:
            row = actions.raise_finding(
                check=found,
                by=user,
                on=timezone.localdate(),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("问题已登记，责任单位可以看到并答复。"))
            return redirect("finding", pk=row.pk)
    term = settings.shipped().reply.working_days
    page = pages.RaiseFinding(pk=pk, title=str(found), form=form, term=term)
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def check_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    found = get_object_or_404(checks_visible_to(request.user).in_full(), pk=pk)
    if homes_shown(request.user, found) is not None:
        raise Http404
    return stream(request, get_object_or_404(evidence.files_on(found), pk=file))


def _half_day(request: StaffRequest) -> tuple[date, Half]:
    """The half-day that the form is about: as given, else this one."""
    given = forms.RosterForm(request.POST if request.method == "POST" else request.GET)
    if given.is_valid():
        return given.cleaned_data["on"], Half.of(given.cleaned_data["half"])
    now = timezone.localtime()
    return now.date(), Half.MORNING if now.hour < NOON else Half.AFTERNOON


def _where(found: Check) -> list[Fact]:
    stated = [Fact(_("抽取批次"), found.draw.title)]
    if found.host.address:
        stated.append(Fact(_("地址"), found.host.address))
    if found.host.phone:
        stated.append(Fact(_("联系电话"), found.host.phone, f"tel:{found.host.phone}"))
    return stated

"""What an authority watches over, months it closes, corrections it answers."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, pages
from bangfu.apps.duty.models import Correction
from bangfu.apps.duty.queries import changeable_by_host, oversight, passbooks, visible_to
from bangfu.apps.duty.queries.reach import CLOSE, CONFIRM, OVERSEE
from bangfu.apps.programmes.models import Programme
from bangfu.core.duty import month_of
from bangfu.web.access import staff
from bangfu.web.components import Tab, Tile
from bangfu.web.pages import show
from bangfu.web.wording import number, percent


@staff(OVERSEE)
@require_safe
def watch(request: StaffRequest) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    missing, alarms = oversight.today(user, on=today)
    expected = oversight.expected(user, on=today)
    confirmed, due = oversight.week_rate(user, on=today)
    tiles = [
        Tile(
            _("应到未到"),
            number(len(expected)),
            _("人"),
            tone="danger" if expected else "ok",
            icon="user-question",
            url="#expected" if expected else "",
        ),
        Tile(
            _("今日不在岗"),
            number(len(missing)),
            _("人"),
            tone="warn" if missing else "ok",
            icon="user-x",
            url="#missing",
        ),
        Tile(
            _("即将空岗"),
            number(len(alarms)),
            _("个"),
            note=_("期满前30、14、7天预警"),
            tone="warn" if alarms else "ok",
            icon="calendar-time",
            url="#alarms",
        ),
        Tile(
            _("上周已确认"),
            percent(confirmed / due) if due else "—",
            note=_("%(done)s/%(due)s人") % {"done": number(confirmed), "due": number(due)},
            icon="clipboard-check",
            url=reverse("progress"),
        ),
    ]
    here = tabs("oversight")
    page = pages.Oversight(
        on=today, tabs=here, tiles=tiles, expected=expected, missing=missing, alarms=alarms
    )
    return show(request, page)


@staff(OVERSEE)
@require_safe
def progress(request: StaffRequest) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    page = pages.Progress(
        tabs=tabs("progress"),
        hosts=oversight.host_rows(user, on=today, page=request.GET.get("page")),
        corrections=passbooks.correction_rows(oversight.corrections_to_answer(user)),
        closable=oversight.closable_months(user, on=today),
    )
    return show(request, page)


def tabs(here: str) -> list[Tab]:
    """The pages of the watch."""
    named = {
        "oversight": _("今日在岗与预警"),
        "progress": _("确认进度和更正"),
        "pointers": _("建议核实"),
        "occasions": _("情形认定"),
    }
    return [Tab(label, reverse(name), current=name == here) for name, label in named.items()]


@staff(CLOSE)
@require_POST
def close_month(request: StaffRequest, code: str) -> HttpResponse:
    reach = Programme.objects.filter(request.user.scope_of(CLOSE).filter(area="area_code"))
    programme = get_object_or_404(reach, code=code)
    last = month_of(timezone.localdate().replace(day=1) - timedelta(days=1))
    actions.close_month(programme=programme, month=last, by=request.user, at=timezone.now())
    messages.success(request, _("月份已锁定。"))
    return redirect("progress")


@staff(CLOSE)
@require_POST
def answer_correction(request: StaffRequest, pk: int) -> HttpResponse:
    there = visible_to(request.user, permission=CLOSE)
    found = get_object_or_404(Correction.objects.filter(posting__in=there), pk=pk)
    granted = request.POST.get("granted") == "1"
    answer = request.POST.get("answer", "").replace("\0", "")[:200]
    actions.answer_correction(
        row=found, granted=granted, answer=answer, by=request.user, at=timezone.now()
    )
    messages.success(request, _("更正申请已办理。"))
    return redirect("progress")


@staff(CONFIRM)
@require_POST
def finish_correction(request: StaffRequest, pk: int) -> HttpResponse:
    there = changeable_by_host(request.user)
    found = get_object_or_404(Correction.objects.filter(posting__in=there), pk=pk)
    actions.finish_correction(row=found, by=request.user)
    messages.success(request, _("更正已完成，相关日期重新锁定。"))
    return redirect("week")

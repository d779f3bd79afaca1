"""Checking (查账): many tasks of one programme on one screen, for one period."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.actions import Found
from bangfu.apps.supervision.queries import checking
from bangfu.apps.supervision.queries.checking import CheckRow
from bangfu.apps.supervision.queries.reach import MANAGE, managed
from bangfu.core.duty.days import Days
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import Finding
from bangfu.web.access import staff
from bangfu.web.components import Tab
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, number, span


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def check_tasks(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    waiting = checking.programmes_to_check(user, on=today)
    code = request.GET.get("programme") or (waiting[0][0] if waiting else "")
    programme = managed(user).filter(code=code).first()
    if programme is None:
        page = pages.CheckTasks(
            tabs=presentation.tabs_of(user, "check_tasks"),
            programmes=_tabs(waiting, ""),
            programme="",
            period=None,
            periods=(),
            form=None,
            lines=(),
        )
        return show(request, page)
    over, running = checking.periods_offered(programme, on=today)
    period = running if request.GET.get("period") == "now" else over
    rows = checking.check_rows(user, programme, period, on=today)
    form = forms.CheckForm(
        request.POST or None,
        tasks={row.task.pk: row.offered.value for row in rows},
        findings=[(one.value, capfirst(in_own_language(one.label))) for one in Finding],
    )
    checked = request.method == "POST" and form.is_valid()
    if checked and (answer := _checked(request, programme, period, form, rows)):
        return answer
    page = pages.CheckTasks(
        tabs=presentation.tabs_of(user, "check_tasks"),
        programmes=_tabs(waiting, programme.code),
        programme=programme.title,
        period=period,
        periods=_periods(programme, over, running, period),
        form=form,
        lines=[
            pages.CheckLine(
                row=row,
                check=form[f"check_{row.task.pk}"],
                finding=form[f"finding_{row.task.pk}"],
                opinion=form[f"opinion_{row.task.pk}"],
            )
            for row in rows
        ],
    )
    return show(request, page, status=422 if form.errors else 200)


def _checked(
    request: StaffRequest,
    programme: Programme,
    period: Days,
    form: forms.CheckForm,
    rows: list[CheckRow],
) -> HttpResponse | None:
    """Put the findings on record; nothing where they were refused, with the reason in the form."""
    found = _found(rows, form.cleaned_data)
    try:
        done = actions.check_tasks(
            programme=programme,
            found=found,
            period=period,
            side=Side.AUTHORITY,
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return None
    messages.success(request, _("已查账%(count)s项。") % {"count": number(len(done))})
    return redirect(request.get_full_path())


def _found(rows: list[CheckRow], given: dict[str, Any]) -> dict[int, Found]:
    """What was ticked; the rest as on schedule where the form says so, late ones apart."""
    found: dict[int, Found] = {}
    for row in rows:
        key = row.task.pk
        if given[f"check_{key}"]:
            found[key] = Found(Finding.of(given[f"finding_{key}"]), given[f"opinion_{key}"])
        elif given["rest"] and not row.task.late:
            found[key] = Found(Finding.ON_SCHEDULE)
    return found


def _tabs(waiting: list[tuple[str, str, int]], current: str) -> list[Tab]:
    address = reverse("check_tasks")
    return [
        Tab(title, f"{address}?programme={code}", current=code == current, count=count)
        for code, title, count in waiting
    ]


def _periods(programme: Programme, over: Days, running: Days, current: Days) -> list[Tab]:
    address = f"{reverse('check_tasks')}?programme={programme.code}"
    return [
        Tab(
            _("上一期：%(span)s") % {"span": span(over.starts_on, over.ends_before)},
            address,
            current=current == over,
        ),
        Tab(
            _("本期：%(span)s") % {"span": span(running.starts_on, running.ends_before)},
            f"{address}&period=now",
            current=current == running,
        ),
    ]

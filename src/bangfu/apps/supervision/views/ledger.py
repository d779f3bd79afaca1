"""The ledger: shown, opened from a definition, added to by hand, hung out."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.queries import ledger as queries
from bangfu.apps.supervision.queries.flags import asking, with_digest
from bangfu.apps.supervision.queries.ledger import LedgerFilter, TaskRow
from bangfu.apps.supervision.queries.plans import plan_of
from bangfu.apps.supervision.queries.reach import (
    ANSWER,
    MANAGE,
    VIEW,
    managed,
    programmes_of,
    visible_to,
)
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, number

COLUMNS = (
    Column(gettext_lazy("项目"), 28),
    Column(gettext_lazy("专项"), 20),
    Column(gettext_lazy("任务"), 36),
    Column(gettext_lazy("清单"), 12),
    Column(gettext_lazy("责任单位"), 28),
    Column(gettext_lazy("责任科室"), 14),
    Column(gettext_lazy("责任人"), 14),
    Column(gettext_lazy("周期"), 10),
    Column(gettext_lazy("完成时限"), 16),
    Column(gettext_lazy("完成进度（%）"), 14),
    Column(gettext_lazy("状态"), 12),
    Column(gettext_lazy("逾期天数"), 10),
    Column(gettext_lazy("晒账日期"), 16),
)


@staff(VIEW)
@require_safe
def task_ledger(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    programmes = with_digest(user)
    filters, by = filtered(request, programmes)
    whole = replace(by, state="")
    sums = queries.sums_of(user, by=whole, on=today)
    bars = queries.project_bars(user, by=whole, on=today)
    keeps = presentation.keeps(user)
    page = pages.TaskLedger(
        tabs=presentation.tabs_of(user, "task_ledger", asking(programmes)),
        tiles=presentation.ledger_tiles(sums, bars, by),
        bars=bars,
        filters=filters,
        leaf=queries.ledger_rows(user, by=by, on=today, page=request.GET.get("page")),
        opens=reverse("ledgers_to_open") if keeps else "",
        adds=reverse("new_task") if user.has_perm(ANSWER) or keeps else "",
        shows=_to_show(programmes, by, keeps=keeps),
        to_show=sums.hidden,
        all_shown=by.whose == "all",
        narrowed=by != LedgerFilter(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def export_ledger(request: StaffRequest) -> StreamingHttpResponse:
    _filters, by = filtered(request, list(programmes_of(request.user)))
    count, rows = queries.every_row(request.user, by=by, on=timezone.localdate())
    title = _("任务台账")
    answer = exported(request, title, COLUMNS, map(_cells, rows), count=count)
    record_export(request, page="task_ledger", title=title, rows=count)
    return answer


@staff(MANAGE)
@require_safe
def ledgers_to_open(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    found = [(one, plan_of(one, on=today)) for one in managed(request.user)[:50]]
    rows = [(one.code, one.title, len(plan.new)) for one, plan in found if plan.tasks]
    return show(request, pages.LedgersToOpen(rows=rows))


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_ledger(request: StaffRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    programme = get_object_or_404(managed(request.user), code=code)
    form = forms.OpenLedgerForm(request.POST or None)
    if request.method == "POST" and not plan_of(programme, on=today).new:
        messages.info(request, _("配置中的任务已全部建账，没有新列任务。"))
        return redirect(f"{reverse('task_ledger')}?programme={code}")
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_ledger(
                programme=programme,
                by=request.user,
                on=today,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            said = _("已建账，新列%(count)s项任务。") % {"count": number(len(opened))}
            messages.success(request, said)
            return redirect(f"{reverse('task_ledger')}?programme={code}")
    plan = plan_of(programme, on=today)
    page = pages.OpenLedger(
        code=code,
        programme=programme.title,
        method=in_own_language(plan.tasks.method) if plan.tasks and plan.tasks.method else "",
        new=plan.new,
        standing=plan.standing,
        unborne=[in_own_language(item.title) for item in plan.unborne],
        overdue=plan.overdue,
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: StaffRequest) -> HttpResponse:
    user, keeps = request.user, presentation.keeps(request.user)
    scope = user.scope_of(MANAGE if keeps else ANSWER)
    form = forms.NewTaskForm(
        request.POST or None,
        programmes=managed(user) if keeps else programmes_of(user, ANSWER),
        among=Institution.objects.filter(scope.filter(area="area_code", institution="code")),
        proposes=not keeps,
        initial=_own_institution(scope.institutions),
    )
    if form.is_valid():
        try:
            task = actions.open_task(
                side=Side.AUTHORITY if keeps else Side.RESPONSIBLE,
                by=user,
                on=timezone.localdate(),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(
                request, _("任务已建账。") if keeps else _("已申请立项，待督办单位审批。")
            )
            return redirect("task", pk=task.pk)
    page = pages.NewTask(form=form, proposes=not keeps)
    return show(request, page, status=422 if form.errors else 200)


@staff(MANAGE)
@require_POST
def show_ledger(request: StaffRequest, code: str) -> HttpResponse:
    programme = get_object_or_404(managed(request.user), code=code)
    tasks = visible_to(request.user, MANAGE).filter(programme=programme)
    try:
        count = actions.show_ledger(
            programme=programme,
            tasks=tasks.values_list("pk", flat=True),
            by=request.user,
            on=timezone.localdate(),
        )
    except Refusal as refused:
        messages.info(request, in_own_language(refused))
    else:
        said = _("已晒账%(count)s项，参加项目的单位都能看到。") % {"count": number(count)}
        messages.success(request, said)
    return redirect(f"{reverse('task_ledger')}?programme={code}")


def filtered(
    request: StaffRequest, programmes: Sequence[Programme]
) -> tuple[forms.LedgerFilterForm, LedgerFilter]:
    """The form of the list, and what it narrows the list by: one query."""
    code = request.GET.get("programme", "")
    filters = forms.LedgerFilterForm(
        request.GET,
        programmes=[(one.code, one.title) for one in programmes],
        projects=[(one, one) for one in queries.projects_of(request.user, code)],
    )
    return filters, LedgerFilter(**(filters.cleaned_data if filters.is_valid() else {}))


def _cells(row: TaskRow) -> Sequence[Value]:
    """One task as a row of a sheet."""
    return (
        row.programme,
        row.project,
        row.title,
        row.listing,
        row.bearer,
        row.office,
        row.person,
        row.repeat,
        row.due,
        row.share,
        row.state,
        row.days_late or None,
        row.shown_on,
    )


def _own_institution(codes: tuple[str, ...]) -> dict[str, str]:
    """The reader's own institution, where there is one."""
    found = Institution.objects.filter(code__in=codes).first() if len(codes) == 1 else None
    return {"institution": found.name} if found else {}


def _to_show(programmes: list[Programme], by: LedgerFilter, *, keeps: bool) -> str:
    """Where the programme looked at is hung out; one at a time."""
    codes = [one.code for one in programmes if by.programme in ("", one.code)]
    return reverse("show_ledger", args=codes) if keeps and len(codes) == 1 else ""

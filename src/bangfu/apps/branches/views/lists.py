"""The list of branches, the coverage of institutions, and both as files."""

from typing import Any

from django.core.paginator import Page as Leaf
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.branches import forms, pages, presentation
from bangfu.apps.branches.queries import CHANGE, VIEW, coverage, lists
from bangfu.apps.registry.queries import areas
from bangfu.core.exchange.streaming_cells import Value
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show

COLUMNS = (
    Column(gettext_lazy("党支部"), 28),
    Column(gettext_lazy("设置形式"), 14),
    Column(gettext_lazy("所在单位"), 28),
    Column(gettext_lazy("行政区划"), 18),
    Column(gettext_lazy("覆盖科室"), 30),
    Column(gettext_lazy("书记"), 12),
    Column(gettext_lazy("业务骨干"), 10),
    Column(gettext_lazy("科室负责人"), 12),
    Column(gettext_lazy("正式党员"), 10),
    Column(gettext_lazy("预备党员"), 10),
    Column(gettext_lazy("本年新发展党员"), 16),
    Column(gettext_lazy("成立日期"), 16),
    Column(gettext_lazy("任期届满"), 16),
    Column(gettext_lazy("基础档案待补份数"), 18),
    Column(gettext_lazy("撤销日期"), 16),
)


@staff(VIEW)
@require_safe
def branch_list(request: StaffRequest) -> HttpResponse:
    filters, chosen = _filters(request)
    today = timezone.localdate()
    page = pages.BranchList(
        leaf=lists.branch_rows(request.user, by=chosen, on=today, page=request.GET.get("page")),
        filters=filters,
        tiles=presentation.list_tiles(
            lists.totals(request.user, by=chosen, on=today), year=today.year
        ),
        tabs=presentation.tabs("list"),
        may_found=request.user.has_perm(CHANGE),
        year=today.year,
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def branch_export(request: StaffRequest) -> StreamingHttpResponse:
    _form, chosen = _filters(request)
    today = timezone.localdate()
    count = lists.count(request.user, by=chosen, on=today)
    rows = (_cells(row) for row in lists.every_row(request.user, by=chosen, on=today))
    answer = exported(request, _("党支部"), COLUMNS, rows, count=count)
    record_export(request, page="branch_list", title=_("党支部"), rows=count)
    return answer


@staff(VIEW)
@require_safe
def branch_coverage(request: StaffRequest) -> HttpResponse:
    offered = areas.choices(request.user.scope_of(VIEW), request.GET.get("area", ""))
    form = forms.CoverageFilterForm(request.GET, areas=offered)
    chosen = coverage.CoverageFilter(**(form.cleaned_data if form.is_valid() else {}))
    today = timezone.localdate()
    leaf = coverage.place_rows(request.user, by=chosen, on=today, page=request.GET.get("page"))
    rows = [presentation.coverage_row(row) for row in leaf.object_list]
    told: Leaf[Any] = Leaf(rows, leaf.number, leaf.paginator)
    page = pages.CoverageList(
        leaf=told,
        filters=form,
        tiles=presentation.coverage_tiles(coverage.totals(request.user, by=chosen, on=today)),
        tabs=presentation.tabs("coverage"),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def branch_place(request: StaffRequest, pk: int) -> HttpResponse:
    found = coverage.place(request.user, pk, on=timezone.localdate())
    if found is None:
        raise Http404
    return show(request, presentation.place_page(request.user, found))


def _filters(request: StaffRequest) -> tuple[forms.BranchFilterForm, lists.BranchFilter]:
    offered = areas.choices(request.user.scope_of(VIEW), request.GET.get("area", ""))
    form = forms.BranchFilterForm(request.GET, areas=offered)
    return form, lists.BranchFilter(**(form.cleaned_data if form.is_valid() else {}))


def _cells(row: lists.Row) -> list[Value]:
    return [
        row.name,
        _("联合党支部") if row.is_joint else _("单独成立"),
        row.institution,
        row.area,
        "、".join(row.departments),
        row.secretary,
        _("是") if row.is_backbone else _("否"),
        _("是") if row.is_head else _("否"),
        row.full,
        row.probationary,
        row.admitted,
        row.founded_on,
        row.term_until,
        row.papers_missing,
        row.ended_on,
    ]

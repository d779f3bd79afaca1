"""What in the ledger is worth a question, as a page and as a file, and settling a likely double."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, ledger_forms, pages
from bangfu.apps.activities.queries import pointers
from bangfu.apps.activities.queries.copied import Copied, copied
from bangfu.apps.activities.queries.narrowing import PointerFilter
from bangfu.apps.activities.queries.pointers import Double
from bangfu.apps.activities.queries.reach import RECORD, VIEW
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_safe
def doubles(request: StaffRequest) -> HttpResponse:
    filters = _filters(request)
    by = filters.chosen
    leaf = pointers.open_doubles(request.user, by=by, page=request.GET.get("page"))
    same = copied(request.user, on=timezone.localdate(), by=by)
    page = pages.LedgerPointers(
        filters=filters, doubles=leaf, copied=same, total=leaf.paginator.count + len(same)
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def export_doubles(request: StaffRequest) -> HttpResponseBase:
    by = _filters(request).chosen
    same = copied(request.user, on=timezone.localdate(), by=by)
    title, count = _("核实线索"), pointers.count_doubles(request.user, by=by) + len(same)
    record_export(request, page="doubles", title=title, rows=count)
    columns = [
        Column(_("线索"), 12),
        Column(_("项目"), 30),
        Column(_("类别"), 14),
        Column(_("帮扶单位"), 26),
        Column(_("受援单位"), 26),
        Column(_("日期"), 16),
        Column(_("数量"), 20),
        Column(_("先登记单位"), 26),
        Column(_("后登记日期"), 16),
        Column(_("后登记数量"), 20),
        Column(_("后登记单位"), 26),
        Column(_("连续月数"), 10),
    ]
    return exported(request, title, columns, _cells(request, by, same), count=count)


@staff(RECORD)
@require_POST
def settle_double(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(pointers.settleable_by(request.user), pk=pk)
    same = request.POST.get("same") == "1"
    try:
        actions.settle_resemblance(resemblance=found, same=same, by=request.user, at=timezone.now())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        said = _("已认定为同一项工作，只计一次。") if same else _("已认定为两项工作，分别计算。")
        messages.success(request, said)
    return redirect("doubles")


def _filters(request: StaffRequest) -> ledger_forms.PointerFilterForm:
    choices = programme_choices(programmes.visible_to(request.user))
    return ledger_forms.PointerFilterForm(request.GET, programmes=choices)


def _cells(request: StaffRequest, by: PointerFilter, same: list[Copied]) -> Iterator[list[Value]]:
    yield from (_double_cells(each) for each in pointers.every_double(request.user, by=by))
    yield from (_copied_cells(each) for each in same)


def _double_cells(pair: Double) -> list[Value]:
    first, second = pair.first, pair.second
    about: list[Value] = [_("疑似重复"), pair.programme, first.kind, first.giver, first.host]
    told: list[Value] = [first.on, first.amounts, first.entered_by]
    return [*about, *told, second.on, second.amounts, second.entered_by, None]


def _copied_cells(row: Copied) -> list[Value]:
    about: list[Value] = [_("数字雷同"), row.programme_title, row.kind_title, row.giver, row.host]
    return [*about, row.months[0], row.figures, None, None, None, None, len(row.months)]

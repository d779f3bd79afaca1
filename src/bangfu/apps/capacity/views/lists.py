"""The list, who teaches whom, and the picture of every host."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.capacity import forms, pages, presentation
from bangfu.apps.capacity.queries import CHANGE, VIEW, four, lists
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.core.exchange.streaming_cells import Value
from bangfu.web.access import staff
from bangfu.web.components import Tab
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_safe
def item_list(request: StaffRequest) -> HttpResponse:
    filters, chosen = _filters(request)
    today = timezone.localdate()
    leaf = lists.item_rows(request.user, by=chosen, on=today, page=request.GET.get("page"))
    page = pages.ItemList(
        leaf=leaf,
        filters=filters,
        tabs=presentation.tabs(request.user, "list", has_matrix=bool(four.asking(request.user))),
        may_enter=request.user.has_perm(CHANGE),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def item_export(request: StaffRequest) -> HttpResponseBase:
    _form, chosen = _filters(request)
    today = timezone.localdate()
    count = lists.count(request.user, by=chosen, on=today)
    record_export(request, page="capacity_list", title=_("能力建设"), rows=count)
    columns = [
        Column(_("名称"), 30),
        Column(_("人员"), 12),
        Column(_("类别"), 16),
        Column(_("受援单位"), 28),
        Column(_("科室"), 14),
        Column(_("帮扶单位"), 28),
        Column(_("带教老师"), 12),
        Column(_("状态"), 14),
        Column(_("下一步"), 20),
        Column(_("开始日期"), 14),
        Column(_("建成日期"), 14),
        Column(_("独立开展日期"), 14),
        Column(_("独立技能数"), 12),
        Column(_("技能数"), 10),
        Column(_("台账"), 16),
        Column(_("项目"), 30),
    ]
    rows = (_cells(row) for row in lists.every_row(request.user, by=chosen, on=today))
    return exported(request, _("能力建设"), columns, rows, count=count)


@staff(VIEW)
@require_safe
def chains(request: StaffRequest) -> HttpResponse:
    rows = lists.chain_rows(request.user)
    page = pages.Chains(
        rows=rows,
        tabs=presentation.tabs(request.user, "chains", has_matrix=bool(four.asking(request.user))),
        goes_on=any(row.village_doctor for row in rows),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def four_things(request: StaffRequest) -> HttpResponse:
    asking = four.asking(request.user)
    chosen = request.GET.get("programme", "")
    programme = next((one for one in asking if one.code == chosen), asking[0] if asking else None)
    matrix = four.matrix_of(request.user, programme, on=timezone.localdate()) if programme else None
    choices = (
        [Tab(str(one), f"?programme={one.code}", one == programme) for one in asking]
        if len(asking) > 1
        else presentation.tabs(request.user, "four", has_matrix=True)
    )
    page = pages.FourThings(
        matrix=matrix,
        titles=[in_own_language(thing.title) for thing in matrix.things] if matrix else [],
        built=matrix.built if matrix else [],
        tabs=choices,
    )
    return show(request, page)


def _filters(request: StaffRequest) -> tuple[forms.ItemFilterForm, lists.ItemFilter]:
    choices = programme_choices(programmes.visible_to(request.user))
    filters = forms.ItemFilterForm(request.GET, programmes=choices)
    return filters, lists.ItemFilter(**(filters.cleaned_data if filters.is_valid() else {}))


def _cells(row: lists.Row) -> list[Value]:
    return [
        row.name,
        row.person,
        row.kind,
        row.host,
        row.department,
        row.giver,
        row.teacher,
        row.stage.said,
        row.stage.next_title,
        row.begun_on,
        row.built_on,
        row.alone_on,
        row.skills_alone if row.skills else None,
        row.skills or None,
        row.ledger,
        row.programme,
    ]

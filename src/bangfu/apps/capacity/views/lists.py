"""The list, who teaches whom, and the picture of every host."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.capacity import forms, pages, presentation
from bangfu.apps.capacity.queries import CHANGE, VIEW, four, lists
from bangfu.apps.capacity.queries import chains as chain_queries
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.core.exchange.streaming_cells import Value
from bangfu.web.access import staff
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
    filters, by = _chain_filters(request)
    leaf = chain_queries.chain_rows(request.user, by=by, page=request.GET.get("page"))
    page = pages.Chains(
        leaf=leaf,
        filters=filters,
        tabs=presentation.tabs(request.user, "chains", has_matrix=bool(four.asking(request.user))),
        goes_on=any(row.village_doctor for row in leaf.object_list),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def chain_export(request: StaffRequest) -> HttpResponseBase:
    _form, by = _chain_filters(request)
    title, count = _("师带徒名单"), chain_queries.count(request.user, by=by)
    record_export(request, page="capacity_chains", title=title, rows=count)
    columns = [
        Column(_("徒弟"), 12),
        Column(_("受援单位"), 28),
        Column(_("科室"), 14),
        Column(_("徒弟电话"), 16),
        Column(_("带教方向"), 24),
        Column(_("带教老师"), 12),
        Column(_("帮扶单位"), 28),
        Column(_("带教老师电话"), 16),
        Column(_("村医"), 12),
        Column(_("村医电话"), 16),
    ]
    rows = (_chain_cells(row) for row in chain_queries.every_chain(request.user, by=by))
    return exported(request, title, columns, rows, count=count)


@staff(VIEW)
@require_safe
def four_things(request: StaffRequest) -> HttpResponse:
    filters, matrix = _matrix(request)
    page = pages.FourThings(
        matrix=matrix,
        filters=filters,
        titles=[in_own_language(thing.title) for thing in matrix.things] if matrix else [],
        built=matrix.built if matrix else [],
        tabs=presentation.tabs(request.user, "four", has_matrix=matrix is not None),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def four_export(request: StaffRequest) -> HttpResponseBase:
    _form, matrix = _matrix(request)
    if matrix is None:
        raise Http404
    title, count = _("各单位建设情况"), len(matrix.rows)
    record_export(request, page="capacity_four", title=title, rows=count)
    columns = [Column(_("受援单位"), 28)]
    for thing in matrix.things:
        name = in_own_language(thing.title)
        built = _("%(thing)s已建成项数") % {"thing": name}
        columns += [Column(name, 16), Column(built, 18)]
    columns += [Column(_("已建成"), 10), Column(_("要求"), 10), Column(_("项目"), 30)]
    rows = (_host_cells(matrix, row) for row in matrix.rows)
    return exported(request, title, columns, rows, count=count)


def _chain_filters(
    request: StaffRequest,
) -> tuple[forms.ChainFilterForm, chain_queries.ChainFilter]:
    choices = programme_choices(programmes.visible_to(request.user))
    filters = forms.ChainFilterForm(request.GET, programmes=choices)
    filters.full_clean()
    return filters, chain_queries.ChainFilter(**filters.cleaned_data)


def _matrix(request: StaffRequest) -> tuple[forms.HostFilterForm, four.Matrix | None]:
    """The picture of the programme asked for, else of the first that asks for anything."""
    asking = {one.code: one for one in four.asking(request.user)}
    choices = [(code, str(one)) for code, one in asking.items()]
    filters = forms.HostFilterForm(request.GET, programmes=choices)
    filters.full_clean()
    given = filters.cleaned_data
    programme = asking.get(given.get("programme", "")) or next(iter(asking.values()), None)
    if programme is None:
        return filters, None
    on, words = timezone.localdate(), given.get("words", "")
    return filters, four.matrix_of(request.user, programme, on=on, words=words)


def _chain_cells(row: chain_queries.Chain) -> list[Value]:
    return [
        row.pupil,
        row.host,
        row.pupil_unit,
        row.pupil_phone,
        row.direction,
        row.teacher,
        row.teacher_unit,
        row.teacher_phone,
        row.village_doctor,
        row.village_phone,
    ]


def _host_cells(matrix: four.Matrix, row: four.HostRow) -> list[Value]:
    told: list[Value] = [row.name]
    for cell in row.cells:
        if cell.asked:
            told += [in_own_language(cell.standing.label), cell.there]
        else:
            told += [None, None]
    return [*told, row.done, row.asked, str(matrix.programme)]


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

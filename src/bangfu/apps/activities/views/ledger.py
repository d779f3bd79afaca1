"""The list of the ledger, its export, one activity, and taking one back."""

from collections.abc import Iterator
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, ledger_forms, pages
from bangfu.apps.activities.models import Activity
from bangfu.apps.activities.queries import ledger, narrowing, pointers, single
from bangfu.apps.activities.queries.reach import RECORD, VIEW, correctable_by
from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.journal.queries import trail_of
from bangfu.apps.programmes import queries as programmes
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.programmes import shipped_kinds
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Keyset
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import enumerated, in_brackets, in_own_language


@staff(VIEW)
@require_safe
def activity_list(request: StaffRequest) -> HttpResponse:
    filters = _filters(request)
    after = ledger.Cursor.read(request.GET.get("after", ""))
    found = ledger.stretch(request.user, by=filters.chosen, after=after)
    page = pages.ActivityList(
        found=found,
        filters=filters,
        about=narrowing.narrowed_by_figure(filters.chosen),
        neighbours=_neighbours(request, found, after),
        may_enter=request.user.has_perm(RECORD),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def export_activities(request: StaffRequest) -> HttpResponseBase:
    by = _filters(request).chosen
    title, rows = str(_("工作台账")), ledger.count(request.user, by=by)
    record_export(request, page="activity_list", title=title, rows=rows)
    kind = shipped_kinds().get(by.kind)
    measures = [
        (in_own_language(each.title), in_own_language(each.unit.label))
        for each in (kind.measures if kind else ())
    ]
    columns = [
        Column(_("日期"), 16),
        Column(_("结束日期"), 16),
        Column(_("类别"), 16),
        *(Column(in_brackets(title, unit), 14) for title, unit in measures),
        *([] if measures else [Column(_("数量"), 24)]),
        Column(_("帮扶单位"), 24),
        Column(_("受援单位"), 24),
        Column(_("地点"), 24),
        Column(_("参加人员"), 24),
        Column(_("项目"), 30),
        Column(_("状态"), 10),
    ]
    titles = [title for title, _unit in measures]
    return exported(request, title, columns, _cells(request, by, titles), count=rows)


@staff(VIEW)
@require_safe
def activity(request: StaffRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    page = pages.OneActivity(
        row=ledger.row_of(found),
        facts=single.facts(found),
        items=single.items_of(found),
        cases=single.cases_of(found),
        proofs=attachments_on(found),
        changes=single.changes_of(found),
        alike=pointers.alike_to(request.user, found),
        trail=trail_of(found),
        may=single.open_to(request.user, found),
        same_as=found.same_as_id,
    )
    return show(request, page)


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_activity(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(correctable_by(request.user).in_full(), pk=pk)
    form = ledger_forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_activity(
                activity=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已撤回，不再计入合计；记录和原因仍可查看。"))
            return redirect("activity", pk=pk)
    page = pages.WithdrawActivity(row=ledger.row_of(found), form=form)
    return show(request, page, status=422 if form.errors else 200)


def _seen(request: StaffRequest, pk: int) -> Activity:
    found = single.seen_by(request.user, pk)
    if found is None:
        raise Http404
    return found


def _filters(request: StaffRequest) -> ledger_forms.LedgerFilterForm:
    choices = programme_choices(programmes.visible_to(request.user))
    return ledger_forms.LedgerFilterForm(request.GET, programmes=choices)


def _neighbours(
    request: StaffRequest, found: ledger.Stretch, after: ledger.Cursor | None
) -> Keyset:
    kept = request.GET.copy()
    kept.pop("after", None)
    first = f"{reverse('activity_list')}?{kept.urlencode()}"
    following = ""
    if found.following:
        kept["after"] = str(found.following)
        following = f"{reverse('activity_list')}?{kept.urlencode()}"
    return Keyset(first if after else "", following, len(found.rows), None)


def _cells(
    request: StaffRequest, by: narrowing.LedgerFilter, titles: list[str]
) -> Iterator[list[Value]]:
    for row in ledger.every_row(request.user, by=by):
        amounts = {figure.title: _counted(figure.amount) for figure in row.figures}
        yield [
            row.on,
            row.last_day if row.took_days else None,
            row.kind,
            *((amounts.get(title) for title in titles) if titles else [row.amounts]),
            row.giver,
            row.host,
            row.place,
            enumerated(row.people),
            row.programme,
            row.state,
        ]


def _counted(amount: Decimal) -> int | Decimal:
    """A count without decimals, as people write it; money keeps its cents."""
    return int(amount) if amount == amount.to_integral_value() else amount

"""Findings: listed, exported, one of them, the steps in its life."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.spotchecks import actions, forms, pages, presentation
from bangfu.apps.spotchecks.models import FindingStep
from bangfu.apps.spotchecks.queries import findings as queries
from bangfu.apps.spotchecks.queries.findings import FindingFilter, FindingRow
from bangfu.apps.spotchecks.queries.reach import VIEW, findings_visible_to, sides_of
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.refusal import Refusal
from bangfu.core.spotchecks.finding_life import RULES, State, Step
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

COLUMNS = (
    Column(gettext_lazy("项目"), 28),
    Column(gettext_lazy("问题"), 36),
    Column(gettext_lazy("问题类别"), 18),
    Column(gettext_lazy("责任单位"), 28),
    Column(gettext_lazy("受援单位"), 28),
    Column(gettext_lazy("涉及人员"), 12),
    Column(gettext_lazy("发现日期"), 16),
    Column(gettext_lazy("时限"), 16),
    Column(gettext_lazy("状态"), 14),
    Column(gettext_lazy("曾逾期"), 10),
    Column(gettext_lazy("办结日期"), 16),
)


@dataclass(frozen=True, slots=True)
class Taking:
    """How a step is taken from a page; ``asks`` names what the action wants beside the form."""

    form: type[django_forms.Form]
    action: Callable[..., object]
    done: Callable[[], str]
    asks: tuple[str, ...] = ("on", "at")


TAKINGS = {
    Step.REPLY: Taking(forms.ReplyForm, actions.reply, lambda: _("已答复。")),
    Step.RETURN: Taking(forms.WordsForm, actions.return_reply, lambda: _("已退回重新答复。")),
    Step.REMEDY: Taking(forms.RemedyForm, actions.report_remedy, lambda: _("已报告整改，待复查。")),
    Step.LOOK_AGAIN: Taking(forms.LookAgainForm, actions.look_again, lambda: _("复查结果已登记。")),
    Step.WITHDRAW: Taking(forms.WordsForm, actions.withdraw_finding, lambda: _("问题已撤销。")),
    Step.CONSEQUENCE: Taking(
        forms.PenaltyForm, actions.record_penalty, lambda: _("处理结果已登记。"), ("at",)
    ),
    Step.TASK: Taking(forms.TaskForm, actions.task_for_finding, lambda: _("已列入整改任务。")),
}


@staff(VIEW)
@require_safe
def finding_list(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    filters, by = _filtered(request)
    page = pages.FindingList(
        tabs=presentation.tabs_of(user, "finding_list"),
        tiles=presentation.finding_tiles(
            queries.sums_of(user, by=FindingFilter(programme=by.programme), on=today), by
        ),
        filters=filters,
        leaf=queries.finding_rows(user, by=by, on=today, page=request.GET.get("page")),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def export_findings(request: StaffRequest) -> StreamingHttpResponse:
    _filters, by = _filtered(request)
    count, rows = queries.every_row(request.user, by=by, on=timezone.localdate())
    title = _("抽查问题整改")
    answer = exported(request, title, COLUMNS, map(_cells, rows), count=count)
    record_export(request, page="finding_list", title=title, rows=count)
    return answer


@staff(VIEW)
@require_safe
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(findings_visible_to(request.user).in_full(), pk=pk)
    return show(request, presentation.finding_page(found, request.user))


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def take_finding_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    found = get_object_or_404(findings_visible_to(request.user).in_full(), pk=pk)
    taken = next((one for one in TAKINGS if one.value == step), None)
    if taken is None:
        raise Http404
    side = presentation.side_for(taken, sides_of(request.user, found))
    if side is None:
        raise PermissionDenied
    if State.of(found.state) not in RULES[taken].follows and request.method != "POST":
        messages.info(request, _("当前不能办理此事项。"))
        return redirect("finding", pk=pk)
    taking, today = TAKINGS[taken], timezone.localdate()
    submitted = request.method == "POST"
    form = taking.form(
        data=request.POST if submitted else None,
        files=request.FILES if submitted else None,
        initial={"decided_on": today},
    )
    if submitted and form.is_valid():
        moments = {"on": today, "at": timezone.now()}
        given: dict[str, Any] = {name: moments[name] for name in taking.asks}
        given |= {("files" if k == "proofs" else k): v for k, v in form.cleaned_data.items()}
        try:
            taking.action(finding=found, side=side, by=request.user, **given)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, taking.done())
            return redirect("finding", pk=pk)
    events = queries.events_of(found)
    page = pages.TakeFindingStep(
        pk=pk,
        finding=found.title,
        lead=found.institution.name,
        title=in_own_language(taken.label),
        form=form,
        facts=queries.finding_facts(found),
        latest=events[-1] if events else None,
        note=presentation.notes_of(taken),
        multipart=form.is_multipart(),
        grave=taken in presentation.GRAVE,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def finding_file(request: StaffRequest, pk: int, step: int, file: int) -> HttpResponseBase:
    found = get_object_or_404(findings_visible_to(request.user), pk=pk)
    row = get_object_or_404(FindingStep, Q(finding=found), pk=step)
    return stream(request, get_object_or_404(evidence.files_on(row), pk=file))


def _filtered(request: StaffRequest) -> tuple[forms.FindingFilterForm, FindingFilter]:
    """The form of the list, and what it narrows the list by: one query."""
    among = programmes.visible_to(request.user, VIEW).order_by("-ends_before", "code")
    filters = forms.FindingFilterForm(request.GET, programmes=programme_choices(among))
    return filters, FindingFilter(**(filters.cleaned_data if filters.is_valid() else {}))


def _cells(row: FindingRow) -> Sequence[Value]:
    """One finding as a row of a sheet."""
    return (
        row.programme,
        row.title,
        row.kind,
        row.institution,
        row.host,
        row.worker,
        row.found_on,
        row.due,
        row.state,
        row.ever_late,
        row.closed_on,
    )

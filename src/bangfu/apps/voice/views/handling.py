"""Requests as those who handle them see them: listed, exported, one of them, its steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from bangfu.apps.registry.models import Department
from bangfu.apps.voice import actions, forms, pages, presentation
from bangfu.apps.voice.models import PublicRequest, RequestStep
from bangfu.apps.voice.queries import requests as queries
from bangfu.apps.voice.queries.reach import VIEW, handles, receivers_of, visible_to
from bangfu.apps.voice.queries.requests import RequestFilter, RequestRow
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.refusal import Refusal
from bangfu.core.voice.request_life import Step
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

COLUMNS = (
    Column(gettext_lazy("编号"), 18),
    Column(gettext_lazy("类别"), 16),
    Column(gettext_lazy("内容"), 50),
    Column(gettext_lazy("承办单位"), 28),
    Column(gettext_lazy("承办科室"), 16),
    Column(gettext_lazy("提出日期"), 16),
    Column(gettext_lazy("答复期限"), 16),
    Column(gettext_lazy("答复日期"), 16),
    Column(gettext_lazy("办结日期"), 16),
    Column(gettext_lazy("状态"), 12),
    Column(gettext_lazy("逾期"), 10),
    Column(gettext_lazy("原因分类"), 18),
    Column(gettext_lazy("是否解决"), 10),
    Column(gettext_lazy("是否满意"), 10),
)
RELEASE_STEP = "release"


@dataclass(frozen=True, slots=True)
class Taking:
    """How a step is taken from a page."""

    form: type[django_forms.Form]
    action: Callable[..., object]
    done: Callable[[], str]
    note: Callable[[], str] = lambda: ""


TAKINGS = {
    Step.ACCEPT: Taking(
        forms.AcceptForm,
        actions.accept,
        lambda: _("已受理。"),
        lambda: _("答复期限自提出次日起算，涉及多个科室的按较长期限。"),
    ),
    Step.REFUSE: Taking(forms.WordsForm, actions.refuse_request, lambda: _("已登记不予受理。")),
    Step.PASS_ON: Taking(
        forms.PassOnForm,
        actions.pass_on,
        lambda: _("已转办。"),
        lambda: _("转办不改变答复期限，接收单位受理前由本单位跟进。"),
    ),
    Step.RETURN: Taking(forms.WordsForm, actions.return_request, lambda: _("已退回。")),
    Step.EXTEND: Taking(
        forms.WordsForm,
        actions.extend,
        lambda: _("已延期。"),
        lambda: _("只能延期一次，提出人会看到原因。"),
    ),
    Step.ANSWER: Taking(forms.AnswerForm, actions.answer, lambda: _("已答复。")),
    Step.CALL_BACK: Taking(
        forms.CallBackForm,
        actions.call_back,
        lambda: _("回访结果已登记。"),
        lambda: _("未解决的继续办理，重新计算答复期限。"),
    ),
    Step.SET_ASIDE: Taking(forms.WordsForm, actions.set_aside, lambda: _("已标为无效信息。")),
    Step.RESTORE: Taking(forms.WordsForm, actions.restore, lambda: _("已恢复办理。")),
}


@staff(VIEW)
@require_safe
def request_list(request: StaffRequest) -> HttpResponse:
    filters, by = _filtered(request)
    user, today = request.user, timezone.localdate()
    page = pages.RequestList(
        tabs=presentation.tabs_of(user, "request_list"),
        tiles=presentation.tiles_of(queries.sums_of(user, on=today)),
        filters=filters,
        leaf=queries.request_rows(user, by=by, on=today, page=request.GET.get("page")),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def export_requests(request: StaffRequest) -> StreamingHttpResponse:
    _filters, by = _filtered(request)
    count, rows = queries.every_row(request.user, by=by, on=timezone.localdate())
    title = _("群众需求")
    answer = exported(request, title, COLUMNS, map(_cells, rows), count=count)
    record_export(request, page="request_list", title=title, rows=count)
    return answer


@staff(VIEW)
@require_safe
def public_request(request: StaffRequest, pk: int) -> HttpResponse:
    page = presentation.request_page(_seen(request, pk), request.user, on=timezone.localdate())
    return show(request, page)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def take_request_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    found, today = _seen(request, pk), timezone.localdate()
    if not handles(request.user, found):
        raise PermissionDenied
    title, taking = _taking(step)
    offered = {one.step for one in presentation.offered(found, request.user, on=today)}
    if step not in offered and request.method != "POST":
        messages.info(request, _("当前不能办理此事项。"))
        return redirect("public_request", pk=pk)
    form = _form(request, taking, found)
    if form.is_bound and form.is_valid():
        said = {("files" if k == "proofs" else k): v for k, v in form.cleaned_data.items()}
        given: dict[str, Any] = {"by": request.user, "at": timezone.now(), **said}
        if step != RELEASE_STEP:
            given["on"] = today
        try:
            taking.action(request=found, **given)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, taking.done())
            return _onward(request, pk)
    page = pages.TakeRequestStep(
        pk=pk,
        number=str(found),
        title=title,
        lead=found.institution.name,
        asked=found.words,
        form=form,
        note=taking.note(),
        multipart=form.is_multipart(),
        grave=step in {one.value for one in presentation.GRAVE},
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def request_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    found = _seen(request, pk)
    return stream(request, get_object_or_404(evidence.files_on(found), pk=file))


@staff(VIEW)
@require_safe
def request_step_file(request: StaffRequest, pk: int, step: int, file: int) -> HttpResponseBase:
    row = get_object_or_404(RequestStep, request=_seen(request, pk), pk=step)
    return stream(request, get_object_or_404(evidence.files_on(row), pk=file))


def _onward(request: StaffRequest, pk: int) -> HttpResponse:
    """The request again, or the list where it has just been returned out of one's sight."""
    if visible_to(request.user).filter(pk=pk).exists():
        return redirect("public_request", pk=pk)
    return redirect("request_list")


def _seen(request: StaffRequest, pk: int) -> PublicRequest:
    return get_object_or_404(visible_to(request.user).in_full(), pk=pk)


def _taking(step: str) -> tuple[str, Taking]:
    if step == RELEASE_STEP:
        return _("拟公开答复"), Taking(
            forms.ReleaseForm,
            actions.draft_release,
            lambda: _("已提交审核。"),
            lambda: _("须由另一人审核后公开；不得有姓名、电话等个人信息。"),
        )
    for one, taking in TAKINGS.items():
        if one.value == step:
            return in_own_language(one.label), taking
    raise Http404


def _form(request: StaffRequest, taking: Taking, found: PublicRequest) -> Any:
    submitted = request.method == "POST"
    initial = {}
    if taking.form is forms.ReleaseForm:
        initial = {"question": found.words[:300], "answer": found.answer}
    form: Any = taking.form(
        data=request.POST if submitted else None,
        files=request.FILES if submitted else None,
        initial=initial,
    )
    if taking.form is forms.PassOnForm:
        own = Department.objects.filter(institution=found.institution).order_by("name")
        form.fields["institution"].queryset = receivers_of(found, on=timezone.localdate())
        form.fields["department"].queryset = own
    return form


def _filtered(request: StaffRequest) -> tuple[forms.RequestFilterForm, RequestFilter]:
    choices = programme_choices(programmes.visible_to(request.user))
    filters = forms.RequestFilterForm(request.GET, programmes=choices)
    return filters, RequestFilter(**(filters.cleaned_data if filters.is_valid() else {}))


def _cells(row: RequestRow) -> Sequence[Value]:
    """One request as a row of a sheet: nothing that tells who asked."""
    return (
        row.number,
        row.kind,
        row.words,
        row.institution,
        row.department,
        row.asked_on,
        row.due,
        row.answered_on,
        row.closed_on,
        row.state,
        row.late,
        row.cause,
        row.solved,
        row.satisfied,
    )

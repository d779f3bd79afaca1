"""Leave: asked for and reported back from by the worker, decided by the sender."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, forms, pages, wording
from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.queries import given, leaves, own_of, sent_by
from bangfu.apps.duty.queries.reach import ASK, DECIDE
from bangfu.apps.duty.recorded import leave_of
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Tab, Tile
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, number


@staff(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_leave(request: StaffRequest) -> HttpResponse:
    reach = own_of(request.user).select_related("worker", "host")
    posting = get_object_or_404(reach, pk=number_of_row(request.GET.get("posting", "")))
    form = forms.AskLeaveForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask_leave(
                posting=posting,
                kind=form.cleaned_data["kind"],
                starts_at=form.starts_at,
                ends_before=form.ends_before,
                reason=form.cleaned_data["reason"],
                side=Side.WORKER,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(
                request, _("请假申请已提交，由派出单位批准；批准后自动扣除，无需另报。")
            )
            return redirect("passbook")
    page = pages.AskLeave(posting=posting.host.name, form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(ASK)
@require_POST
def withdraw_leave(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Leave.objects.filter(posting__in=own_of(request.user)), pk=pk)
    actions.withdraw_leave(row=found, by=request.user, at=timezone.now())
    messages.success(request, _("请假已撤回。"))
    return redirect("passbook")


@staff(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def report_back(request: StaffRequest, pk: int) -> HttpResponse:
    reach = Leave.objects.filter(posting__in=own_of(request.user))
    found = get_object_or_404(reach.select_related("posting__worker"), pk=pk)
    initial = {"day": timezone.localdate()}
    form = forms.ReportBackForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.report_back(
                row=found,
                back_at=form.back_at,
                side=Side.WORKER,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("销假已办理。"))
            return redirect("passbook")
    page = pages.ReportBack(
        worker=found.posting.worker.name,
        leave=wording.leave_in_words(leave_of(found)),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(DECIDE)
@require_safe
def sent_duty(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    to_decide, running = leaves.leave_of_sender(request.user, on=today)
    leaf = leaves.sent_rows(request.user, on=today, page=request.GET.get("page"))
    away = leaves.people_away(sent_by(request.user).on(today), on=today)
    tiles = [
        Tile(_("在外派驻"), number(leaf.paginator.count), _("人"), icon="route", url="#people"),
        Tile(
            _("今日休假"),
            number(away),
            _("人"),
            icon="calendar-off",
            url="#running" if running else "",
        ),
        Tile(
            _("待批请假"),
            number(len(to_decide)),
            _("件"),
            tone="warn" if to_decide else "neutral",
            icon="clipboard-check",
            url="#to-decide",
        ),
    ]
    page = pages.SentDuty(
        tabs=_tabs("sent_duty"),
        tiles=tiles,
        to_decide=to_decide,
        leaves=running,
        leaf=leaf,
        arrivals=leaves.arrivals(request.user, on=today),
    )
    return show(request, page)


@staff(DECIDE)
@require_safe
def sent_given(request: StaffRequest) -> HttpResponse:
    page = pages.SentGiven(
        tabs=_tabs("sent_given"),
        programmes=given.given_rows(request.user, on=timezone.localdate()),
    )
    return show(request, page)


def _tabs(here: str) -> list[Tab]:
    """The pages of a sender."""
    named = {"sent_duty": _("人员和请假"), "sent_given": _("应派和已派")}
    return [Tab(label, reverse(name), current=name == here) for name, label in named.items()]


@staff(DECIDE)
@require_POST
def approve_leave(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Leave.objects.filter(posting__in=sent_by(request.user)), pk=pk)
    actions.approve_leave(row=found, by=request.user, at=timezone.now())
    messages.success(request, _("请假已批准。"))
    return redirect("sent_duty")


@staff(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_leave(request: StaffRequest, pk: int) -> HttpResponse:
    reach = Leave.objects.filter(posting__in=sent_by(request.user))
    found = get_object_or_404(reach.select_related("posting__worker"), pk=pk)
    form = forms.RefuseLeaveForm(request.POST or None)
    if form.is_valid():
        try:
            actions.refuse_leave(row=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已答复不批准。"))
            return redirect("sent_duty")
    page = pages.RefuseLeave(
        worker=found.posting.worker.name, leave=wording.leave_in_words(leave_of(found)), form=form
    )
    return show(request, page, status=422 if form.errors else 200)

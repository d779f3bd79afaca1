"""Leave handled for somebody else: entered by host or sender, returns, who stands in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, forms, pages, wording
from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.queries import changeable_by_host, leaves, sent_by
from bangfu.apps.duty.queries.reach import CONFIRM, DECIDE, VIEW
from bangfu.apps.duty.recorded import leave_of
from bangfu.apps.postings.models import PostingQuerySet
from bangfu.apps.registry.models import Worker
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_leave(request: StaffRequest) -> HttpResponse:
    """The host or the sender enters leave of somebody posted; the sender decides as always."""
    side, reach = _side(request)
    today = timezone.localdate()
    postings = leaves.who_may_be_on_leave(reach, on=today)
    form = forms.EnterLeaveForm(
        request.POST or None, postings=postings, initial={"posting": request.GET.get("posting")}
    )
    if form.is_valid():
        try:
            actions.ask_leave(
                posting=form.chosen,
                kind=form.cleaned_data["kind"],
                starts_at=form.starts_at,
                ends_before=form.ends_before,
                reason=form.cleaned_data["reason"],
                side=side,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("请假已登记，待派出单位批准。"))
            return redirect(_back(side))
    page = pages.EnterLeave(form=form, nobody=not postings, back=_back(side))
    return show(request, page, status=422 if form.errors else 200)


@staff(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_return(request: StaffRequest, pk: int) -> HttpResponse:
    """The host enters that somebody is back from leave."""
    reach = Leave.objects.filter(posting__in=changeable_by_host(request.user))
    found = get_object_or_404(reach.select_related("posting__worker"), pk=pk)
    form = forms.ReportBackForm(request.POST or None, initial={"day": timezone.localdate()})
    if form.is_valid():
        try:
            actions.report_back(
                row=found, back_at=form.back_at, side=Side.HOST, by=request.user, at=timezone.now()
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("销假已办理。"))
            return redirect(_back(Side.HOST))
    page = pages.ReportBack(
        worker=found.posting.worker.name,
        leave=wording.leave_in_words(leave_of(found)),
        form=form,
        back=_back(Side.HOST),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def name_substitute(request: StaffRequest, pk: int) -> HttpResponse:
    """The sender names who stands in during leave."""
    reach = Leave.objects.filter(posting__in=sent_by(request.user))
    found = get_object_or_404(
        reach.select_related("posting__worker", "posting__host", "posting__need", "substitute"),
        pk=pk,
    )
    form = forms.SubstituteForm(
        request.POST or None,
        among=Worker.objects.filter(home=found.posting.home_id, valid_to__isnull=True),
        initial={"worker": found.substitute.staff_number if found.substitute else ""},
    )
    if form.is_valid():
        try:
            actions.name_substitute(row=found, worker=form.cleaned_data["worker"], by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已安排替班人员，受援单位可在本周在岗中看到。"))
            return redirect(_back(Side.SENDER))
    page = pages.NameSubstitute(
        worker=found.posting.worker.name,
        host=found.posting.host.name,
        leave=wording.leave_in_words(leave_of(found)),
        form=form,
        free=leaves.who_may_stand_in(found),
    )
    return show(request, page, status=422 if form.errors else 200)


def _side(request: StaffRequest) -> tuple[Side, PostingQuerySet]:
    """For whom the reader enters leave: as the host, else as the sender."""
    user = request.user
    if user.has_perm(CONFIRM):
        return Side.HOST, changeable_by_host(user)
    if user.has_perm(DECIDE):
        return Side.SENDER, sent_by(user)
    raise Http404


def _back(side: Side) -> str:
    return "week" if side is Side.HOST else "sent_duty"

"""The service passbook, one's own or somebody's within reach; corrections asked for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, forms, pages
from bangfu.apps.duty.models import Correction, EarlierService
from bangfu.apps.duty.queries import own_of, passbooks, visible_to
from bangfu.apps.duty.queries.reach import ASK, DECIDE, VIEW
from bangfu.apps.registry.models import Worker
from bangfu.apps.registry.models.workers import WorkerQuerySet
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(ASK)
@require_safe
def passbook(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    worker = Worker.objects.select_related("home").filter(account=request.user).first()
    if worker is None:
        return show(request, pages.NoPassbook())
    own = Correction.objects.filter(posting__in=own_of(request.user))
    page = pages.Passbook(
        name=worker.name,
        own=True,
        on=today,
        shown=passbooks.passbook(worker, own_of(request.user), on=today),
        corrections=passbooks.correction_rows(own),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def passbook_of(request: StaffRequest, pk: int) -> HttpResponse:
    reach = visible_to(request.user)
    seen = Worker.objects.filter(pk__in=reach.values("worker"))
    worker = get_object_or_404(seen.select_related("home"), pk=pk)
    shown = passbooks.passbook(worker, reach, on=timezone.localdate())
    page = pages.Passbook(
        name=worker.name,
        own=False,
        on=timezone.localdate(),
        shown=shown,
        worker_pk=worker.pk,
        may_enter=_own_people(request.user).filter(pk=worker.pk).exists(),
    )
    return show(request, page)


@staff(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_earlier_service(request: StaffRequest, pk: int) -> HttpResponse:
    """The own unit enters years served before this system, with the document that proves them."""
    worker = get_object_or_404(_own_people(request.user), pk=pk)
    form = forms.EarlierServiceForm(request.POST or None)
    if form.is_valid():
        try:
            actions.enter_earlier_service(
                worker=worker, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("以往基层服务已登记。"))
            return redirect("passbook_of", pk=pk)
    page = pages.EnterEarlierService(pk=pk, worker=worker.name, form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(DECIDE)
@require_POST
def withdraw_earlier_service(request: StaffRequest, pk: int) -> HttpResponse:
    reach = EarlierService.objects.filter(worker__in=_own_people(request.user))
    found = get_object_or_404(reach, pk=pk)
    actions.withdraw_earlier_service(row=found, by=request.user, at=timezone.now())
    messages.success(request, _("该登记已撤销。"))
    return redirect("passbook_of", pk=found.worker_id)


def _own_people(user: User) -> WorkerQuerySet:
    """Workers of units for which the reader decides."""
    scope = user.scope_of(DECIDE)
    return Worker.objects.filter(scope.filter(area="home__area_code", institution="home__code"))


@staff(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_correction(request: StaffRequest) -> HttpResponse:
    reach = own_of(request.user).select_related("host")
    posting = get_object_or_404(reach, pk=number_of_row(request.GET.get("posting", "")))
    form = forms.CorrectionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask_correction(
                posting=posting,
                days=form.days,
                what=form.cleaned_data["what"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("更正申请已提交，由主管部门办理。"))
            return redirect("passbook")
    page = pages.AskCorrection(posting=posting.host.name, form=form)
    return show(request, page, status=422 if form.errors else 200)

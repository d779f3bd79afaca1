"""The service passbook, one's own or somebody's within reach; corrections asked for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, forms, pages
from bangfu.apps.duty.models import Correction
from bangfu.apps.duty.queries import own_of, passbooks, visible_to
from bangfu.apps.duty.queries.reach import ASK, VIEW
from bangfu.apps.registry.models import Worker
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show


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
    return show(request, pages.Passbook(name=worker.name, own=False, shown=shown))


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
            form.add_error(None, refused.in_language(get_language() or ""))
        else:
            messages.success(request, _("更正申请已提交，由主管部门办理。"))
            return redirect("passbook")
    page = pages.AskCorrection(posting=posting.host.name, form=form)
    return show(request, page, status=422 if form.errors else 200)
